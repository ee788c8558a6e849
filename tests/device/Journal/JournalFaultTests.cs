using System.Globalization;
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
        Assert.Equal(last + 1, TestJournal.ReadAll(journal).Count);
    }

    [Fact]
    public async Task Of_a_group_that_does_not_fit_all_fail_together_and_none_is_half_done()
    {
        await using var journal = _test.Open();
        await LimitPagesAsync(journal, 1);
        var body = $"{{\"x\":\"{new string('x', 3000)}\"}}";
        var appends = Enumerable.Range(0, 300)
            .Select(_ => journal.AppendAsync(TestJournal.Draft(body)).AsTask()).ToArray();
        var recorded = 0;
        foreach (var append in appends)
        {
            try
            {
                Assert.Equal(++recorded, await append);
            }
            catch (JournalException)
            {
                recorded--;
            }
        }
        Assert.InRange(recorded, 0, 299);
        Assert.Equal(recorded, journal.LastSeq);
        await LimitPagesAsync(journal, 1_000_000);
        Assert.Equal(recorded + 1, await journal.AppendAsync(TestJournal.Draft()));
        Assert.Equal(recorded + 1, TestJournal.ReadAll(journal).Count);
    }

    [Fact]
    public async Task A_failed_write_leaves_mark_and_session_as_they_were()
    {
        await using var journal = _test.Open();
        await TestJournal.AppendAsync(journal, 5);
        var session = await journal.NextSessionAsync();
        await journal.OnWriterAsync(static database =>
        {
            foreach (var table in new[] { "meta", "epoch" })
                database.Execute($"CREATE TEMP TRIGGER no_{table} BEFORE UPDATE ON main.{table} "
                    + "BEGIN SELECT RAISE(ABORT, 'injected'); END");
            return 0;
        });
        await Assert.ThrowsAsync<JournalException>(async () => await journal.SetDeliveredAsync(journal.Epoch, 5));
        await Assert.ThrowsAsync<JournalException>(async () => await journal.NextSessionAsync());
        Assert.Equal(0, journal.DeliveredThrough);
        await journal.OnWriterAsync(static database =>
        {
            database.Execute("DROP TRIGGER temp.no_meta; DROP TRIGGER temp.no_epoch");
            return 0;
        });
        Assert.Equal(session + 1, await journal.NextSessionAsync());
    }

    [Fact]
    public void A_directory_that_cannot_be_written_is_named_with_what_to_do()
    {
        var error = Assert.Throws<JournalException>(() => GateJournal.Open(
            new JournalOptions { Path = "/proc/no-such-directory/journal.db" }, TimeProvider.System));
        Assert.Contains("/proc/no-such-directory", error.Message, StringComparison.Ordinal);
    }

    private static async Task LimitPagesAsync(GateJournal journal, long pages) =>
        await journal.OnWriterAsync(database => long.Parse(
            database.Pragma($"max_page_count={pages}"), CultureInfo.InvariantCulture));
}
