using System.Text;
using CheckIn.Contract;
using CheckIn.Gate.Journal;

namespace CheckIn.Gate.Tests.Journal;

/// <summary>A journal of 16 MiB: 8 for the log, 7.5 for decisions, the rest for alarms.</summary>
public sealed class JournalBoundTests : IDisposable
{
    private const int EventBytes = 8_000;
    private const int Group = 50;
    private static readonly TimeSpan Keep = TimeSpan.FromDays(5);
    private static readonly EventDraft Large = TestJournal.Draft($"{{\"x\":\"{new string('x', EventBytes)}\"}}");
    private readonly TestJournal _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task Delivered_events_go_before_their_time_so_that_decisions_go_on()
    {
        await using var journal = _test.OpenBounded(JournalFullPolicy.DropOldestDelivered);
        for (var i = 0; i < 3_000 / Group; i++)
        {
            Assert.Equal(0, await AppendGroupAsync(journal));
            await journal.SetDeliveredAsync(journal.Epoch, journal.LastSeq);
            Assert.InRange(journal.SizeBytes, 0, 16 << 20);
        }
        Assert.Equal(3_001, journal.LastSeq); // with the alarm, which the hub has and which is gone by now
        Assert.InRange(journal.Standing.DroppedEarly, 1_500, 2_900);
        await TestJournal.SettleAsync(journal);
        Assert.Equal(journal.LastSeq - journal.FirstRetained + 1, TestJournal.ReadAll(journal).Count);
        Assert.Equal(["journal_filling"], journal.Standing.Words);
    }

    [Fact]
    public async Task What_is_not_delivered_never_goes_and_entry_is_refused_until_the_hub_has_it()
    {
        await using var journal = _test.OpenBounded(JournalFullPolicy.DropOldestDelivered);
        await FillAsync(journal);
        var error = await Assert.ThrowsAsync<JournalException>(async () => await journal.AppendAsync(Large));
        Assert.Equal((JournalTrouble.Full, JournalFullPolicy.DropOldestDelivered), (error.Trouble, error.WhenFull));
        Assert.Contains("raise Journal:MaxBytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, journal.FirstRetained);
        Assert.Equal(["journal_filling", "journal_full"], journal.Standing.Words);
        await journal.SetDeliveredAsync(journal.Epoch, journal.LastSeq / 2);
        for (var i = 0; i < 6; i++)
            Assert.Equal(0, await AppendGroupAsync(journal));
        Assert.Equal(["journal_filling"], journal.Standing.Words);
        await TestJournal.SettleAsync(journal);
        Assert.Equal(journal.LastSeq - journal.FirstRetained + 1, TestJournal.ReadAll(journal).Count);
    }

    [Theory]
    [InlineData(JournalFullPolicy.RefuseEntry)]
    [InlineData(JournalFullPolicy.AdmitAndAlarm)]
    public async Task By_the_other_policies_nothing_goes_before_its_time_and_each_alarm_comes_once(JournalFullPolicy policy)
    {
        await using (var journal = _test.OpenBounded(policy, Keep))
        {
            await FillAsync(journal);
            await journal.SetDeliveredAsync(journal.Epoch, journal.LastSeq);
            var error = await Assert.ThrowsAsync<JournalException>(async () => await journal.AppendAsync(Large));
            Assert.Equal(policy, error.WhenFull);
            Assert.Equal((1, 0), (journal.FirstRetained, journal.Standing.DroppedEarly));
            await journal.SweepAsync(CancellationToken.None);
        }
        await using (var journal = _test.OpenBounded(policy, Keep))
        {
            await Assert.ThrowsAsync<JournalException>(async () => await journal.AppendAsync(Large));
            Assert.Equal(["journal_filling raised", "journal_full raised"], Alarms(journal));
            _test.Time.Pass(Keep);
            await journal.SweepAsync(CancellationToken.None);
            await journal.AppendAsync(Large);
            Assert.Empty(journal.Standing.Words);
            Assert.Equal(["journal_filling cleared", "journal_full cleared"], Alarms(journal).Order());
        }
    }

    [Fact]
    public async Task A_decision_without_room_is_refused_alone_and_alarms_still_find_room()
    {
        await using var journal = _test.OpenBounded(JournalFullPolicy.RefuseEntry);
        await FillAsync(journal);
        var decision = journal.AppendAsync(Large).AsTask();
        var alarm = journal.AppendAsync(Large with { Kind = EventKinds.Alarm }).AsTask();
        var session = journal.NextSessionAsync().AsTask();
        await Assert.ThrowsAsync<JournalException>(() => decision);
        Assert.True(await alarm > 0);
        Assert.Equal(1, await session);
    }

    [Fact]
    public async Task Even_alarms_without_end_do_not_pass_the_bound()
    {
        await using var journal = _test.OpenBounded(JournalFullPolicy.RefuseEntry);
        await FillAsync(journal);
        var error = await Assert.ThrowsAsync<JournalException>(async () =>
        {
            for (var i = 0; i < 200; i++)
                await journal.AppendAsync(Large with { Kind = EventKinds.Alarm });
        });
        Assert.Equal(JournalTrouble.Full, error.Trouble);
        Assert.InRange(journal.SizeBytes, 0, 16 << 20);
        Assert.Equal(journal.LastSeq, TestJournal.ReadAll(journal).Count);
    }

    [Theory]
    [InlineData(79, false, false)]
    [InlineData(80, false, true)]
    [InlineData(70, true, true)]
    [InlineData(69, true, false)]
    public void The_alarm_is_raised_at_80_per_cent_and_cleared_below_70(int percent, bool stood, bool stands) =>
        Assert.Equal(stands, new JournalFill(percent * 1_000_000L, 100_000_000 + JournalFill.ReservedBytes).Alarms(stood));

    /// <summary>Appends until there is no room.</summary>
    private static async Task FillAsync(GateJournal journal)
    {
        for (var i = 0; await AppendGroupAsync(journal) == 0; i++)
            Assert.InRange(i, 0, 100);
    }

    /// <summary>Appends a group at once; returns how many were refused.</summary>
    private static async Task<int> AppendGroupAsync(GateJournal journal)
    {
        var appends = Enumerable.Range(0, Group).Select(_ => journal.AppendAsync(Large).AsTask()).ToArray();
        await Task.WhenAll(appends).ContinueWith(static _ => { }, TaskScheduler.Default);
        return appends.Count(static append => append.IsFaulted);
    }

    /// <summary>The journal's own alarms that are still kept, in order.</summary>
    private static List<string> Alarms(GateJournal journal) =>
        [.. TestJournal.ReadAll(journal).Where(static received => received.Kind == EventKinds.Alarm)
            .Select(static received => Encoding.UTF8.GetString(received.Fact.Span))
            .Select(static fact => (fact.Contains("journal_filling", StringComparison.Ordinal) ? "journal_filling" : "journal_full")
                + (fact.Contains("\"cleared\":true", StringComparison.Ordinal) ? " cleared" : " raised"))];
}
