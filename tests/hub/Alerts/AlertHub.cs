using CheckIn.Contract;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Ingest;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CheckIn.Hub.Tests.Alerts;

/// <summary>
/// The alerts' desk with the real store, registry and rooms beside it on a file of its own, and time that is told.
/// Gates speak through the registry, as they do over MQTT.
/// </summary>
internal sealed class AlertHub : IAsyncDisposable
{
    private readonly string _folder;
    private readonly (string Key, string Value)[] _settings;
    private readonly ServiceProvider _services;
    private readonly Dictionary<string, long> _sessions = new(StringComparer.Ordinal);
    private bool _handedOn;

    private AlertHub(string folder, DateTimeOffset? wall, (string Key, string Value)[] settings)
    {
        (_folder, _settings) = (folder, settings);
        if (wall is { } at)
            Time.Jump(at - SteppedTime.Start);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Prepend(("Fleet:StartGrace", "00:00:00")).Append(("Events:Path", Path.Combine(folder, "hub.db")))
                .Select(pair => KeyValuePair.Create(pair.Item1, (string?)pair.Item2))).Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IMessageBus>(new RememberingBus())
            .AddSettings<EventsOptions>(configuration, "Events")
            .AddSingleton<HubReach>()
            .AddSingleton<EventCounters>()
            .AddSingleton<EventStore>()
            .AddSites(configuration)
            .AddFleet(configuration)
            .AddAlerts(configuration)
            .BuildServiceProvider();
        Desk.Start();
    }

    internal SteppedTime Time { get; } = new();
    internal EventStore Store => Get<EventStore>();
    internal FleetRegistry Fleet => Get<FleetRegistry>();
    internal AlertDesk Desk => Get<AlertDesk>();
    internal SiteTree Tree => Get<SiteRegister>().Tree;

    internal static AlertHub Start(params (string Key, string Value)[] settings) =>
        new(Directory.CreateTempSubdirectory("checkin-alerts-").FullName, null, settings);

    /// <summary>Ends without a word, and starts anew upon the same file; its monotonic clock begins anew too.</summary>
    internal async Task<AlertHub> RestartAsync(TimeSpan down = default)
    {
        Desk.Stop();
        await _services.DisposeAsync();
        _handedOn = true;
        var next = new AlertHub(_folder, Time.GetUtcNow() + down, _settings);
        foreach (var (gate, session) in _sessions)
            next._sessions[gate] = session;
        return next;
    }

    internal T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>The gates connect.</summary>
    internal void Up(params string[] gates)
    {
        foreach (var gate in gates)
        {
            var session = _sessions[gate] = _sessions.GetValueOrDefault(gate) + 1;
            Fleet.OnState(gate, new StateMessage(GateState.Ready, session, "boot-1", "1.0", 37, "epoch-1"));
        }
    }

    /// <summary>The gates' connections break, and their grace passes.</summary>
    internal void Lose(params string[] gates)
    {
        foreach (var gate in gates)
            Fleet.OnState(gate, new StateMessage(GateState.Lost, _sessions[gate], "boot-1", "1.0", 0, "epoch-1"));
        Time.Pass(TimeSpan.FromSeconds(15));
        Fleet.TickAll();
    }

    internal void Stop(string gate) => Fleet.OnState(
        gate, new StateMessage(GateState.Stopped, _sessions[gate], "boot-1", "1.0", 0, "epoch-1"));

    /// <summary>The gate tells its figures.</summary>
    internal void Tell(string gate, Func<HealthMessage, HealthMessage>? also = null)
    {
        var health = new HealthMessage(_sessions[gate], 60, 0, 0, 0, 0, 0, 0, 0);
        Fleet.OnHealth(gate, also?.Invoke(health) ?? health);
    }

    /// <summary>What was heard is taken up; then time passes in beats.</summary>
    internal async Task PassAsync(TimeSpan time, int beats = 4)
    {
        await Desk.BeatAsync(default);
        for (var beat = 0; beat < beats; beat++)
        {
            Time.Pass(time / beats);
            await Desk.BeatAsync(default);
        }
    }

    internal Task BeatAsync() => Desk.BeatAsync(default);

    /// <summary>What stands, as kind and subject.</summary>
    internal IEnumerable<string> Standing => Desk.Standing().Select(Name);

    internal static string Name(Alert alert) =>
        $"{alert.Kind} {AlertMessages.Word(alert.Subject.Kind)}:{alert.Subject.Id}";

    /// <summary>What was said of every alert, in the order in which it was committed.</summary>
    internal IReadOnlyList<string> Told => Store.Read(db =>
    {
        using var rows = db.Prepare("""
            SELECT json_extract(body, '$.change'), kind, subject_kind, subject FROM alert_change
            JOIN alert ON alert.id = alert_change.alert ORDER BY alert_change.id
            """);
        var told = new List<string>();
        while (rows.Step())
            told.Add($"{rows.Text(0)} {rows.Text(1)} {rows.Text(2)}:{rows.Text(3)}");
        return (IReadOnlyList<string>)told;
    });

    internal long Count(string sql) => Store.Read(db =>
    {
        using var rows = db.Prepare(sql);
        rows.Step();
        return rows.Int64(0);
    });

    public async ValueTask DisposeAsync()
    {
        if (_handedOn)
            return; // It lives on in the one that was started upon its file.
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
