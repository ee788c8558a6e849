using CheckIn.Hub.Alerts;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Alerts;

/// <summary>
/// Random histories of conditions, announced work, answers, failed commits, restarts and clocks that are set, against
/// the oracle: everything that is due is raised, cleared, escalated and woken when it is due, once, and nothing else.
/// </summary>
public sealed class AlertBookPropertyTests
{
    private static readonly AlertRules Rules = new(new AlertOptions());
    private static readonly AlertKey Hub = AlertKey.OfHub(AlertKinds.Offline);
    private static readonly AlertKey Node = new(AlertKinds.Offline, new(AlertSubjectKind.Node, "n"));
    private static readonly AlertKey East = new(AlertKinds.Offline, new(AlertSubjectKind.Site, "east"));
    private static readonly AlertKey West = new(AlertKinds.Offline, new(AlertSubjectKind.Site, "west"));

    private static readonly (AlertKey Key, AlertKey[] Parents)[] Keys =
    [
        (Hub, []), (Node, [Hub]), (East, [Hub, Node]), (West, [Hub, Node]),
        (AlertKey.OfGate(AlertKinds.Offline, "e1"), [Hub, Node, East]),
        (AlertKey.OfGate(AlertKinds.Offline, "e2"), [Hub, Node, East]),
        (AlertKey.OfGate(AlertKinds.Offline, "w1"), [Hub, Node, West]),
        (AlertKey.OfGate(AlertKinds.Offline, "loose"), [Hub]),
        (AlertKey.OfGate(AlertKinds.Tamper, "e1"), []),
        (AlertKey.OfGate(AlertKinds.TooHot, "e1"), []),
    ];

    private enum Act { True, False, Anew, Suppress, Release, Acknowledge, Snooze, Wake, Fail, Restart, SetClock }

    private static readonly Arbitrary<List<(Act Act, int Key, int Seconds)>> History =
        (from act in Gen.Frequency(
            (6, Gen.Elements(Act.True, Act.False)),
            (1, Gen.Elements(Act.Anew, Act.Suppress, Act.Release, Act.Acknowledge, Act.Snooze, Act.Wake, Act.Fail,
                Act.Restart, Act.SetClock)))
         from key in Gen.Choose(0, Keys.Length - 1)
         from seconds in Gen.Frequency(
            (3, Gen.Choose(0, 40)), (2, Gen.Elements(0, 30, 60, 120)), (1, Gen.Choose(100, 2500)))
         select (act, key, seconds)).ListOf().Select(steps => steps.ToList()).ToArbitrary();

    [Fact]
    public void Whatever_happens_every_alert_is_raised_and_cleared_when_it_is_due_and_told_once() =>
        Prop.ForAll(History, history => Assert.True(new Run().Play(history), Shortest(history)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithEndSize(40));

    /// <summary>What is left of a history that fails when everything is taken out that it does not need.</summary>
    private static string Shortest(List<(Act Act, int Key, int Seconds)> history)
    {
        if (new Run().Play(history))
            return "";
        for (var at = 0; at < history.Count;)
        {
            var shorter = history.Where((_, index) => index != at).ToList();
            if (new Run().Play(shorter))
                at++;
            else
                (history, at) = (shorter, 0);
        }
        return string.Join("; ", history.Select(step => $"{step.Act} {Keys[step.Key].Key} {step.Seconds} s"));
    }

    private sealed class Run
    {
        private readonly BookOracle _oracle = new(Rules);
        private readonly Dictionary<AlertKey, (bool? IsTrue, bool IsSuppressed)> _said = [];
        private readonly HashSet<long> _over = [];
        private AlertBook _book = new(Rules);
        private TimeSpan _now;
        private DateTimeOffset _wall = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
        private long _lastId;

        internal bool Play(List<(Act Act, int Key, int Seconds)> history)
        {
            foreach (var (act, key, seconds) in history)
            {
                var span = TimeSpan.FromSeconds(seconds);
                Do(act, Keys[key].Key, Keys[key].Parents, span);
                if (!Turn(isFailing: act == Act.Fail))
                    return false;
                (_now, _wall) = (_now + span, _wall + span);
                if (act == Act.Fail && !Turn(isFailing: true))
                    return false;
                if (!Turn(isFailing: false))
                    return false;
            }
            return Settles();
        }

        private void Do(Act act, AlertKey key, AlertKey[] parents, TimeSpan span)
        {
            var (isTrue, isSuppressed) = _said.GetValueOrDefault(key);
            switch (act)
            {
                case Act.True or Act.False or Act.Anew:
                    Say(key, parents, act != Act.False, act != Act.False && isSuppressed, act == Act.Anew);
                    break;
                // Whoever alerts asks of what holds or stands, and says it of the others with their next signal.
                case Act.Suppress or Act.Release when key.Subject.Kind == AlertSubjectKind.Gate:
                    _said[key] = (isTrue, act == Act.Suppress);
                    if (_book.Cell(key) is null)
                        break;
                    _book.Suppress(key, act == Act.Suppress, _now);
                    _oracle.Suppress(key, act == Act.Suppress, _now);
                    break;
                case Act.Acknowledge or Act.Snooze or Act.Wake when _book.Cell(key)?.Alert is { } alert:
                    DateTimeOffset? until = act == Act.Snooze ? _wall + span : null;
                    _book.Take(act == Act.Acknowledge ? alert with { AcknowledgedAt = _wall }
                        : alert with { SnoozedUntil = until }, _now);
                    _oracle.Answer(key, act == Act.Acknowledge, until, _now);
                    break;
                case Act.SetClock:
                    _wall += (span - TimeSpan.FromMinutes(5)) * 20;
                    break;
                case Act.Restart:
                    Restart();
                    break;
            }
        }

        private void Restart()
        {
            var standing = _book.Standing.ToArray();
            _now = TimeSpan.Zero;
            _book = new AlertBook(Rules);
            _book.Recall(standing, _lastId, _now, _ => TimeSpan.Zero);
            _oracle.Restart(_now);
            // Gates are recalled; of the rest (here: tamper, heat) nothing is known until they speak.
            foreach (var (key, parents) in Keys.Where(pair => pair.Key.Kind == AlertKinds.Offline))
            {
                var (isTrue, isSuppressed) = _said.GetValueOrDefault(key);
                Say(key, parents, isTrue == true, isTrue == true && isSuppressed, isAnew: false);
            }
        }

        private void Say(AlertKey key, AlertKey[] parents, bool isTrue, bool isSuppressed, bool isAnew)
        {
            var isKnown = isTrue || _book.Cell(key) is not null;
            _book.Signal(key, new(isTrue, _wall, new Dictionary<string, string>(), parents,
                isTrue ? isSuppressed : null, isTrue && isAnew), _now);
            if (isKnown)
                _oracle.Signal(key, parents, isTrue, isTrue ? isSuppressed : _said.GetValueOrDefault(key).IsSuppressed,
                    isTrue && isAnew, _now);
            _said[key] = (isTrue, _said.GetValueOrDefault(key).IsSuppressed);
        }

        private bool Turn(bool isFailing)
        {
            var round = _book.Judge(_now, _wall);
            if (isFailing)
            {
                _book.Drop(round);
                return true;
            }
            _book.Apply(round, _now);
            var due = _oracle.Judge(_now, _wall);
            var told = round.Moves.Select(move => (move.Value.Kind, move.Key)).ToHashSet();
            foreach (var move in round.Moves.Values)
            {
                var isNew = move.Kind == AlertChangeKind.Raised;
                if (isNew ? move.Alert.Id <= _lastId : move.Alert.Id > _lastId || _over.Contains(move.Alert.Id))
                    return false;
                _lastId = Math.Max(_lastId, move.Alert.Id);
                if (move.Kind == AlertChangeKind.Cleared)
                    _over.Add(move.Alert.Id);
            }
            return told.SetEquals(due) && IsRight();
        }

        private bool IsRight() => _oracle.Standing.ToHashSet().SetEquals(_book.Standing.Select(
            alert => new AlertKey(alert.Kind, alert.Subject)));

        /// <summary>
        /// After a quiet hour everything stands that should, and nothing else; nothing is left behind.
        /// </summary>
        private bool Settles()
        {
            for (var turn = 0; turn < 8; turn++)
            {
                (_now, _wall) = (_now + TimeSpan.FromMinutes(8), _wall + TimeSpan.FromMinutes(8));
                if (!Turn(isFailing: false))
                    return false;
            }
            foreach (var (key, parents) in Keys)
            {
                var (isTrue, isSuppressed) = (_book.Cell(key)?.IsTrue, _book.Cell(key)?.IsSuppressed == true);
                var isCovered = parents.Any(_book.Stands);
                if (_book.Stands(key) ? isTrue == false || isCovered
                    : isTrue == true && !isCovered && !(isSuppressed && !Rules.Of(key).IsSafety))
                    return false;
            }
            return _book.Count <= Keys.Length && Keys.All(pair =>
                _book.Cell(pair.Key) is null || _book.Cell(pair.Key)!.IsTrue != false || _book.Stands(pair.Key));
        }
    }
}
