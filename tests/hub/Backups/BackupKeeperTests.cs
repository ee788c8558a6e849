using CheckIn.Hub.Alerts;
using CheckIn.Hub.Backups;
using CheckIn.Hub.Tests.Ingest;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Backups;

public sealed class BackupKeeperTests
{
    [Fact]
    public async Task One_is_made_when_it_is_due_and_a_failure_is_told_with_the_last_good_one()
    {
        await using var hub = await BackedUpHub.StartAsync(events: 5);
        var folder = Path.Combine(hub.Elsewhere, "medium");
        Directory.CreateDirectory(folder);
        var signals = new HubSignals();
        using var keeper = Keeper(hub, signals);
        await keeper.BeatAsync(folder, default);
        await keeper.BeatAsync(folder, default);
        Assert.Single(BackupFolder.List(folder));
        Assert.False(Signal(signals).IsTrue);
        hub.Hub.Time.Pass(TimeSpan.FromHours(25));
        Directory.Move(folder, folder + "-out");
        await keeper.BeatAsync(folder, default);
        Assert.True(Signal(signals).IsTrue);
        await RestAsync(keeper, folder);
        Directory.Move(folder + "-out", folder);
        File.Move(BackupKey.PublicPath(hub.Places.KeyPlaces), hub.Private + ".pub");
        await keeper.BeatAsync(folder, default);
        Assert.Equal("2026-11-21T01:00:00Z", Signal(signals).Detail[AlertDetails.LastGood]);
        await RestAsync(keeper, folder);
        File.Move(hub.Private + ".pub", BackupKey.PublicPath(hub.Places.KeyPlaces));
        await keeper.BeatAsync(folder, default);
        Assert.False(Signal(signals).IsTrue);
        Assert.Equal(2, BackupFolder.List(folder).Count);
        Assert.Equal(4, hub.Hub.Count("SELECT count(*) FROM audit WHERE action = 'backup_made'"));
        Assert.Equal(2, hub.Hub.Count("SELECT count(*) FROM audit WHERE action = 'backup_made' AND outcome = 'failed'"));
    }

    /// <summary>An hour, in which it is not tried again.</summary>
    private static async Task RestAsync(BackupKeeper keeper, string folder)
    {
        for (var minute = 0; minute < 60; minute++)
            await keeper.BeatAsync(folder, default);
    }

    private static HubSignal Signal(HubSignals signals) =>
        signals.Latest.Single(one => one.Key == AlertKinds.BackupFailed).Value;

    private static BackupKeeper Keeper(BackedUpHub hub, HubSignals signals) => new(
        Options.Create(new BackupOptions()),
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Events:Path", (string?)hub.Hub.Database)]).Build(),
        hub.Hub.Store, signals, hub.Hub.Time, NullLogger<BackupKeeper>.Instance);
}
