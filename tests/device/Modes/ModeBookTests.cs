using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Modes;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Modes;

/// <summary>Which order holds where and for how long, whatever the clock says.</summary>
public sealed class ModeBookTests
{
    private const long Second = 1_000_000_000, Wall = 1_790_000_000_000;
    private static readonly ClockQuality Good = new(10, 1);
    private static readonly ModeLane In = new("vao", Direction.In, 17), Out = new("ra", Direction.Out, 18);
    private static readonly ModeLane[] Both = [In, Out];

    [Fact]
    public void An_order_holds_until_its_time_and_never_again()
    {
        var book = Heard(Order("a", ModeWords.Lockdown, 60));
        Assert.Equal(60 * Second, book.NextNs);
        Assert.Equal(LaneMode.Lockdown, ModeOf(book.At(Known(59)), In));
        book = book.At(Known(60));
        Assert.Equal(LaneMode.Normal, ModeOf(book, In));
        Assert.Equal([new ModeReport("a", ModeReport.Ended)], book.Reports(Both, None));
        // The hub still names it, and the wall clock is set back: it is over all the same.
        book = book.Heard([Order("a", ModeWords.Lockdown, 60)], Known(61, wall: -3600));
        Assert.Equal(LaneMode.Normal, ModeOf(book, In));
    }

    [Fact]
    public void What_is_locked_at_the_gate_is_none_of_the_hubs_business_but_ends_as_its_orders_do()
    {
        var book = Heard(Order("a", ModeWords.HoldOpen, 600)).LockedHere("pin:bao-ve-1", "vao", TimeSpan.FromSeconds(60), Known(0));
        Assert.Equal((LaneMode.Lockdown, LaneMode.HoldOpen), (ModeOf(book, In), ModeOf(book, Out)));
        // The hub names its own orders, and hears of those alone.
        book = book.Heard([], Known(1));
        Assert.Equal((LaneMode.Lockdown, LaneMode.Normal), (ModeOf(book, In), ModeOf(book, Out)));
        Assert.Empty(book.Reports(Both, None));
        var own = Assert.Single(book.Orders);
        Assert.Equal("pin:bao-ve-1", own.By);
        Assert.Equal(LaneMode.Normal, ModeOf(book.Lifted(own.Order.Id), In));
        Assert.Equal(LaneMode.Lockdown, ModeOf(book.Lifted("a"), In));
        Assert.Empty(book.At(Known(60)).Orders);
        // Over a loss of power it goes on for what was left, also where nobody knows the time.
        Assert.Empty(ModeBook.Recall(book.Keep("boot-1", 10 * Second), "boot-2", Unknown(5), null).Orders); // 50 s, and a start costs a minute
        var again = ModeBook.Recall(book.Keep("boot-1", 10 * Second), "boot-1", Known(20), null);
        Assert.Equal("pin:bao-ve-1", Assert.Single(again.Orders).By);
        Assert.Equal(LaneMode.Lockdown, ModeOf(again.At(Known(59)), In));
        Assert.Empty(again.At(Known(60)).Orders);
    }

    [Fact]
    public void What_is_locked_while_nobody_knows_the_time_ends_by_the_monotonic_clock_whatever_the_time_turns_out_to_be()
    {
        var book = ModeBook.Empty.LockedHere("pin:bao-ve-1", null, TimeSpan.FromSeconds(600), Unknown(0));
        Assert.Equal(LaneMode.Lockdown, ModeOf(book.At(Known(10, wall: 5 * 365 * 86_400)), In));
        Assert.Empty(book.At(Known(600)).Orders);
    }

    [Fact]
    public void A_lock_takes_the_place_of_an_earlier_one_there()
    {
        var book = ModeBook.Empty.LockedHere("pin:a", "vao", TimeSpan.FromSeconds(60), Known(0))
            .LockedHere("pin:b", "vao", TimeSpan.FromSeconds(600), Known(1));
        Assert.Equal("pin:b", Assert.Single(book.Orders).By);
        Assert.Equal(601 * Second, book.NextNs);
    }

    [Fact]
    public void A_clock_that_is_set_back_prolongs_nothing()
    {
        var book = Heard(Order("a", ModeWords.HoldOpen, 60)).At(Known(10, wall: -3600));
        Assert.Equal(60 * Second, book.NextNs);
        Assert.Equal(LaneMode.Normal, ModeOf(book.At(Known(60, wall: -3600)), In));
    }

    [Fact]
    public void A_clock_that_becomes_known_ends_what_is_over()
    {
        var book = ModeBook.Empty.Heard([Order("a", ModeWords.HoldOpen, 60)], Unknown(0));
        Assert.Equal(LaneMode.HoldOpen, ModeOf(book.At(Unknown(3600)), In));
        Assert.Equal(LaneMode.Normal, ModeOf(book.At(Known(3601)), In));
    }

    [Fact]
    public void Without_a_clock_an_order_ends_after_what_was_left_of_it()
    {
        var kept = Heard(Order("a", ModeWords.HoldOpen, 600)).Keep("boot-1", 100 * Second);
        var book = ModeBook.Recall(kept, "boot-2", Unknown(5), null);
        Assert.Equal(LaneMode.HoldOpen, ModeOf(book.At(Unknown(400)), In));
        Assert.Equal(LaneMode.Normal, ModeOf(book.At(Unknown(5 + 500)), In));
    }

    [Fact]
    public void A_gate_that_loses_its_power_again_and_again_comes_to_the_end_of_an_order()
    {
        var kept = Heard(Order("a", ModeWords.HoldOpen, 3600)).Keep("boot-0", 0);
        var starts = 0;
        for (; starts < 100 && kept.Orders[0].LeftMs > 0; starts++)
            kept = ModeBook.Recall(kept, $"boot-{starts + 1}", Unknown(0), null).Keep($"boot-{starts + 1}", Second);
        Assert.InRange(starts, 50, 60);
    }

    [Fact]
    public void In_the_same_boot_a_start_costs_nothing_and_a_known_time_neither()
    {
        var kept = Heard(Order("a", ModeWords.HoldOpen, 600)).Keep("boot-1", 100 * Second);
        Assert.Equal(600 * Second, ModeBook.Recall(kept, "boot-1", Unknown(300), null).NextNs);
        Assert.Equal(310 * Second, ModeBook.Recall(kept, "boot-2", Known(5, wall: 295), null).NextNs);
    }

    [Fact]
    public void What_the_time_was_at_least_ends_an_order_of_before()
    {
        var kept = Heard(Order("a", ModeWords.HoldOpen, 600)).Keep("boot-1", 0);
        var later = DateTimeOffset.FromUnixTimeMilliseconds(Wall + 700_000);
        Assert.Equal(LaneMode.Normal, ModeOf(ModeBook.Recall(kept, "boot-2", Unknown(0), later), In));
    }

    [Fact]
    public void Of_several_orders_the_strongest_holds_and_the_others_are_covered()
    {
        var book = Heard(
            Order("free", ModeWords.FreePassage, 900), Order("open", ModeWords.HoldOpen, 600),
            Order("lock", ModeWords.Lockdown, 60, "vao"));
        Assert.Equal((LaneMode.Lockdown, LaneMode.HoldOpen), (ModeOf(book, In), ModeOf(book, Out)));
        Assert.Equal(
            [("free", ModeReport.Covered), ("open", ModeReport.InForce), ("lock", ModeReport.InForce)],
            book.Reports(Both, book.InForce(Both)).Select(report => (report.Id, report.State)));
        book = book.At(Known(60));
        Assert.Equal((LaneMode.HoldOpen, LaneMode.HoldOpen), (ModeOf(book, In), ModeOf(book, Out)));
        book = book.At(Known(600));
        Assert.Equal((LaneMode.FreePassage, LaneMode.FreePassage), (ModeOf(book, In), ModeOf(book, Out)));
    }

    [Fact]
    public void A_relay_that_a_locked_lane_has_in_common_is_not_held_open_for_the_other()
    {
        ModeLane[] door = [In, Out with { Relay = In.Relay }];
        var book = Heard(Order("open", ModeWords.HoldOpen, 600, "ra"), Order("lock", ModeWords.Lockdown, 600, "vao"));
        Assert.Equal("lock", Assert.Single(book.InForce(door)).Value.Order.Id);
        Assert.Equal(2, book.InForce(Both).Count);
    }

    [Fact]
    public void What_cannot_be_followed_is_refused_with_its_reason_and_keeps_no_other_from_it()
    {
        var book = Heard(
            Order("word", "party", 600), Order("lane", ModeWords.Lockdown, 600, "giua"),
            Order("wire", ModeWords.HoldOpen, 600, "ra"), Order("good", ModeWords.FreePassage, 600), Order("BAD id", ModeWords.Lockdown, 600));
        ModeLane[] lanes = [In, Out with { Relay = -1 }];
        Assert.Equal(
            [
                ("word", ModeReport.Refused, CommandRefusals.Unknown), ("lane", ModeReport.Refused, CommandRefusals.NoSuchLane),
                ("wire", ModeReport.Refused, CommandRefusals.NotWired), ("good", ModeReport.InForce, null),
            ],
            book.Reports(lanes, book.InForce(lanes)).Select(report => (report.Id, report.State, report.Why)));
    }

    [Fact]
    public void What_the_hub_no_longer_names_is_over_and_silence_changes_nothing()
    {
        var book = Heard(Order("a", ModeWords.Lockdown, 600));
        Assert.Equal(LaneMode.Lockdown, ModeOf(book.At(Known(500)), In));
        Assert.Empty(book.Heard([], Known(1)).InForce(Both));
    }

    [Fact]
    public void No_order_lasts_longer_than_a_month_whatever_it_says()
    {
        var book = Heard(new ModeOrder("a", ModeWords.HoldOpen, long.MaxValue));
        Assert.Equal(BookedOrder.LongestNs, book.NextNs);
        Assert.Equal(LaneMode.Normal, ModeOf(book.At(new ClockStamp(BookedOrder.LongestNs, 0, null)), In));
    }

    [Fact]
    public void Whatever_the_clock_does_and_however_often_it_starts_an_order_ends_when_its_time_on_the_monotonic_clock_is_over() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(
            Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), static seed =>
            {
                var random = new Random(seed);
                const int lasts = 3600;
                var book = Heard(Order("a", ModeWords.HoldOpen, lasts));
                var (boot, now, ran, ends) = (0, 0L, 0L, book.NextNs);
                while (ran < lasts)
                {
                    var step = random.Next(1, 300);
                    (now, ran) = (now + step, ran + step);
                    ClockStamp clock = random.Next(3) == 0 ? Unknown((int)now) : Known((int)now, (int)ran + random.Next(-9000, 1));
                    book = book.At(clock);
                    Assert.True(book.NextNs == long.MaxValue || book.NextNs <= ends);
                    if (random.Next(4) == 0)
                        book = book.Heard([Order("a", ModeWords.HoldOpen, lasts)], clock);
                    if (random.Next(5) == 0)
                    {
                        var kept = book.Keep($"boot-{boot}", now * Second);
                        if (random.Next(2) == 0)
                            (boot, now) = (boot + 1, random.Next(0, 60));
                        book = ModeBook.Recall(kept, $"boot-{boot}", Unknown((int)now), null);
                    }
                    ends = book.NextNs;
                }
                Assert.Equal(LaneMode.Normal, ModeOf(book, In));
            }));

    private static readonly Dictionary<string, BookedOrder> None = [];

    private static ModeBook Heard(params ModeOrder[] orders) => ModeBook.Empty.Heard(orders, Known(0));

    private static LaneMode ModeOf(ModeBook book, ModeLane lane) =>
        book.InForce(Both).TryGetValue(lane.Name, out var order) ? order.Mode : LaneMode.Normal;

    private static ModeOrder Order(string id, string mode, int lastsS, string? lane = null) =>
        new(id, mode, Wall + (lastsS * 1000L), lane);

    /// <param name="at">Seconds on the monotonic clock.</param>
    /// <param name="wall">Seconds on the wall's; the same when left out.</param>
    private static ClockStamp Known(int at, int? wall = null) => new(at * Second, Wall + ((wall ?? at) * 1000L), Good);

    private static ClockStamp Unknown(int at) => new(at * Second, 0, null);
}
