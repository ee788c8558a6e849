using CheckIn.Contract;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Storage;

namespace CheckIn.Hub.Tests.Events;

public sealed class EventStoreTests
{
    private const string Gate = "gate-a";

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_restart()
    {
        await using var first = TestHub.Start();
        var journal = new TestJournal("epoch-1", 30);
        await first.SendAsync(Gate, journal.Batch(1, 10));
        await first.SendAsync(Gate, journal.Batch(21, 30));
        await using var hub = await first.RestartAsync();
        Assert.Equal(
            new AckMessage("epoch-1", 10, journal.Hash(10)), await hub.Store.PositionAsync(Gate, "epoch-1", default));
        Assert.Equal(30, (await hub.SendAsync(Gate, journal.Batch(11, 20)))!.Through);
    }

    [Fact]
    public async Task One_work_that_fails_takes_no_other_with_it_and_its_trouble_is_told_until_a_write_succeeds()
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 10);
        using var gathered = new ManualResetEventSlim();
        // Holds the writer, so that what follows waits and goes into one commit.
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holding = hub.Store.WriteAsync(
            _ =>
            {
                held.SetResult();
                gathered.Wait(TimeSpan.FromSeconds(20));
            }, default);
        await held.Task.WaitAsync(TimeSpan.FromSeconds(20));
        var bad = hub.Store.WriteAsync(db => db.Execute("INSERT INTO nowhere VALUES(1)"), default);
        var good = hub.Store.StoreAsync(Gate, EventBatch.Read(journal.Batch(1, 10)), default);
        gathered.Set();
        await holding;
        await Assert.ThrowsAsync<DatabaseException>(() => bad);
        Assert.Equal(10, (await good).Through);
        Assert.Contains("nowhere", hub.Store.Trouble, StringComparison.Ordinal);
        await hub.Store.PositionAsync(Gate, "epoch-1", default);
        Assert.NotNull(hub.Store.Trouble);
        await hub.SendAsync(Gate, journal.Batch(1, 10));
        Assert.Null(hub.Store.Trouble);
        Assert.Equal((10L, 10L), (hub.Row(Gate).Events, hub.Row(Gate).Duplicates));
    }

    [Fact]
    public async Task A_commit_that_fails_acknowledges_nothing_and_the_hub_lives_on()
    {
        await using var hub = TestHub.Start();
        var journal = new TestJournal("epoch-1", 10);
        await hub.Store.WriteAsync(
            db => db.Execute(
                "CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'disk is full'); END"), default);
        await Assert.ThrowsAsync<DatabaseException>(() => hub.SendAsync(Gate, journal.Batch(1, 10)));
        Assert.Empty(hub.Bus.Acks);
        Assert.Contains("disk is full", hub.Store.Trouble, StringComparison.Ordinal);
        await hub.Store.WriteAsync(db => db.Execute("DROP TRIGGER full"), default);
        Assert.Equal(10, (await hub.SendAsync(Gate, journal.Batch(1, 10)))!.Through);
        Assert.Equal((10L, 0L), (hub.Row(Gate).Events, hub.Row(Gate).Duplicates));
    }

    [Fact]
    public async Task A_database_of_a_newer_hub_is_refused_with_what_to_do()
    {
        await using var first = TestHub.Start();
        await first.Store.WriteAsync(db => db.Execute("PRAGMA user_version=99"), default);
        var refused = await Assert.ThrowsAsync<DatabaseException>(() => first.RestartAsync());
        Assert.Contains("newer hub", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_can_neither_write_nor_checkpoint()
    {
        await using var hub = TestHub.Start();
        Assert.Equal("0", hub.Store.Read(db => db.Pragma("wal_autocheckpoint")));
        Assert.Throws<DatabaseException>(() => hub.Store.Read(db =>
        {
            db.Execute("DELETE FROM event");
            return 0;
        }));
        Assert.Throws<InvalidOperationException>(() => hub.Store.Read(db =>
        {
            db.Checkpoint();
            return 0;
        }));
    }
}
