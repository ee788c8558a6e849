using CheckIn.Contract;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Ingest;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Hub.Tests.Sites;

public sealed class GateScansTests
{
    private const long First = 1_795_000_000_000;

    [Fact]
    public async Task Scans_are_counted_when_they_were_made_once_and_over_a_restart()
    {
        await using var hub = TestHub.Start();
        hub.Time.Jump(DateTimeOffset.FromUnixTimeMilliseconds(First).AddDays(9) - SteppedTime.Start);
        var journal = new TestJournal("epoch-1", 20);
        await hub.Store.StoreAsync("cong-1", EventBatch.Read(journal.Batch(1, 10)), default);
        using var scans = Scans(hub);
        await scans.ReadOnAsync(default);
        Assert.Equal(At(9), scans.All()["cong-1"].Last);
        await scans.KeepAsync();
        await hub.Store.StoreAsync("cong-1", EventBatch.Read(journal.Batch(11, 20)), default);
        await hub.Store.StoreAsync("cong-2", EventBatch.Read(new TestJournal("epoch-2", 3).Batch(1, 3)), default);
        // After a crash: what was kept, and what came since.
        using var again = Scans(hub);
        again.Recall();
        Assert.False(again.IsReady);
        await again.ReadOnAsync(default);
        Assert.True(again.IsReady);
        Assert.Equal(new GateUse(At(0), At(19), null, null), again.All()["cong-1"]);
        Assert.Equal(new GateUse(At(0), At(2), null, null), again.All()["cong-2"]);
        await again.ReadOnAsync(default);
        Assert.Equal(2, again.All().Count);
    }

    [Fact]
    public async Task A_scan_was_not_made_after_it_was_received()
    {
        await using var hub = TestHub.Start();
        var received = DateTimeOffset.FromUnixTimeMilliseconds(First).AddDays(-30);
        hub.Time.Jump(received - SteppedTime.Start);
        await hub.Store.StoreAsync("cong-1", EventBatch.Read(new TestJournal("epoch-1", 5).Batch(1, 5)), default);
        using var scans = Scans(hub);
        await scans.ReadOnAsync(default);
        Assert.Equal(received, scans.All()["cong-1"].Last);
    }

    private static DateTimeOffset At(int milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(First + milliseconds);

    private static GateScans Scans(TestHub hub) => new(hub.Store, hub.Time, NullLogger<GateScans>.Instance);
}
