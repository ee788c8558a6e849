using System.Buffers;
using System.Text;
using CheckIn.Contract;
using CheckIn.Gate.Journal;

namespace CheckIn.Gate.Tests.Journal;

/// <summary>A directory with a journal, removed with the test.</summary>
internal sealed class TestJournal : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("checkin-journal-");

    public SteppedTime Time { get; } = new(Start);
    public string Path => System.IO.Path.Combine(_directory.FullName, "journal.db");

    public GateJournal Open(TimeSpan? retention = null, string boot = "boot-a") => GateJournal.Open(
        new JournalOptions { Path = Path, Retention = retention ?? TimeSpan.FromDays(21) }, Time, boot);

    public GateJournal OpenBounded(JournalFullPolicy whenFull, TimeSpan? retention = null) => GateJournal.Open(
        new JournalOptions
        {
            Path = Path,
            Retention = retention ?? TimeSpan.FromDays(21),
            MaxBytes = 16 << 20,
            WhenFull = whenFull,
        }, Time, "boot-a");

    public static EventDraft Draft(string body = """{"outcome":"admitted"}""", string? sealedPart = null) => new(
        EventKinds.Decision, "north-1", Direction.In, "boot-a", 42, Start.ToUnixTimeMilliseconds(), null,
        Encoding.UTF8.GetBytes(body), sealedPart is null ? default : Encoding.UTF8.GetBytes(sealedPart));

    public static async Task AppendAsync(GateJournal journal, int count)
    {
        for (var i = 0; i < count; i++)
            await journal.AppendAsync(Draft());
    }

    /// <summary>Waits until no more rows go by themselves: they do in steps, after those who appended were told.</summary>
    public static async Task SettleAsync(GateJournal journal)
    {
        long first;
        do
        {
            first = journal.FirstRetained;
            await journal.OnWriterAloneAsync(static _ => 0);
            await journal.OnWriterAloneAsync(static _ => 0);
        }
        while (journal.FirstRetained != first);
    }

    /// <summary>Everything kept, read in batches as a hub reads it; the chain is verified on the way.</summary>
    public static List<ReceivedEvent> ReadAll(
        GateJournal journal, int maxEvents = 500, int maxBytes = EventBatch.MaxBytes)
    {
        var all = new List<ReceivedEvent>();
        var link = journal.LinkOf(journal.Epoch, journal.FirstRetained - 1);
        Assert.NotNull(link);
        for (var from = journal.FirstRetained; from <= journal.LastSeq; from = all[^1].Seq + 1)
        {
            var output = new ArrayBufferWriter<byte>();
            var count = journal.ReadBatch(journal.Epoch, from, output, maxEvents, maxBytes);
            Assert.InRange(count, 1, maxEvents);
            Assert.True(count == 1 || output.WrittenCount <= maxBytes);
            var batch = EventBatch.Read(output.WrittenMemory);
            Assert.Equal(
                (journal.Epoch, from, journal.FirstRetained, count),
                (batch.Epoch, batch.First, batch.FirstRetained, batch.Events.Count));
            foreach (var received in batch.Events)
            {
                Assert.Equal(link, received.Prev);
                Assert.Equal(journal.LinkOf(journal.Epoch, received.Seq), received.Link);
                link = received.Link;
            }
            all.AddRange(batch.Events);
        }
        return all;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
