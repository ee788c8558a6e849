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

/// <summary>
/// The desk over the real registry and a store on a file of its own, with time that is told, as gates make it speak.
/// </summary>
internal sealed class WatchedFleet : IAsyncDisposable
{
    internal const string Boot = "boot-1";
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-offline-").FullName;
    private readonly EventCounters _counters = new();

    private SiteRegister _sites = null!;

    private WatchedFleet(string? places) => Compose(places);

    internal EventStore Store { get; private set; } = null!;
    internal FleetRegistry Registry { get; private set; } = null!;
    internal HubReach Reach { get; private set; } = null!;
    internal OfflineDesk Desk { get; private set; } = null!;
    internal OfflineKeeper Keeper { get; private set; } = null!;
    internal SteppedTime Time { get; } = new();
    internal DateTimeOffset Now => Time.GetUtcNow();
    internal DateOnly Today => DateOnly.FromDateTime(Now.ToOffset(TimeSpan.FromHours(7)).DateTime);

    /// <summary>A hub that has been there for longer than gates take to come back.</summary>
    /// <param name="places">Statements that put nodes, sites and gates there.</param>
    internal static WatchedFleet Start(string? places = null)
    {
        var fleet = new WatchedFleet(places);
        fleet.Pass(TimeSpan.FromMinutes(2));
        return fleet;
    }

    /// <summary>The hub stops, or is killed, and is started again after a while.</summary>
    internal async Task RestartAsync(TimeSpan away, bool isKilled = false)
    {
        if (!isKilled)
        {
            await Keeper.StopAsync(default);
            await Registry.StopAsync(default);
        }
        await EndAsync();
        Time.Pass(away);
        Compose();
    }

    internal void Born(
        string gate, long session = 1, string boot = Boot, long backlog = 0, GateState state = GateState.Ready) =>
        Registry.OnState(gate, new StateMessage(state, session, boot, "1.0", backlog, "epoch-1"));

    internal void Will(string gate, long session = 1) => Born(gate, session, state: GateState.Lost);

    internal void Stopped(string gate, long session = 1) => Born(gate, session, state: GateState.Stopped);

    /// <summary>Connections ended without a word, and the grace passes.</summary>
    internal void Lost(params string[] gates)
    {
        foreach (var gate in gates)
            Will(gate);
        Pass(TimeSpan.FromSeconds(20));
    }

    internal void Health(
        string gate, TimeSpan uptime, long session = 1, long backlog = 0, string? alarm = null,
        bool isUnderVoltage = false) =>
        Registry.OnHealth(gate, new HealthMessage(session, (long)uptime.TotalSeconds, backlog, 0, 0, 0, 0, 0, 0)
        {
            Alarms = alarm is null ? null : [alarm],
            Board = new BoardHealth(null, isUnderVoltage, null, null),
        });

    /// <summary>The gate has a certificate until then.</summary>
    internal Task CertifyAsync(string gate, DateTimeOffset until) => Store.WriteAsync(
        db =>
        {
            db.Execute($"INSERT INTO gate(name) VALUES('{gate}') ON CONFLICT(name) DO NOTHING");
            using var put = db.Prepare("""
                INSERT INTO certificate(serial, gate, fingerprint, issued_at, not_before, not_after)
                VALUES(?, (SELECT id FROM gate WHERE name = ?), 'print', 0, 0, ?)
                """);
            put.Bind(1, Guid.NewGuid().ToString()).Bind(2, gate).Bind(3, until.ToUnixTimeMilliseconds()).Run();
        }, default);

    internal void Pass(TimeSpan time)
    {
        Time.Pass(time);
        Registry.TickAll();
    }

    /// <summary>Time in which these gates speak as they should.</summary>
    internal void Pass(TimeSpan time, params string[] speaking)
    {
        for (var left = time; left > TimeSpan.Zero; left -= TimeSpan.FromMinutes(1))
        {
            Pass(left < TimeSpan.FromMinutes(1) ? left : TimeSpan.FromMinutes(1));
            foreach (var gate in speaking)
                Health(gate, TimeSpan.FromDays(100), Registry.Of(gate)!.Session);
        }
    }

    internal Task WriteAsync() => Keeper.StepAsync(isLast: false);

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _counters.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Compose(string? places = null)
    {
        Store = new EventStore(
            Options.Create(new EventsOptions { Path = Path.Combine(_folder, "hub.db") }), Time, _counters,
            NullLogger<EventStore>.Instance);
        if (places is not null)
            Store.WriteAsync(db => db.Execute(places), default).GetAwaiter().GetResult();
        Reach = new HubReach(Time);
        Registry = new FleetRegistry(
            Store, Options.Create(new FleetOptions()), Time, NullLogger<FleetRegistry>.Instance, Reach);
        _sites = new SiteRegister(Store, Time);
        Desk = new OfflineDesk(Store, Registry, _sites, new GatePlaces(Store, Time), Time);
        Keeper = new OfflineKeeper(
            Desk, Store, Reach, Options.Create(new OfflineOptions()), Time, NullLogger<OfflineKeeper>.Instance);
        Reach.Changed += Desk.OnReach;
    }

    private async Task EndAsync()
    {
        Keeper.Dispose();
        Registry.Dispose();
        _sites.Dispose();
        await Store.DisposeAsync();
    }
}
