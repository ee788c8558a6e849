using System.Globalization;
using System.Text.RegularExpressions;
using CheckIn.Gate.Journal;
using CheckIn.Storage;

namespace CheckIn.Gate.Tests.Journal;

/// <summary>One connection writes and checkpoints; every other one only reads.</summary>
public sealed partial class JournalDivisionTests : IDisposable
{
    private readonly TestJournal _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task The_writer_commits_with_synchronous_full_and_checkpoints()
    {
        await using var journal = _test.Open();
        await journal.OnWriterAsync(static database =>
        {
            Assert.True(database.IsWriter);
            Assert.Equal("wal", database.Pragma("journal_mode"));
            Assert.Equal("2", database.Pragma("synchronous"));
            Assert.Equal("1000", database.Pragma("wal_autocheckpoint"));
            Assert.Equal("journal writer", Thread.CurrentThread.Name);
            return 0;
        });
    }

    [Fact]
    public async Task The_reader_cannot_write_and_never_checkpoints()
    {
        await using var journal = _test.Open();
        await TestJournal.AppendAsync(journal, 3);
        journal.OnReader(static database =>
        {
            Assert.False(database.IsWriter);
            Assert.Equal("1", database.Pragma("query_only"));
            Assert.Equal("0", database.Pragma("wal_autocheckpoint"));
            Assert.Throws<DatabaseException>(() => database.Execute("DELETE FROM event"));
            Assert.Throws<InvalidOperationException>(database.Checkpoint);
            return 0;
        });
        Assert.Equal(3, TestJournal.ReadAll(journal).Count);
    }

    [Fact]
    public async Task One_open_file_alone_may_write_the_database()
    {
        await using var journal = _test.Open();
        await TestJournal.AppendAsync(journal, 3);
        TestJournal.ReadAll(journal);
        await journal.NextSessionAsync();
        await journal.SetDeliveredAsync(journal.Epoch, 2);
        await journal.SweepAsync(CancellationToken.None);
        Assert.Equal(1, WritableHandles(_test.Path));
    }

    [Fact]
    public async Task Closing_checkpoints_and_leaves_a_single_file()
    {
        await using (var journal = _test.Open())
            await TestJournal.AppendAsync(journal, 3);
        Assert.False(File.Exists(_test.Path + "-wal"));
    }

    [Fact]
    public async Task A_pause_after_some_commits_checkpoints()
    {
        await using var journal = _test.Open();
        // Before the appends: on a busy machine the pause may be over before the last of them is heard of.
        var size = new FileInfo(_test.Path).Length;
        await TestJournal.AppendAsync(journal, 100);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (new FileInfo(_test.Path).Length == size)
            await Task.Delay(20, patience.Token);
    }

    private static int WritableHandles(string path) => Directory.GetFiles("/proc/self/fd").Count(fd =>
        new FileInfo(fd).LinkTarget == path && IsWritable("/proc/self/fdinfo/" + Path.GetFileName(fd)));

    private static bool IsWritable(string info)
    {
        var flags = Convert.ToInt32(Flags().Match(File.ReadAllText(info)).Groups[1].Value, 8);
        return (flags & 3) != 0;
    }

    [GeneratedRegex(@"flags:\s*(\d+)")]
    private static partial Regex Flags();
}
