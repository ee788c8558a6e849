using System.Buffers;
using System.Text;
using CheckIn.Contract;
using CheckIn.Gate.Journal;
using CheckIn.Storage;

namespace CheckIn.Gate.Tests.Journal;

public sealed class GateJournalTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TestJournal _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_new_journal_is_empty_and_has_an_epoch_of_its_own()
    {
        await using var journal = _test.Open();
        Assert.True(GateId.IsValid(journal.Epoch));
        Assert.Equal(
            (0L, 0L, 1L, 0L), (journal.LastSeq, journal.DeliveredThrough, journal.FirstRetained, journal.Backlog));
        Assert.Equal(ChainLink.Genesis(journal.Epoch), journal.LinkOf(journal.Epoch, 0));
        Assert.Null(journal.LinkOf(journal.Epoch, 1));
        Assert.Equal(0, journal.ReadBatch(journal.Epoch, 1, new ArrayBufferWriter<byte>()));
        Assert.True(journal.SizeBytes > 0);
        using var other = new TestJournal();
        await using var second = other.Open();
        Assert.NotEqual(journal.Epoch, second.Epoch);
    }

    [Fact]
    public async Task Appends_that_come_together_are_numbered_without_a_gap_and_chained()
    {
        await using var journal = _test.Open();
        var appends = await Task.WhenAll(Enumerable.Range(0, 3000)
            .Select(_ => Task.Run(async () => await journal.AppendAsync(TestJournal.Draft()))));
        Assert.Equal(Enumerable.Range(1, 3000).Select(static seq => (long)seq), appends.Order());
        Assert.Equal(3000, TestJournal.ReadAll(journal).Count);
    }

    [Fact]
    public async Task A_row_is_in_the_file_before_the_append_completes()
    {
        await using var journal = _test.Open();
        for (var seq = 1; seq <= 20; seq++)
        {
            Assert.Equal(seq, await journal.AppendAsync(TestJournal.Draft()));
            using var reader = Database.OpenReader(_test.Path);
            using var last = reader.Prepare("SELECT MAX(seq) FROM event");
            Assert.True(last.Step());
            Assert.Equal(seq, last.Int64(0));
        }
    }

    [Fact]
    public async Task Continuations_do_not_run_on_the_writer_thread()
    {
        await using var journal = _test.Open();
        for (var i = 0; i < 50; i++)
        {
            var thread = await journal.AppendAsync(TestJournal.Draft()).AsTask().ContinueWith(
                static _ => Thread.CurrentThread.Name, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            Assert.NotEqual("journal writer", thread);
        }
    }

    [Fact]
    public async Task Session_numbers_grow_across_restarts()
    {
        long first, second;
        await using (var journal = _test.Open())
            first = await journal.NextSessionAsync();
        await using (var journal = _test.Open())
            second = await journal.NextSessionAsync();
        Assert.True(second > first && first > 0);
    }

    [Fact]
    public async Task The_delivered_mark_is_durable_moves_both_ways_and_stays_within_the_journal()
    {
        await using (var journal = _test.Open())
        {
            await TestJournal.AppendAsync(journal, 10);
            await journal.SetDeliveredAsync(journal.Epoch, 7);
        }
        await using (var journal = _test.Open())
        {
            Assert.Equal((7L, 3L), (journal.DeliveredThrough, journal.Backlog));
            await journal.SetDeliveredAsync(journal.Epoch, 2);
            Assert.Equal(2, journal.DeliveredThrough);
            await journal.SetDeliveredAsync(journal.Epoch, 99);
            Assert.Equal(10, journal.DeliveredThrough);
            await journal.SetDeliveredAsync(journal.Epoch, -5);
            Assert.Equal(0, journal.DeliveredThrough);
        }
    }

    [Fact]
    public async Task A_wait_ends_with_the_commit_it_waits_for()
    {
        await using var journal = _test.Open();
        var wait = journal.WaitBeyondAsync(journal.Epoch, 1, CancellationToken.None).AsTask();
        await journal.AppendAsync(TestJournal.Draft());
        Assert.False(wait.IsCompleted);
        await journal.AppendAsync(TestJournal.Draft());
        await wait.WaitAsync(Patience);
        await journal.WaitBeyondAsync(journal.Epoch, 1, CancellationToken.None);
    }

    [Fact]
    public async Task A_wait_ends_when_it_is_cancelled_or_the_journal_closes()
    {
        var journal = _test.Open();
        using var cancel = new CancellationTokenSource();
        var cancelled = journal.WaitBeyondAsync(journal.Epoch, 0, cancel.Token).AsTask();
        var closed = journal.WaitBeyondAsync(journal.Epoch, 0, CancellationToken.None).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        await journal.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed.WaitAsync(Patience));
        var error = await Assert.ThrowsAsync<JournalException>(
            async () => await journal.AppendAsync(TestJournal.Draft()));
        Assert.Contains("closed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_one_owner_may_open_a_journal()
    {
        await using (_test.Open())
        {
            var error = Assert.Throws<JournalException>(() => _test.Open());
            Assert.Contains("another", error.Message, StringComparison.OrdinalIgnoreCase);
        }
        await using var again = _test.Open();
    }

    [Fact]
    public async Task A_journal_of_a_newer_program_is_refused_by_name_and_left_alone()
    {
        await using (var journal = _test.Open())
            await journal.AppendAsync(TestJournal.Draft());
        using (var writer = Database.OpenWriter(_test.Path))
            writer.Execute("UPDATE meta SET value=99 WHERE name='readable_by'; PRAGMA user_version=99");
        var error = Assert.Throws<JournalException>(() => _test.Open());
        Assert.Contains("newer", error.Message, StringComparison.Ordinal);
        using var reader = Database.OpenReader(_test.Path);
        Assert.Equal("99", reader.Pragma("user_version"));
    }

    [Fact]
    public async Task A_draft_that_breaks_the_contract_is_refused_alone()
    {
        await using var journal = _test.Open();
        foreach (var body in new[] { "[]", "{", """{"a":1}{}""", """{"sealed":1}""", """{"seale\u0064":1}""", "" })
        {
            await Assert.ThrowsAsync<ArgumentException>(
                async () => await journal.AppendAsync(TestJournal.Draft(body)));
        }
        await Assert.ThrowsAsync<ArgumentException>(async () => await journal.AppendAsync(
            TestJournal.Draft() with { Lane = "Làn Bắc" }));
        Assert.Equal(1, await journal.AppendAsync(TestJournal.Draft()));
    }

    [Fact]
    public async Task The_largest_events_still_leave_in_batches_that_can_be_read()
    {
        await using var journal = _test.Open();
        var body = $"{{\"x\":\"{new string('x', EventFact.MaxBytes - 100)}\"}}";
        for (var i = 0; i < 5; i++)
            await journal.AppendAsync(TestJournal.Draft(body, "{\"ct\":\"y\"}"));
        Assert.Equal(5, TestJournal.ReadAll(journal).Count);
        Assert.Equal(5, TestJournal.ReadAll(journal, maxBytes: 100).Count);
    }

    [Fact]
    public async Task A_batch_has_at_most_500_events()
    {
        await using var journal = _test.Open();
        await Task.WhenAll(Enumerable.Range(0, 501).Select(_ => journal.AppendAsync(TestJournal.Draft("{}")).AsTask()));
        Assert.Equal(500, journal.ReadBatch(journal.Epoch, 1, new ArrayBufferWriter<byte>(), maxEvents: 900));
        Assert.Equal(1, journal.ReadBatch(journal.Epoch, 501, new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public async Task Erasing_the_sealed_part_leaves_the_chain_verifiable()
    {
        List<ReceivedEvent> before;
        await using (var journal = _test.Open())
        {
            for (var i = 0; i < 10; i++)
                await journal.AppendAsync(TestJournal.Draft(sealedPart: """{"ct":"AAAA","salt":"BBBB"}"""));
            before = TestJournal.ReadAll(journal);
        }
        using (var writer = Database.OpenWriter(_test.Path))
            writer.Execute("UPDATE event SET sealed = NULL");
        await using var erased = _test.Open();
        var after = TestJournal.ReadAll(erased);
        Assert.All(before, static received => Assert.False(received.Sealed.IsEmpty));
        Assert.All(after, static received => Assert.True(received.Sealed.IsEmpty));
        Assert.Equal(before.Select(Link), after.Select(Link));

        static string Link(ReceivedEvent received) => ChainLink.ToText(received.Link);
    }

    [Fact]
    public async Task Nothing_of_a_sealed_part_stands_in_the_fact()
    {
        await using var journal = _test.Open();
        await journal.AppendAsync(TestJournal.Draft("""{"tag":"t1"}""", """{"ct":"SECRET"}"""));
        var received = Assert.Single(TestJournal.ReadAll(journal));
        Assert.DoesNotContain("SECRET", Encoding.UTF8.GetString(received.Fact.Span), StringComparison.Ordinal);
        Assert.Equal("""{"ct":"SECRET"}""", Encoding.UTF8.GetString(received.Sealed.Span));
        Assert.Equal("t1", received.Tag);
    }
}
