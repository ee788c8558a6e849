using System.Diagnostics;
using System.Globalization;
using System.Text;
using CheckIn.Gate.Journal;
using CheckIn.Storage;

namespace CheckIn.Gate.Tests.Journal;

/// <summary>What a journal asks of its disk, and what it does when the disk has no more to give.</summary>
public sealed class JournalDiskTests : IDisposable
{
    private const int Events = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TestJournal _test = new();

    public void Dispose() => _test.Dispose();

    /// <summary>
    /// One for each event, and three for a checkpoint after every 64 of them: the log, the file, and the log's new
    /// beginning. Counted by the kernel where strace is at hand, and by the log's own commit marks everywhere.
    /// </summary>
    [Fact]
    public async Task An_event_delivered_at_once_costs_one_fsync()
    {
        var trace = _test.Path + ".trace";
        var strace = new[] { "/usr/bin/strace", "/usr/local/bin/strace" }.FirstOrDefault(File.Exists);
        using (var child = strace is null
            ? JournalChild.Start(_test.Path, $"{Events}")
            : JournalChild.Start(_test.Path, $"{Events}", strace, "-f", "-o", trace, "-e", "trace=fsync,fdatasync"))
        {
            using var patience = new CancellationTokenSource(Patience);
            await child.WaitForExitAsync(patience.Token);
        }
        await using (var journal = _test.Open())
            Assert.Equal((Events, Events), (journal.LastSeq, journal.DeliveredThrough));
        var calls = File.Exists(trace) ? File.ReadLines(trace).Count(line => line.Contains("sync(", StringComparison.Ordinal)) : 0;
        if (calls > 0)
            Assert.InRange(calls, Events, Events + (Events / 64 * 3) + 20);
    }

    [Fact]
    public async Task An_event_delivered_at_once_is_one_commit_in_the_log()
    {
        await using var journal = _test.Open();
        await journal.AppendAsync(TestJournal.Draft());
        var before = Commits();
        for (var i = 0; i < 40; i++) // Fewer than a checkpoint waits for.
        {
            var seq = await journal.AppendAsync(TestJournal.Draft());
            await journal.SetDeliveredAsync(journal.Epoch, seq);
        }
        Assert.Equal(40, Commits() - before);
    }

    /// <summary>A limit on the size of files stands in for the full disk; it is lifted from outside, as an operator frees room.</summary>
    [Fact]
    public async Task A_disk_that_takes_no_more_loses_nothing_recorded_and_is_left_behind_by_itself()
    {
        using var child = JournalChild.Start(
            _test.Path, "stubbornly", "/bin/sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh");
        using var patience = new CancellationTokenSource(Patience);
        long last = 0, failures = 0;
        try
        {
            while (failures < 20 && await child.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.StartsWith('!'))
                    failures++;
                else if ((last = long.Parse(line, CultureInfo.InvariantCulture)) == 50)
                    await LimitAsync(child.Id, "600000");
            }
            Assert.True(last >= 50, $"{last} events were recorded before the limit.");
            await LimitAsync(child.Id, "unlimited");
            var enough = last + 50;
            while (last < enough && await child.StandardOutput.ReadLineAsync(patience.Token) is { } line)
                last = line.StartsWith('!') ? last : long.Parse(line, CultureInfo.InvariantCulture);
        }
        finally
        {
            child.Kill();
        }
        await child.WaitForExitAsync(patience.Token);
        await using var journal = _test.Open();
        var all = TestJournal.ReadAll(journal);
        Assert.True(all.Count >= last, $"{last} was recorded, {all.Count} are there");
        Assert.Contains(all, static received =>
            Encoding.UTF8.GetString(received.Fact.Span).Contains("\"name\":\"journal_failed\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(13, 0L, false, JournalTrouble.DiskFull)]
    [InlineData(8, 1L << 30, false, JournalTrouble.ReadOnly)]
    [InlineData(778, 1L << 30, true, JournalTrouble.ReadOnly)]
    [InlineData(778, 4096L, false, JournalTrouble.DiskFull)]
    [InlineData(778, 1L << 30, false, JournalTrouble.DiskFails)]
    [InlineData(11, 1L << 30, false, JournalTrouble.DiskFails)]
    [InlineData(5, 1L << 30, false, JournalTrouble.Other)]
    public void A_failure_gets_its_name_from_SQLites_code_and_the_state_of_the_disk(
        int code, long free, bool readOnly, JournalTrouble trouble)
    {
        Assert.Equal(trouble, WriteFailure.TroubleOf(code, new DiskState(free, readOnly)));
        var error = WriteFailure.Explain(new DatabaseException(code, "said SQLite"), _test.Path, 2, 7);
        Assert.Contains("Of 2 waiting, nothing was recorded; all up to event 7 is safe.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kernel_tells_the_state_of_a_disk()
    {
        Assert.False(DiskState.Of(_test.Path)!.Value.IsReadOnly);
        Assert.InRange(DiskState.Of(_test.Path)!.Value.FreeBytes, 1, long.MaxValue);
        Assert.Null(DiskState.Of("/no-such-folder/journal.db"));
    }

    private static async Task LimitAsync(int process, string bytes)
    {
        using var prlimit = Process.Start(
            "prlimit", ["--pid", process.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:unlimited"]);
        await prlimit.WaitForExitAsync();
        Assert.Equal(0, prlimit.ExitCode);
    }

    /// <summary>Transactions in the log: frames whose header carries the size of the database after a commit.</summary>
    private int Commits()
    {
        using var log = new FileStream(_test.Path + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[log.Length];
        log.ReadExactly(bytes);
        var commits = 0;
        for (var frame = 32; frame + 24 + 4096 <= bytes.Length; frame += 24 + 4096)
            commits += bytes.AsSpan(frame + 4, 4).IndexOfAnyExcept((byte)0) >= 0 ? 1 : 0;
        return commits;
    }
}
