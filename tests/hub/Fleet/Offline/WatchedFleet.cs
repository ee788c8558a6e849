using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Ingest;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Fleet.Offline;

/// <summary>The desk over the real registry and store, with time that is told, as gates make it speak.</summary>
internal sealed class WatchedFleet : IAsyncDisposable
{
    internal const string Boot = "boot-1";
    private TestHub _hub;

    private WatchedFleet(TestHub hub)
    {
        _hub = hub;
        (Desk, Keeper) = Compose(hub);
    }

    internal OfflineDesk Desk { get; private set; }
    internal OfflineKeeper Keeper { get; private set; }
    internal EventStore Store => _hub.Store;
    internal FleetRegistry Registry => _hub.Fleet;
    internal SteppedTime Time => _hub.Time;
    internal DateTimeOffset Now => _hub.Time.GetUtcNow();

    internal static WatchedFleet Start() => new(TestHub.Start());

    /// <summary>The hub is killed, or stops, and is started again after a while.</summary>
    internal async Task RestartAsync(TimeSpan away, bool isKilled = false)
    {
        if (!isKilled)
            await Keeper.StopAsync(default);
        var passed = Now - SteppedTime.Start;
        Keeper.Dispose();
        _hub = await _hub.RestartAsync();
        _hub.Time.Pass(passed + away);
        (Desk, Keeper) = Compose(_hub);
    }

    internal Task BornAsync(string gate, long session = 1, string boot = Boot, long backlog = 0, GateState state = GateState.Ready) =>
        _hub.SayAsync(gate, new StateMessage(state, session, boot, "1.0", backlog, "epoch-1"));

    /// <summary>A connection ended without a word, and the grace passes.</summary>
    internal async Task LostAsync(params string[] gates)
    {
        foreach (var gate in gates)
            await WillAsync(gate);
        Pass(TimeSpan.FromSeconds(20));
    }

    internal Task WillAsync(string gate, long session = 1) =>
        _hub.SayAsync(gate, new StateMessage(GateState.Lost, session, Boot, "1.0", 0, "epoch-1"));

    internal Task StoppedAsync(string gate, long session = 1) =>
        _hub.SayAsync(gate, new StateMessage(GateState.Stopped, session, Boot, "1.0", 0, "epoch-1"));

    internal Task HealthAsync(string gate, TimeSpan uptime, long session = 1, long backlog = 0, params string[] alarms) =>
        _hub.SayAsync(gate, new HealthMessage(session, (long)uptime.TotalSeconds, backlog, 0, 0, 0, 0, 0, 0)
        {
            Alarms = alarms is [] ? null : alarms,
        });

    internal void Pass(TimeSpan time)
    {
        Time.Pass(time);
        _hub.Fleet.TickAll();
    }

    /// <summary>Time in which these gates speak as they should.</summary>
    internal async Task PassAsync(TimeSpan time, params string[] speaking)
    {
        var uptime = TimeSpan.FromHours(10);
        for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromMinutes(1))
        {
            Pass(left < TimeSpan.FromMinutes(1) ? left : TimeSpan.FromMinutes(1));
            foreach (var gate in speaking)
                await HealthAsync(gate, uptime);
        }
    }

    internal Task WriteAsync() => Keeper.StepAsync(isLast: false);

    public async ValueTask DisposeAsync()
    {
        Keeper.Dispose();
        await _hub.DisposeAsync();
    }

    private static (OfflineDesk Desk, OfflineKeeper Keeper) Compose(TestHub hub)
    {
        var sites = new SiteRegister(hub.Store, hub.Time);
        var desk = new OfflineDesk(hub.Store, hub.Fleet, sites, hub.Time);
        var keeper = new OfflineKeeper(
            desk, hub.Store, new HubReach(hub.Time), Options.Create(new OfflineOptions()), hub.Time, NullLogger<OfflineKeeper>.Instance);
        return (desk, keeper);
    }
}
