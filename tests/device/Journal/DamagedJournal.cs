using System.Buffers;
using CheckIn.Contract;
using CheckIn.Gate.Journal;

namespace CheckIn.Gate.Tests.Journal;

/// <summary>A journal whose every event is known, and ways to damage its files as a bad card would.</summary>
internal sealed class DamagedJournal : IDisposable
{
    internal const int PageSize = 4096;
    private readonly TestJournal _test = new();
    private readonly Dictionary<(string Epoch, long Seq), byte[]> _truth = [];

    internal string Path => _test.Path;

    internal string Log => Path + "-wal";

    internal string Folder => System.IO.Path.GetDirectoryName(Path)!;

    internal SteppedTime Time => _test.Time;

    internal string Epoch { get; private set; } = "";

    internal int Known => _truth.Count;

    internal GateJournal Open() => _test.Open();

    /// <summary>Writes events and stops the gate in an orderly way: one file.</summary>
    internal async Task WriteAsync(int events, string body = """{"outcome":"admitted"}""", string? sealedPart = null)
    {
        await using var journal = Open();
        await AppendAsync(journal, events, body, sealedPart);
    }

    /// <summary>Writes events and leaves the files as they are in mid-life: with a log.</summary>
    internal async Task WriteAndCrashAsync(int before, int inLog)
    {
        await WriteAsync(before);
        var crashed = Directory.CreateDirectory(Folder + "-crashed").FullName;
        await using (var journal = Open())
        {
            for (var i = 0; i < inLog; i++)
                await AppendAsync(journal, 1);
            foreach (var file in new[] { Path, Log, Path + ".epochs" })
                File.Copy(file, System.IO.Path.Combine(crashed, System.IO.Path.GetFileName(file)), overwrite: true);
        }
        Directory.Delete(Folder, recursive: true);
        Directory.Move(crashed, Folder);
        Assert.True(File.Exists(Log));
    }

    internal async Task AppendAsync(
        GateJournal journal, int events, string body = """{"outcome":"admitted"}""", string? sealedPart = null)
    {
        var appends = Enumerable.Range(0, events)
            .Select(_ => journal.AppendAsync(TestJournal.Draft(body, sealedPart)).AsTask());
        await Task.WhenAll(appends);
        Epoch = journal.Epoch;
        foreach (var epoch in journal.Epochs)
        {
            foreach (var row in ReadKept(journal, epoch))
                _truth[(epoch.Name, row.Seq)] = row.Fact.ToArray();
        }
    }

    internal static void Overwrite(string file, long at, ReadOnlySpan<byte> bytes)
    {
        using var handle = File.OpenHandle(file, access: FileAccess.ReadWrite);
        RandomAccess.Write(handle, bytes, at);
    }

    internal void OverwritePage(int page, int seed = 1)
    {
        var rubbish = new byte[PageSize];
        new Random(seed).NextBytes(rubbish);
        Overwrite(Path, (page - 1L) * PageSize, rubbish);
    }

    internal int Pages => (int)(new FileInfo(Path).Length / PageSize);

    internal string[] SetAside =>
    [
        .. Directory.GetFiles(Folder, "*.damaged-*").Where(static file => !file.EndsWith("-wal", StringComparison.Ordinal))
            .Order(),
    ];

    /// <summary>
    /// All that a journal keeps, read as the uplink reads it. What it has under a known name is the truth, word for word.
    /// </summary>
    internal Dictionary<(string Epoch, long Seq), byte[]> Kept(GateJournal journal)
    {
        var kept = new Dictionary<(string, long), byte[]>();
        foreach (var epoch in journal.Epochs)
        {
            foreach (var row in ReadKept(journal, epoch))
                kept.Add((epoch.Name, row.Seq), row.Fact.ToArray());
        }
        foreach (var (key, fact) in kept)
            Assert.Equal(_truth.GetValueOrDefault(key, fact), fact);
        return kept;
    }

    /// <summary>Known events that are not kept any more.</summary>
    internal List<long> Lost(GateJournal journal)
    {
        var kept = Kept(journal);
        return [.. _truth.Keys.Where(key => !kept.ContainsKey(key)).Select(static key => key.Seq).Order()];
    }

    internal static List<ReceivedEvent> ReadKept(GateJournal journal, JournalEpoch epoch)
    {
        var all = new List<ReceivedEvent>();
        for (var from = journal.NextKept(epoch.Name, 1); from <= epoch.LastSeq;
            from = journal.NextKept(epoch.Name, all[^1].Seq + 1))
        {
            var output = new ArrayBufferWriter<byte>();
            Assert.NotEqual(0, journal.ReadBatch(epoch.Name, from, output));
            all.AddRange(EventBatch.Read(output.WrittenMemory).Events);
        }
        return all;
    }

    public void Dispose() => _test.Dispose();
}
