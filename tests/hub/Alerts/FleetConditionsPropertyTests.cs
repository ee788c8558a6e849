using CheckIn.Hub.Alerts;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Sites;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Alerts;

/// <summary>
/// Random histories of gates, announced work, moves and restarts, through the counting of sites, nodes and the fleet
/// and the book: at every moment no gate is alerted beside its site, and when things have settled exactly what
/// counting everything anew gives is alerted.
/// </summary>
public sealed class FleetConditionsPropertyTests
{
    private static readonly string[] Gates = ["e1", "e2", "w1", "w2", "w3", "m1", "l1", "l2"];
    private static readonly string[] SiteCodes = ["east", "west", "market"];
    private static readonly DateOnly Day = new(2026, 11, 21);

    private enum Act { Up, Lose, Blip, Stop, Revoke, Work, Move, Restart, Wait }

    private static readonly Arbitrary<List<(Act Act, int Gate, int Seconds)>> History =
        (from act in Gen.Frequency(
            (4, Gen.Constant(Act.Lose)), (3, Gen.Constant(Act.Up)),
            (2, Gen.Elements(Act.Blip, Act.Stop, Act.Revoke, Act.Work, Act.Move, Act.Restart, Act.Wait)))
         from gate in Gen.Choose(0, Gates.Length - 1)
         from seconds in Gen.Frequency((2, Gen.Choose(0, 20)), (1, Gen.Choose(0, 200)))
         select (act, gate, seconds)).ListOf().Select(steps => steps.ToList()).ToArbitrary();

    [Fact]
    public void A_site_a_node_or_the_fleet_is_alerted_in_place_of_its_gates_and_they_again_after_it() =>
        Prop.ForAll(History, history => Assert.True(Play(history) is null, Shortest(history)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(10_000).WithEndSize(30));

    private static string? Play(List<(Act Act, int Gate, int Seconds)> history)
    {
        var run = new Run();
        foreach (var (act, gate, seconds) in history)
        {
            run.Do(act, Gates[gate], gate);
            if (run.Pass(seconds) is { } wrong)
                return wrong;
        }
        return run.Settle();
    }

    /// <summary>What is left of a history that fails when everything is taken out that it does not need.</summary>
    private static string Shortest(List<(Act Act, int Gate, int Seconds)> history)
    {
        for (var at = 0; Play(history) is not null && at < history.Count;)
        {
            var shorter = history.Where((_, index) => index != at).ToList();
            if (Play(shorter) is null)
                at++;
            else
                (history, at) = (shorter, 0);
        }
        var steps = history.Select(step => $"{step.Act} {Gates[step.Gate]} {step.Seconds} s");
        return Play(history) + ": " + string.Join("; ", steps);
    }

    private sealed class Run
    {
        private static readonly AlertOptions Options = new();
        private static readonly AlertKey Hub = AlertKey.OfHub(AlertKinds.Offline);
        private readonly Dictionary<string, GateStatus> _gates = new(StringComparer.Ordinal);
        private readonly HashSet<string> _due = [];
        private readonly HashSet<string> _work = [];
        private Dictionary<string, string> _siteOf = new()
        {
            ["e1"] = "east",
            ["e2"] = "east",
            ["w1"] = "west",
            ["w2"] = "west",
            ["w3"] = "west",
            ["m1"] = "market",
        };
        private AlertBook _book = new(new AlertRules(Options));
        private FleetConditions _conditions;
        private bool _wasFleetLost;
        private long _restarts;
        private TimeSpan _now;
        private DateTimeOffset _wall = new(2026, 11, 21, 1, 0, 0, TimeSpan.Zero);

        internal Run()
        {
            _conditions = new FleetConditions(_book, Options);
            Place();
        }

        internal void Do(Act act, string gate, int number)
        {
            switch (act)
            {
                case Act.Up or Act.Lose or Act.Blip or Act.Stop or Act.Revoke:
                    _gates[gate] = new GateStatus(gate, State(act), _wall, _wall, 1, null, null);
                    _conditions.Take(
                        new AlertNote(_gates[gate], IsTold: act == Act.Up, WasBack: act != Act.Lose), _now, _wall);
                    break;
                case Act.Work:
                    var place = number < SiteCodes.Length ? SiteCodes[number] : gate;
                    if (!_work.Remove(place))
                        _work.Add(place);
                    Place();
                    break;
                case Act.Move:
                    _siteOf = new(_siteOf) { [gate] = SiteCodes[number % SiteCodes.Length] };
                    Place();
                    break;
                case Act.Restart:
                    Restart();
                    break;
            }
            _conditions.Find(_now);
            Count();
        }

        internal string? Pass(int seconds)
        {
            for (var left = seconds; ; left -= 50)
            {
                var step = TimeSpan.FromSeconds(Math.Clamp(left, 0, 50));
                (_now, _wall) = (_now + step, _wall + step);
                if (Turn() is { } wrong)
                    return wrong;
                if (left <= 50)
                    return null;
            }
        }

        internal string? Settle()
        {
            for (var turn = 0; turn < 6; turn++)
            {
                (_now, _wall) = (_now + TimeSpan.FromMinutes(2), _wall + TimeSpan.FromMinutes(2));
                if (Turn() is { } wrong)
                    return wrong;
            }
            foreach (var group in Groups())
            {
                if (_book.Stands(group) != (IsFound(group) && !_conditions.Plan.Above(group).Any(_book.Stands)))
                    return $"{group} stands: {_book.Stands(group)}";
            }
            foreach (var (gate, status) in _gates)
            {
                var isLost = status.State == PresenceState.Lost;
                var stands = Stands(gate);
                if (stands ? !isLost : isLost && !IsQuiet(gate) && !GroupsOf(gate).Any(_book.Stands))
                    return $"{gate} stands: {stands}";
            }
            return null;
        }

        private static PresenceState State(Act act) => act switch
        {
            Act.Up => PresenceState.Ready,
            Act.Stop => PresenceState.Stopped,
            Act.Revoke => PresenceState.Revoked,
            _ => PresenceState.Lost,
        };

        private void Restart()
        {
            // What was told before counts on, and nothing else that is quiet now.
            _due.Clear();
            _due.UnionWith(_gates.Values.Where(gate => gate.State == PresenceState.Lost
                && (Stands(gate.Id) || GroupsOf(gate.Id).Any(_book.Stands))).Select(gate => gate.Id));
            var standing = _book.Standing.ToArray();
            _book = new AlertBook(new AlertRules(Options));
            _conditions = new FleetConditions(_book, Options);
            _now = TimeSpan.Zero;
            // No id is given twice, in whichever life of the hub.
            _book.Recall(standing, ++_restarts * 100_000, _now, _ => default);
            _conditions.Recall(_gates.Values, _now, _wall);
            _wasFleetLost = _book.Stands(Hub);
            Place();
        }

        private void Place() => _conditions.Place(
            new SeatPlan(Tree(), Day), _siteOf, _gates.Values, _now, _wall);

        private string? Turn()
        {
            _conditions.Suppress(_now, _wall);
            _conditions.Find(_now);
            Count();
            _book.Apply(_book.Judge(_now, _wall), _now);
            var beside = _gates.Keys.FirstOrDefault(gate => Stands(gate) && GroupsOf(gate).Any(_book.Stands));
            return beside is null ? null : $"{beside} is alerted beside its group";
        }

        /// <summary>Which losses count, and whether nine of ten are, or were and half still are.</summary>
        private void Count()
        {
            foreach (var (gate, status) in _gates)
            {
                if (status.State != PresenceState.Lost)
                    _due.Remove(gate);
                else if (!IsQuiet(gate))
                    _due.Add(gate);
            }
            _wasFleetLost = IsFound(Hub);
        }

        private bool IsFound(AlertKey group)
        {
            var members = _gates.Values.Where(gate => GroupsOf(gate.Id).Contains(group)).ToArray();
            var up = members.Count(gate => gate.State == PresenceState.Ready);
            var due = members.Where(gate => _due.Contains(gate.Id)).ToArray();
            return group.Subject.Kind switch
            {
                AlertSubjectKind.Site => up == 0 && due.Length >= 2,
                AlertSubjectKind.Node => up == 0
                    && due.Select(gate => _siteOf.GetValueOrDefault(gate.Id)).Distinct().Count() >= 2,
                _ => due.Length >= 5 && due.Length * 10 >= (due.Length + up) * (_wasFleetLost ? 5 : 9),
            };
        }

        private bool IsQuiet(string gate) =>
            _work.Contains(gate) || (_siteOf.GetValueOrDefault(gate) is { } site && _work.Contains(site));

        private bool Stands(string gate) => _book.Stands(AlertKey.OfGate(AlertKinds.Offline, gate));

        private IReadOnlyList<AlertKey> GroupsOf(string gate) =>
            _conditions.Plan.Of(_siteOf.GetValueOrDefault(gate)).Groups;

        private IEnumerable<AlertKey> Groups() =>
            SiteCodes.SelectMany(site => _conditions.Plan.Of(site).Groups).Distinct();

        private SiteTree Tree() => new()
        {
            Nodes = new[]
            {
                new Node(1, "p", null, "province", "P", null, null, []),
                new Node(2, "n", 1, "commune", "N", null, null, []),
                new Node(3, "o", 1, "commune", "O", null, null, []),
            }.ToDictionary(node => node.Id),
            Sites = new[]
            {
                new Site(1, "east", "E", "school", SiteForm.Permanent, 2),
                new Site(2, "west", "W", "school", SiteForm.Permanent, 2),
                new Site(3, "market", "M", "market", SiteForm.Permanent, 3),
            }.ToDictionary(site => site.Code),
            Maintenance = [.. _work.Select(place => new Maintenance(
                1, SiteCodes.Contains(place) ? MaintenanceSubject.Site : MaintenanceSubject.Gate, place,
                DateTimeOffset.MinValue, DateTimeOffset.MaxValue, "", "", DateTimeOffset.MinValue))],
        };
    }
}
