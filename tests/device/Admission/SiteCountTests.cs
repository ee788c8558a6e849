using CheckIn.Contract;
using CheckIn.Gate.Admission;

namespace CheckIn.Gate.Tests.Admission;

/// <summary>How many are inside a site of several gates, by the hub's word and what a gate has done since.</summary>
public sealed class SiteCountTests
{
    private const string Epoch = "epoch-1";
    private const int Today = 1;
    private static readonly long Second = 1_000_000_000;
    private readonly SiteCount _count = new();

    public SiteCountTests() => _count.Begin(Epoch, 10);

    [Fact]
    public void The_hubs_word_counts_with_what_this_gate_has_done_since()
    {
        _count.Moved(Epoch, 11, 1);
        _count.Moved(Epoch, 12, 1);
        Assert.Null(_count.Inside(0, Today));
        Hear(40, 11);
        Assert.Equal(41, _count.Inside(0, Today));
        _count.Moved(Epoch, 14, -1);
        _count.Moved(Epoch, 13, 1); // another lane's, told a moment later
        Assert.Equal(41, _count.Inside(0, Today));
        Hear(41, 14);
        _count.Moved(Epoch, 9, 1); // counted already
        Assert.Equal(41, _count.Inside(0, Today));
    }

    [Fact]
    public void Who_did_not_go_after_all_is_counted_back_before_and_after_the_hub_has_heard_of_it()
    {
        _count.Moved(Epoch, 11, 1);
        Hear(5, 10);
        _count.TookBack(1); // its event will be 12
        Assert.Equal(5, _count.Inside(0, Today));
        Hear(6, 11);
        Assert.Equal(5, _count.Inside(0, Today));
        Hear(5, 12);
        Assert.Equal(5, _count.Inside(0, Today));
    }

    [Fact]
    public void A_word_that_is_old_or_of_yesterday_or_of_another_journal_counts_no_more()
    {
        Hear(5, 10);
        Assert.Equal(5, _count.Inside(120 * Second, Today));
        Assert.Null(_count.Inside(121 * Second, Today));
        Assert.Null(_count.Inside(0, Today + 1));
        _count.Hear(new InsideMessage(9, "epoch-0", 10), Epoch, 0, Today);
        _count.Hear(new InsideMessage(-1, Epoch, 10), Epoch, 0, Today);
        Assert.Equal(5, _count.Inside(0, Today));
        _count.Moved("epoch-2", 1, 1);
        Assert.Null(_count.Inside(0, Today));
        _count.Hear(new InsideMessage(7, "epoch-2", 0), "epoch-2", 0, Today);
        Assert.Equal(8, _count.Inside(0, Today));
    }

    [Fact]
    public void A_word_is_missed_for_a_while_and_then_the_hub_has_nothing_to_say()
    {
        Assert.False(_count.IsMissed(0, Today));
        Hear(5, 10);
        Assert.Equal([false, true, true, false],
            new[] { 120, 121, 900, 901 }.Select(second => _count.IsMissed(second * Second, Today)));
    }

    [Fact]
    public void A_word_that_leaves_out_what_is_forgotten_here_is_not_reckoned_with()
    {
        Hear(5, 9); // something of an earlier run may not have reached the hub
        Assert.Null(_count.Inside(0, Today));
        for (var seq = 11; seq <= 11 + SiteCount.MostChanges; seq++)
            _count.Moved(Epoch, seq, 1);
        Hear(5, 10);
        Assert.Null(_count.Inside(0, Today));
        Hear(6, 11);
        Assert.Equal(6 + SiteCount.MostChanges, _count.Inside(0, Today));
        Hear(5, 10); // a hub that was put back
        Assert.Null(_count.Inside(0, Today));
    }

    /// <summary>
    /// One gate has all the site's traffic: whatever the hub has heard and said meanwhile, its reckoning is exact.
    /// </summary>
    [Fact]
    public void At_the_only_gate_that_people_use_the_count_is_exact_at_every_moment()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var site = new CountedSite(seed, gates: 1);
            for (var step = 0; step < 200; step++)
            {
                site.Step();
                if (site.HasSaid(0))
                    Assert.Equal((seed, step, site.Truth), (seed, step, site.Reckoned(0)!.Value));
            }
        }
    }

    [Fact]
    public void However_events_and_words_cross_every_gate_ends_with_the_true_count()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var site = new CountedSite(seed, gates: 2 + (seed % 4));
            for (var step = 0; step < 150; step++)
                site.Step();
            site.Settle();
            Assert.All(Enumerable.Range(0, site.Gates), gate =>
                Assert.Equal((seed, site.Truth), (seed, site.Reckoned(gate)!.Value)));
        }
    }

    private void Hear(int inside, long through) => _count.Hear(new InsideMessage(inside, Epoch, through), Epoch, 0, Today);
}
