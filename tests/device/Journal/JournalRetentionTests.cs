using CheckIn.Gate.Journal;

namespace CheckIn.Gate.Tests.Journal;

public sealed class JournalRetentionTests : IDisposable
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(5);
    private readonly TestJournal _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task Delivered_events_go_after_the_period_in_steps_and_the_chain_stays_verifiable()
    {
        byte[]? anchor;
        await using (var journal = _test.Open(Keep))
        {
            await Task.WhenAll(Enumerable.Range(0, 950).Select(_ => journal.AppendAsync(TestJournal.Draft()).AsTask()));
            await journal.SetDeliveredAsync(journal.Epoch, 900);
            Assert.Equal(0, await SweepAsync(journal));
            _test.Time.Pass(Keep);
            anchor = journal.LinkOf(journal.Epoch, 900);
            Assert.Equal(900, await SweepAsync(journal));
            Assert.Equal((901L, 950L, 50L), (journal.FirstRetained, journal.LastSeq, journal.Backlog));
            Assert.Equal(anchor, journal.LinkOf(journal.Epoch, 900));
            Assert.Null(journal.LinkOf(journal.Epoch, 899));
            Assert.Equal(50, TestJournal.ReadAll(journal).Count);
        }
        await using var reopened = _test.Open(Keep);
        Assert.Equal((901L, 950L, 900L), (reopened.FirstRetained, reopened.LastSeq, reopened.DeliveredThrough));
        Assert.Equal(anchor, reopened.LinkOf(reopened.Epoch, 900));
        Assert.Equal(50, TestJournal.ReadAll(reopened).Count);
    }

    [Fact]
    public async Task An_emptied_journal_counts_on_and_keeps_its_chain()
    {
        await using (var journal = _test.Open(Keep))
        {
            await TestJournal.AppendAsync(journal, 3);
            await journal.SetDeliveredAsync(journal.Epoch, 3);
            await SweepAsync(journal);
            _test.Time.Pass(Keep);
            Assert.Equal(3, await SweepAsync(journal));
            Assert.Equal((4L, 3L), (journal.FirstRetained, journal.LastSeq));
        }
        await using var reopened = _test.Open(Keep);
        Assert.Equal(4, await reopened.AppendAsync(TestJournal.Draft()));
        Assert.Single(TestJournal.ReadAll(reopened));
        await reopened.SetDeliveredAsync(reopened.Epoch, 0);
        Assert.Equal(3, reopened.DeliveredThrough);
    }

    [Fact]
    public async Task Undelivered_events_stay_whatever_their_age()
    {
        await using var journal = _test.Open(Keep);
        await TestJournal.AppendAsync(journal, 3);
        await SweepAsync(journal);
        _test.Time.Pass(TimeSpan.FromDays(3650));
        Assert.Equal(0, await SweepAsync(journal));
    }

    [Fact]
    public async Task A_wall_clock_that_lies_removes_nothing()
    {
        await using var journal = _test.Open(Keep);
        await TestJournal.AppendAsync(journal, 3);
        await journal.SetDeliveredAsync(journal.Epoch, 3);
        await SweepAsync(journal);
        _test.Time.Wall += TimeSpan.FromDays(36_500);
        Assert.Equal(0, await SweepAsync(journal));
        _test.Time.Wall = DateTimeOffset.UnixEpoch;
        Assert.Equal(0, await SweepAsync(journal));
    }

    [Fact]
    public async Task Age_counts_on_across_restarts_of_a_boot_and_across_boots()
    {
        await using (var journal = _test.Open(Keep))
        {
            await TestJournal.AppendAsync(journal, 3);
            await journal.SetDeliveredAsync(journal.Epoch, 3);
            await SweepAsync(journal);
            _test.Time.Pass(TimeSpan.FromDays(2));
            await SweepAsync(journal);
        }
        _test.Time.Pass(TimeSpan.FromDays(2)); // Stopped, but in the same boot: counts.
        await using (var journal = _test.Open(Keep))
            Assert.Equal(0, await SweepAsync(journal));
        _test.Time.Pass(TimeSpan.FromDays(300)); // The power is off: does not count.
        _test.Time.MonotonicNs = 0;
        await using (var journal = _test.Open(Keep, boot: "boot-b"))
        {
            Assert.Equal(0, await SweepAsync(journal));
            _test.Time.Pass(TimeSpan.FromDays(1));
            Assert.Equal(3, await SweepAsync(journal));
        }
    }

    [Fact]
    public async Task The_timer_sweeps_by_itself()
    {
        await using var journal = _test.Open(Keep);
        await TestJournal.AppendAsync(journal, 3);
        await journal.SetDeliveredAsync(journal.Epoch, 3);
        await SweepAsync(journal);
        _test.Time.Pass(Keep);
        _test.Time.Fire();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (journal.FirstRetained != 4)
            await Task.Delay(10, patience.Token);
    }

    private static ValueTask<long> SweepAsync(GateJournal journal) => journal.SweepAsync(CancellationToken.None);
}
