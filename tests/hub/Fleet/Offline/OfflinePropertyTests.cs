using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Fleet.Offline;

public sealed class OfflinePropertyTests
{
    private const int Minutes = 200;
    private static readonly DateTimeOffset Origin = new(2026, 11, 20, 17, 0, 0, TimeSpan.Zero);
    private static readonly Span Day = new(At(0), At(Minutes));

    private static readonly Gen<Span> AnySpan =
        from begin in Gen.Choose(-50, Minutes + 50)
        from length in Gen.Choose(0, 80)
        select new Span(At(begin), At(begin + length));

    private static readonly Gen<Spell> AnySpell =
        from span in AnySpan
        from state in Gen.Elements(Enum.GetValues<PresenceState>())
        from lasts in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Spell(
            1, "gate", state, span.From, lasts ? null : span.To, span.From,
            OfflineCauses.IsOut(state) ? OfflineCause.Link : null, false, null, null, null);

    [Fact]
    public void A_gates_total_is_the_union_of_its_spells_and_its_share_is_between_0_and_1() => Prop.ForAll(
        AnySpell.ListOf().ToArbitrary(), AnySpan.ListOf().ToArbitrary(), AnySpan.ListOf().ToArbitrary(),
        (spells, open, watched) =>
        {
            var (opened, seen) = (Spans.Within(Spans.Union(open), Day), Spans.Within(Spans.Union(watched), Day));
            var account = GateAccount.Of([.. spells], opened, seen, Day);
            bool Is(int minute, Func<Spell, bool> which) => spells.Any(spell => which(spell)
                && spell.Since <= At(minute) && !(spell.Until <= At(minute)));
            int Count(Func<int, bool> which) => Enumerable.Range(0, Minutes).Count(which);
            bool IsExpected(int minute) =>
                Is(minute, spell => spell.State is not (PresenceState.NeverSeen or PresenceState.Revoked))
                && Has(open, minute) && Has(watched, minute);
            var share = new Availability(account.Expected, account.Lost).Share;
            return account.Total == TimeSpan.FromMinutes(Count(minute => Is(minute, spell => spell.IsOut)))
                && account.Expected == TimeSpan.FromMinutes(Count(IsExpected))
                && account.Lost == TimeSpan.FromMinutes(Count(minute => IsExpected(minute)
                    && Is(minute, spell => spell.State is PresenceState.Lost or PresenceState.Stopped)))
                && share is null or (>= 0 and <= 1);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void What_is_in_spans_and_in_their_gaps_is_everything_once() => Prop.ForAll(
        AnySpan.ListOf().ToArbitrary(), spans =>
        {
            var united = Spans.Within(Spans.Union(spans), Day);
            var gaps = Spans.Gaps(united, Day);
            return Enumerable.Range(0, Minutes).All(minute => Has(united, minute) == Has(spans, minute)
                && Has(gaps, minute) != Has(spans, minute))
                && Spans.Length(united) + Spans.Length(gaps) == Day.Length
                && united.Zip(united.Skip(1)).All(pair => pair.First.To < pair.Second.From);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    private enum Happening { Birth, Will, Farewell, Health, Left, Enrolled, Pass, Write, Ask, Restart, Kill }

    private static readonly Gen<(Happening What, int Gate, int Seconds)> Any =
        from what in Gen.Frequency(
            (5, Gen.Constant(Happening.Birth)), (4, Gen.Constant(Happening.Will)),
            (2, Gen.Constant(Happening.Farewell)), (4, Gen.Constant(Happening.Health)),
            (1, Gen.Constant(Happening.Left)), (1, Gen.Constant(Happening.Enrolled)),
            (8, Gen.Constant(Happening.Pass)), (3, Gen.Constant(Happening.Write)), (3, Gen.Constant(Happening.Ask)),
            (1, Gen.Constant(Happening.Restart)), (1, Gen.Constant(Happening.Kill)))
        from gate in Gen.Choose(0, 2)
        from seconds in Gen.OneOf(Gen.Choose(1, 40), Gen.Choose(1, 4_000))
        select (what, gate, seconds);

    [Fact]
    public void A_history_is_whole_whatever_happened_and_tells_what_the_registry_tells() => Prop.ForAll(
        Any.ArrayOf(50).ToArbitrary(), IsWholeAsync)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    private static async Task IsWholeAsync((Happening What, int Gate, int Seconds)[] history)
    {
        await using var fleet = WatchedFleet.Start();
        var session = 1;
        foreach (var (what, number, seconds) in history)
        {
            session += what is Happening.Birth ? 1 : 0;
            await LiveAsync(fleet, what, $"gate-{number}", TimeSpan.FromSeconds(seconds), session);
        }
        for (var number = 0; number < 3; number++)
            Assert.Null(Problem(fleet, $"gate-{number}"));
    }

    private static async Task LiveAsync(WatchedFleet fleet, Happening what, string gate, TimeSpan time, int session)
    {
        switch (what)
        {
            case Happening.Birth: fleet.Born(gate, session, "boot-" + (session / 3)); break;
            case Happening.Will: fleet.Will(gate, fleet.Registry.Of(gate)?.Session ?? 0); break;
            case Happening.Farewell: fleet.Stopped(gate, fleet.Registry.Of(gate)?.Session ?? 0); break;
            case Happening.Health: fleet.Health(gate, time, fleet.Registry.Of(gate)?.Session ?? 0); break;
            case Happening.Left: fleet.Registry.OnLeft(gate); break;
            case Happening.Enrolled: fleet.Registry.OnEnrolled(gate); break;
            case Happening.Pass: fleet.Pass(time); break;
            case Happening.Write: await fleet.WriteAsync(); break;
            case Happening.Ask: fleet.Desk.Now(FleetScope.All); break;
            case Happening.Restart: await fleet.RestartAsync(time); break;
            default: await fleet.RestartAsync(time, isKilled: true); break;
        }
    }

    /// <summary>What is wrong with the gate's history; null = nothing.</summary>
    private static string? Problem(WatchedFleet fleet, string gate)
    {
        var (from, to) = (fleet.Now.AddDays(-30), fleet.Now.AddDays(1));
        var spells = fleet.Desk.Timeline(gate, from, to);
        var state = fleet.Registry.Of(gate)?.State;
        if (spells.Count == 0)
            return state is null or PresenceState.NeverSeen ? null : $"{gate} is {state} and has no history";
        if (spells[^1].State != state || spells[^1].Until is not null)
            return $"{gate} is {state}, the last of its history is {spells[^1]}";
        for (var i = 1; i < spells.Count; i++)
        {
            if (spells[i - 1].Until != spells[i].Since)
                return $"{gate}: {spells[i - 1]} is not followed by {spells[i]}";
        }
        var outages = spells.Where(spell => OfflineCauses.IsOut(spell.State)).ToArray();
        if (outages.Any(spell => spell.Cause is null) || spells.Except(outages).Any(spell => spell.Cause is not null))
            return $"{gate}: a cause where there is no outage, or the other way round";
        var outage = fleet.Desk.Of(gate);
        if ((outage is not null) != OfflineCauses.IsOut(state!.Value)
            || (outage is not null && outage.Since != spells[^1].Since))
            return $"{gate} is {state}, its outage {outage}";
        return ProblemOfToday(fleet, gate, spells);
    }

    private static string? ProblemOfToday(WatchedFleet fleet, string gate, IReadOnlyList<PresenceSpell> spells)
    {
        var report = fleet.Desk.OfDay(fleet.Today, FleetScope.All);
        var day = new Span(report.From, report.To);
        var total = Spans.Length(Spans.Within(Spans.Union(spells.Where(spell => OfflineCauses.IsOut(spell.State))
            .Select(spell => new Span(spell.Since, spell.Until ?? day.To))), day));
        var listed = report.Gates.SingleOrDefault(other => other.Gate == gate);
        var isServing = spells.Any(spell => spell.State != PresenceState.Revoked
            && spell.Since < day.To && !(spell.Until <= day.From));
        return (listed?.Total ?? TimeSpan.Zero) != total && isServing ? $"{gate}: total {listed?.Total}, spells {total}"
            : report.Availability.Share is < 0 or > 1 ? $"share {report.Availability.Share}" : null;
    }

    private static bool Has(IEnumerable<Span> spans, int minute) =>
        spans.Any(span => span.From <= At(minute) && At(minute) < span.To);

    private static DateTimeOffset At(int minute) => Origin.AddMinutes(minute);
}
