using CheckIn.Gate.Lanes;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Lanes;

public class CodeFloodTests
{
    /// <summary>Steps in ms between codes; mostly a scanner's pace, now and then minutes.</summary>
    private static readonly Arbitrary<int[]> Waits = Gen.Frequency(
        (12, Gen.Choose(0, 900)), (1, Gen.Choose(20_000, 200_000))).ArrayOf().ToArbitrary();

    [Fact]
    public void Whatever_comes_every_code_is_either_an_event_or_counted_once() =>
        Prop.ForAll(Waits, Gen.Choose(1, 12).ToArbitrary(), (waits, most) =>
        {
            var (flood, now, singles, reported) = (default(CodeFlood), 1_000L, 0L, 0L);
            foreach (var wait in waits)
            {
                now += wait * 1_000_000L;
                if (flood.Take(now, most, out flood))
                    singles++;
                reported += flood.Over;
                flood = flood with { Over = 0 };
            }
            return singles + reported + flood.Stopped().Over == waits.Length;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_comes_no_minute_has_more_events_than_allowed() =>
        Prop.ForAll(Waits, Gen.Choose(1, 12).ToArbitrary(), (waits, most) =>
        {
            var (flood, now) = (default(CodeFlood), 1_000L);
            var perMinute = new Dictionary<long, int>();
            foreach (var wait in waits)
            {
                now += wait * 1_000_000L;
                if (flood.Take(now, most, out flood))
                    perMinute[flood.EndsNs] = perMinute.GetValueOrDefault(flood.EndsNs) + 1;
            }
            return perMinute.Values.All(count => count <= most);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_flood_of_a_month_costs_two_events_a_minute()
    {
        var (flood, events) = (default(CodeFlood), 0L);
        const int Minutes = 30 * 24 * 60;
        for (var code = 0L; code < Minutes * 20L; code++)
        {
            if (flood.Take(code * (CodeFlood.MinuteNs / 20), 16, out flood))
                events++;
            if (flood.Over > 0)
            {
                events++;
                flood = flood with { Over = 0 };
            }
        }
        Assert.InRange(events, Minutes, 2 * Minutes + 100);
    }

    [Fact]
    public void A_minute_within_the_bounds_restores_them()
    {
        var flood = default(CodeFlood);
        Assert.Equal(8, Singles(ref flood, 0, 20));
        Assert.Equal(4, Singles(ref flood, 1, 20));
        Assert.Equal(2, Singles(ref flood, 2, 2));
        Assert.Equal(8, Singles(ref flood, 3, 20));
        Assert.Equal(4, Singles(ref flood, 4, 20));
        Assert.Equal(8, Singles(ref flood, 6, 20));
    }

    private static int Singles(ref CodeFlood flood, long minute, int codes)
    {
        var singles = 0;
        for (var i = 0; i < codes; i++)
            singles += flood.Take((minute * CodeFlood.MinuteNs) + i, 8, out flood) ? 1 : 0;
        return singles;
    }
}
