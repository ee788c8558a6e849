using CheckIn.Contract;
using CheckIn.Hub.Events;
using CheckIn.Time;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Events;

public sealed class ClockCorrectionTests
{
    private const long Second = 1_000_000_000;
    private static readonly ClockAnchor AtNoon = new(100 * Second, 1_000_000_000, 10);

    [Fact]
    public void Nothing_known_of_a_boot_is_no_time() => Assert.Null(ClockCorrection.TimeOf(5, null, null));

    [Theory]
    [InlineData(100, 1_000_000_000, 10)]
    [InlineData(40, 999_940_000, 40)]
    [InlineData(2100, 1_002_000_000, 1010)]
    public void One_known_moment_tells_every_other_less_surely_the_further_away(long seconds, long at, long error)
    {
        Assert.Equal(new CorrectedTime(at, error), ClockCorrection.TimeOf(seconds * Second, AtNoon, null));
        Assert.Equal(new CorrectedTime(at, error), ClockCorrection.TimeOf(seconds * Second, null, AtNoon));
    }

    [Fact]
    public void Between_two_known_moments_the_drift_is_shared_out_evenly()
    {
        // Thirty days without a network, after which the clock was found 60 s slow.
        var days = 30 * 86400L;
        var after = new ClockAnchor(AtNoon.MonotonicNs + (days * Second), AtNoon.WallMs + (days * 1000) + 60_000, 20);
        var half = ClockCorrection.TimeOf(AtNoon.MonotonicNs + (days * Second / 2), after, AtNoon)!.Value;
        Assert.Equal(AtNoon.WallMs + (days * 500) + 30_000, half.At);
        Assert.InRange(half.ErrorMs, 60_000, 75_000);
        Assert.Equal(new CorrectedTime(after.WallMs, 20), ClockCorrection.TimeOf(after.MonotonicNs, AtNoon, after));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public void Known_moments_that_contradict_each_other_are_not_mixed(int years)
    {
        var liar = new ClockAnchor(200 * Second, AtNoon.WallMs + (years * 365 * 86_400_000L), 500);
        Assert.Equal(AtNoon.WallMs + 90_000, ClockCorrection.TimeOf(190 * Second, AtNoon, liar)!.Value.At);
    }

    [Fact]
    public void A_time_is_replaced_by_a_much_surer_one_only()
    {
        Assert.True(ClockCorrection.Helps(null, new(0, 1_000_000_000)));
        Assert.True(ClockCorrection.Helps(new(60_000, 0), new(0, 15_000)));
        Assert.False(ClockCorrection.Helps(new(60_000, 0), new(0, 16_000)));
        Assert.False(ClockCorrection.Helps(new(2000, 4000), new(0, 1)));
    }

    [Fact]
    public void Time_never_runs_backwards_within_a_boot_and_no_figure_overflows() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<(long, long, long)>(), ArbMap.Default.ArbFor<(long, long, long)>(),
            ArbMap.Default.ArbFor<(long, long)>(), (one, other, moments) =>
            {
                var (a, b) = (Anchor(one), Anchor(other));
                var (early, late) = (Math.Min(moments.Item1, moments.Item2), Math.Max(moments.Item1, moments.Item2));
                var first = ClockCorrection.TimeOf(early, a, b)!.Value;
                var second = ClockCorrection.TimeOf(late, a, b)!.Value;
                var isOneLine = ClockCorrection.TimeOf(early, a, null)!.Value.At
                    <= ClockCorrection.TimeOf(late, a, null)!.Value.At;
                // Two moments may be known to their errors only; by one alone there is a single line.
                return isOneLine && first.ErrorMs >= 0 && second.ErrorMs >= 0
                    && (first.At <= second.At || first.At - (Int128)second.At <= (Int128)first.ErrorMs + second.ErrorMs
                        || Contradict(a, b));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static bool Contradict(ClockAnchor a, ClockAnchor b) =>
        Int128.Abs((Int128)b.WallMs - a.WallAt(b.MonotonicNs)) > (Int128)a.ErrorAt(b.MonotonicNs) + b.ErrorMs;

    private static ClockAnchor Anchor((long, long, long) figures) =>
        new(figures.Item1, figures.Item2, figures.Item3 & long.MaxValue);
}
