using System.Globalization;
using System.Text;
using CheckIn.Gate.Journal;

namespace CheckIn.Gate.Tests.Journal;

public sealed class JournalFaultTests : IDisposable
{
    private readonly TestJournal _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_full_disk_fails_appends_records_nothing_of_them_and_heals()
    {
        await using var journal = _test.Open();
        await TestJournal.AppendAsync(journal, 10);
        await LimitPagesAsync(journal, 1); // SQLite raises it to what the file has: not a page more.
        var failures = 0;
        for (var i = 0; i < 200; i++)
        {
            var before = journal.LastSeq;
            var link = journal.LinkOf(journal.Epoch, before);
            try
            {
                await journal.AppendAsync(TestJournal.Draft());
            }
            catch (JournalException e)
            {
                failures++;
                Assert.Contains("nothing was recorded", e.Message, StringComparison.Ordinal);
                Assert.Equal(before, journal.LastSeq);
                Assert.Equal(link, journal.LinkOf(journal.Epoch, before));
            }
        }
        Assert.InRange(failures, 100, 200);
        var last = journal.LastSeq;
        await LimitPagesAsync(journal, 1_000_000);
        Assert.Equal(last + 1, await journal.AppendAsync(TestJournal.Draft()));
        var all = TestJournal.ReadAll(journal);
        Assert.Equal(last + 2, all.Count);
        Assert.Contains(
            $"\"name\":\"journal_failed\",\"value\":{failures},\"cleared\":true",
            Encoding.UTF8.GetString(all[^1].Fact.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_full_disk_delivered_events_make_room_for_decisions()
    {
        await using var journal = _test.Open();
        await TestJournal.AppendAsync(journal, 500);
        await journal.SetDeliveredAsync(journal.Epoch, 400);
        await LimitPagesAsync(journal, 1);
        await TestJournal.AppendAsync(journal, 200);
        Assert.Equal(700, journal.LastSeq);
        Assert.InRange(journal.FirstRetained, 200, 401);
        Assert.Equal(journal.FirstRetained - 1, journal.Standing.DroppedEarly);
        Assert.Equal(journal.LastSeq - journal.FirstRetained + 1, TestJournal.ReadAll(journal).Count);
    }

    [Fact]
    public async Task Of_a_group_that_does_not_fit_all_fail_together_and_none_is_half_done()
    {
        await using var journal = _test.Open();
        await LimitPagesAsync(journal, 1);
        var body = $"{{\"x\":\"{new string('x', 3000)}\"}}";
        var appends = Enumerable.Range(0, 300)
            .Select(_ => journal.AppendAsync(TestJournal.Draft(body)).AsTask()).ToArray();
        var recorded = new List<long>();
        foreach (var append in appends)
        {
            try
            {
                recorded.Add(await append);
            }
            catch (JournalException)
            {
                // The whole group, or the next one.
            }
        }
        Assert.InRange(recorded.Count, 0, 299);
        await LimitPagesAsync(journal, 1_000_000);
        recorded.Add(await journal.AppendAsync(TestJournal.Draft()));
        Assert.Equal(recorded.Order().Distinct(), recorded);
        // Besides them there are only the alarms that tell of failures.
        var all = TestJournal.ReadAll(journal);
        Assert.Equal(recorded, all.Where(static received => received.Kind == "decision").Select(static received => received.Seq));
    }

    [Fact]
    public async Task While_nothing_can_be_written_the_gate_still_connects_and_hears_what_is_delivered()
    {
        await using var journal = _test.Open();
        await TestJournal.AppendAsync(journal, 5);
        var session = await journal.NextSessionAsync();
        await MakeReadOnlyAsync(journal, true);
        for (var i = 0; i < 99; i++)
            Assert.Equal(++session, await journal.NextSessionAsync());
        await Assert.ThrowsAsync<JournalException>(async () => await journal.NextSessionAsync());
        await journal.SetDeliveredAsync(journal.Epoch, 5);
        await Assert.ThrowsAsync<JournalException>(async () => await journal.AppendAsync(TestJournal.Draft()));
        Assert.Equal(5, journal.DeliveredThrough);
        await MakeReadOnlyAsync(journal, false);
        Assert.True(await journal.NextSessionAsync() > session);
        Assert.Equal(5, journal.DeliveredThrough);
    }

    [Fact]
    public async Task A_read_only_file_system_is_said_in_clear_words_and_left_behind_without_anybody_coming()
    {
        await using var journal = _test.Open();
        await TestJournal.AppendAsync(journal, 3);
        await MakeReadOnlyAsync(journal, true);
        var error = await Assert.ThrowsAsync<JournalException>(async () => await journal.AppendAsync(TestJournal.Draft()));
        Assert.Equal(JournalTrouble.ReadOnly, error.Trouble);
        Assert.Null(error.WhenFull);
        Assert.Contains("may only be read", error.Message, StringComparison.Ordinal);
        Assert.Contains("all up to event 3 is safe", error.Message, StringComparison.Ordinal);
        Assert.Contains("look at dmesg", error.Message, StringComparison.Ordinal);
        Assert.Equal(["journal_failed"], journal.Standing.Words);
        await MakeReadOnlyAsync(journal, false);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await journal.WaitBeyondAsync(journal.Epoch, 3, patience.Token);
        Assert.Empty(journal.Standing.Words);
        var alarm = TestJournal.ReadAll(journal)[^1];
        Assert.Contains("\"name\":\"journal_failed\",\"value\":1,", Encoding.UTF8.GetString(alarm.Fact.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivered_mark_costs_no_write_of_its_own_and_reaches_the_file_with_others()
    {
        await using (var journal = _test.Open())
        {
            await TestJournal.AppendAsync(journal, 150);
            await journal.SetDeliveredAsync(journal.Epoch, 99);
            await TestJournal.AppendAsync(journal, 1);
            Assert.Equal((99, 0), (journal.DeliveredThrough, Stored(journal)));
            await journal.SetDeliveredAsync(journal.Epoch, 100);
            Assert.Equal(0, Stored(journal));
            await TestJournal.AppendAsync(journal, 1);
            Assert.Equal(100, Stored(journal));
            await journal.SetDeliveredAsync(journal.Epoch, 90); // A hub that goes back.
            await TestJournal.AppendAsync(journal, 1);
            Assert.Equal(90, Stored(journal));
            await journal.SetDeliveredAsync(journal.Epoch, 95);
            await journal.SweepAsync(CancellationToken.None);
            Assert.Equal(95, Stored(journal));
            await journal.SetDeliveredAsync(journal.Epoch, 98);
        }
        await using var reopened = _test.Open();
        Assert.Equal(98, reopened.DeliveredThrough);
    }

    [Fact]
    public void A_directory_that_cannot_be_written_is_named_with_what_to_do()
    {
        var error = Assert.Throws<JournalException>(() => GateJournal.Open(
            new JournalOptions { Path = "/proc/no-such-directory/journal.db" }, TimeProvider.System));
        Assert.Contains("/proc/no-such-directory", error.Message, StringComparison.Ordinal);
    }

    private static long Stored(GateJournal journal) => journal.OnReader(static database =>
    {
        using var select = database.Prepare("SELECT delivered_through FROM epoch");
        return select.Step() ? select.Int64(0) : -1;
    });

    private static async Task MakeReadOnlyAsync(GateJournal journal, bool readOnly) =>
        await journal.OnWriterAloneAsync(database =>
        {
            database.Execute($"PRAGMA query_only={(readOnly ? "ON" : "OFF")}");
            return 0;
        });

    private static async Task LimitPagesAsync(GateJournal journal, long pages) =>
        await journal.OnWriterAloneAsync(database => long.Parse(
            database.Pragma($"max_page_count={pages}"), CultureInfo.InvariantCulture));
}
