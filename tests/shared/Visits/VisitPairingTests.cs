using CheckIn.Visits;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Visits;

public sealed class VisitPairingTests
{
    private const long Minute = 60_000;

    [Fact]
    public void Who_comes_and_goes_has_made_a_visit_each_time()
    {
        var visits = VisitPairing.Pair([In(0), Out(30), In(60), Out(95)]);
        Assert.Equal([(0L, 30L, true), (60L, 95L, true)], visits.Select(Told));
    }

    [Fact]
    public void Who_has_not_gone_is_inside_and_who_comes_once_more_has_left_unseen()
    {
        Assert.Equal([(0L, null, true), (60L, null, false)], VisitPairing.Pair([In(0), In(60)]).Select(Told));
    }

    [Fact]
    public void Who_is_only_seen_to_leave_was_not_seen_to_come()
    {
        Assert.Equal([(null, 5L, true), (10L, null, false)], VisitPairing.Pair([Out(5), In(10)]).Select(Told));
    }

    [Fact]
    public void A_code_shown_again_within_moments_is_the_same_passage_and_the_first_time_counts()
    {
        Crossing[] shown = [At(0, true), At(8_000, true), At(16_000, true), At(60_000, false), At(61_000, false)];
        var visit = Assert.Single(VisitPairing.Pair(shown));
        Assert.Equal((0L, 60_000L), (visit.Entry!.Value.At, visit.Exit!.Value.At));
        Assert.Equal(2, VisitPairing.Pair([At(0, true), At(10_001, true)]).Count);
    }

    [Fact]
    public void A_quick_repeat_passage_of_a_deliverer_is_a_visit_of_its_own()
    {
        Assert.Equal(3, VisitPairing.Pair([.. Enumerable.Range(0, 6).Select(static i => At(i * 4_000, i % 2 == 0))]).Count);
    }

    [Fact]
    public void Whatever_the_order_of_arrival_the_visits_are_the_same_no_way_is_told_twice_and_at_most_one_is_inside()
    {
        var gen = from moments in ArbMap.Default.GeneratorFor<int[]>()
                  from ways in ArbMap.Default.GeneratorFor<bool>().ListOf(moments.Length)
                  select moments.Distinct().Zip(ways, static (at, way) => At(Math.Abs((long)at) * 1000, way)).ToArray();
        Prop.ForAll(gen.ToArbitrary(), static crossings =>
        {
            var distinct = crossings.DistinctBy(static one => one.At).ToArray();
            var visits = VisitPairing.Pair(distinct);
            var told = visits.SelectMany(static visit => new[] { visit.Entry, visit.Exit }).OfType<Crossing>().ToList();
            Assert.Equal(visits, VisitPairing.Pair(distinct.Reverse()));
            Assert.Equal(told.Count, told.DistinctBy(static one => one.At).Count());
            Assert.All(visits, static visit =>
                Assert.True(visit.Exit is null || visit.Entry is null || visit.Entry.Value.At <= visit.Exit.Value.At));
            Assert.All(visits.SkipLast(1), static visit => Assert.True(visit.IsOver));
            var last = distinct.OrderBy(static one => one.At).Select(static one => (bool?)one.IsIn).LastOrDefault();
            Assert.Equal(last == true, visits.Count > 0 && !visits[^1].IsOver);
        }).QuickCheckThrowOnFailure();
    }

    private static (long?, long?, bool) Told(Visit visit) => (visit.Entry?.At / Minute, visit.Exit?.At / Minute, visit.IsOver);

    private static Crossing In(long minute) => At(minute * Minute, true);

    private static Crossing Out(long minute) => At(minute * Minute, false);

    private static Crossing At(long ms, bool isIn) => new(ms, isIn, null, 1);
}
