using CheckIn.Gate.Uplink;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Uplink;

public class DeliveryWindowTests
{
    [Fact]
    public void Nothing_is_sent_before_the_hub_has_stated_its_position()
    {
        Assert.False(DeliveryWindow.Unknown.MaySend(lastSeq: 10));
        Assert.True(DeliveryWindow.Unknown.Stated(through: 4, lastSeq: 10).MaySend(lastSeq: 10));
        Assert.Equal(5, DeliveryWindow.Unknown.Stated(through: 4, lastSeq: 10).Next);
    }

    [Fact]
    public void A_position_that_stands_still_while_events_are_under_way_is_the_hub_asking_again()
    {
        var window = DeliveryWindow.Unknown.Stated(0, 100).SentThrough(50);
        Assert.Equal(1, window.Stated(0, 100).Next);
    }

    [Fact]
    public void A_position_that_moves_back_makes_the_gate_send_again_what_the_hub_lost()
    {
        var window = DeliveryWindow.Unknown.Stated(0, 100).SentThrough(100).Stated(100, 100);
        Assert.Equal(41, window.Stated(40, 100).Next);
    }

    [Fact]
    public void A_position_beyond_the_journal_is_taken_at_the_journals_word()
    {
        var window = DeliveryWindow.Unknown.Stated(through: 900, lastSeq: 10);
        Assert.Equal(10, window.Acked);
        Assert.True(window.MaySend(lastSeq: 11));
    }

    [Fact]
    public void No_more_than_the_bound_is_under_way_without_acknowledgement()
    {
        var window = DeliveryWindow.Unknown.Stated(0, 1_000_000).SentThrough(DeliveryWindow.MaxUnacked);
        Assert.False(window.MaySend(1_000_000));
        Assert.True(window.Stated(1, 1_000_000).MaySend(1_000_000));
    }

    [Fact]
    public void A_hub_that_keeps_asking_for_the_same_is_answered_ever_more_slowly_and_at_once_after_progress()
    {
        var window = DeliveryWindow.Unknown.Stated(0, 10);
        for (var i = 0; i < 20; i++)
            window = window.SentThrough(10).Stated(0, 10);
        Assert.Equal(TimeSpan.FromSeconds(32), window.HoldBack);
        Assert.Equal(TimeSpan.Zero, window.SentThrough(10).Stated(5, 10).HoldBack);
    }

    /// <summary>A lossy link, a hub that forgets, late and repeated acknowledgements: in the end the hub has everything.</summary>
    [Fact]
    public void Whatever_is_lost_repeated_or_forgotten_the_hub_ends_with_every_event()
    {
        var steps = Gen.Choose(0, 99).ListOf(200).ToArbitrary();
        Prop.ForAll(steps, dice => Deliver(dice.ToList(), last: 37)).QuickCheckThrowOnFailure();
    }

    private static bool Deliver(List<int> dice, long last)
    {
        var hub = new SortedSet<long>();
        var window = DeliveryWindow.Unknown.Stated(0, last);
        foreach (var die in dice.Concat(Enumerable.Repeat(98, 100)))
        {
            if (die < 5)
                hub.RemoveWhere(seq => seq > die); // restored from a backup
            else if (die < 10)
                window = DeliveryWindow.Unknown.Stated(Through(hub), last); // reconnected
            if (!window.MaySend(last))
                window = die % 3 == 0 ? window.TimedOut() : window.Stated(Through(hub), last);
            else
                window = SendFive(window, hub, last, lost: die < 40);
            if (window.Acked > window.Sent || window.Sent > last)
                return false;
        }
        return Through(hub) == last;
    }

    private static DeliveryWindow SendFive(DeliveryWindow window, SortedSet<long> hub, long last, bool lost)
    {
        var end = Math.Min(window.Next + 4, last);
        for (var seq = window.Next; seq <= end && !lost; seq++)
            hub.Add(seq);
        return window.SentThrough(end);
    }

    private static long Through(SortedSet<long> hub)
    {
        long through = 0;
        while (hub.Contains(through + 1))
            through++;
        return through;
    }
}
