using CheckIn.Fixtures;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Hub.Notices;
using CheckIn.Hub.Notices.Channels;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Alerts;
using CheckIn.Hub.Tests.Ingest;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CheckIn.Hub.Tests.Notices;

/// <summary>
/// What tells recipients, with the real store and real channels on a file of its own. Alerts are said, not found; time
/// passes when it is told to, and never while a message is under way.
/// </summary>
internal sealed class NoticeHub : IAsyncDisposable
{
    private readonly string _folder;
    private readonly (string Key, string Value)[] _settings;
    private readonly ServiceProvider _services;
    private readonly Dictionary<long, Alert> _alerts = [];
    private bool _handedOn;

    private NoticeHub(string folder, DateTimeOffset wall, (string Key, string Value)[] settings)
    {
        (_folder, _settings) = (folder, settings);
        Time.SetWall(wall);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Append(("Events:Path", Path.Combine(folder, "hub.db")))
                .Select(pair => KeyValuePair.Create(pair.Item1, (string?)pair.Item2))).Build();
        _services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logged))
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IMessageBus>(Bus)
            .AddSettings<EventsOptions>(configuration, "Events")
            .AddSingleton<EventCounters>()
            .AddSingleton<EventStore>()
            .AddSites(configuration)
            .AddNotices(configuration)
            .BuildServiceProvider();
    }

    /// <summary>10:00 of a Saturday in the hub's zone.</summary>
    internal static DateTimeOffset Begin { get; } = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);
    internal FakeTime Time { get; } = new();
    internal FailingBus Bus { get; } = new();
    internal LogLines Logged { get; } = new();
    internal EventStore Store => Get<EventStore>();
    internal NoticeDesk Desk => Get<NoticeDesk>();
    internal Recipients Recipients => Get<Recipients>();
    internal NoticeSender Sender => Get<NoticeSender>();

    internal static Task<NoticeHub> StartAsync(params (string Key, string Value)[] settings) =>
        StartAsync(new NoticeHub(Directory.CreateTempSubdirectory("checkin-notices-").FullName, Begin, settings));

    /// <summary>Ends as it is, and starts anew upon the same file.</summary>
    internal async Task<NoticeHub> RestartAsync()
    {
        _handedOn = true;
        await StopAsync();
        return await StartAsync(new NoticeHub(_folder, Time.GetUtcNow(), _settings));
    }

    internal T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    internal Task<Recipient> AddAsync(
        string name, string address, string least = "notice", int level = 1, string? quiet = null,
        string language = "en") => Recipients.AddAsync(
            new RecipientOrder(name, address, null, language, null, least, level, quiet), Actor.Local, default);

    /// <summary>Alerts of gates begin, in one transaction.</summary>
    internal Task RaiseAsync(params int[] alerts) => RaiseAsync(AlertKinds.Offline, Severity.Warning, alerts);

    internal Task RaiseAsync(string kind, Severity severity, params int[] alerts) => ChangeAsync(
        AlertChangeKind.Raised, alerts.Select(id => _alerts[id] = new Alert(
            id, kind, new AlertSubject(AlertSubjectKind.Gate, $"cong-{id}"), severity, Time.GetUtcNow().AddMinutes(-2),
            Time.GetUtcNow(), null, 1, new Dictionary<string, string> { ["backlog"] = "37" })));

    internal Task ClearAsync(params int[] alerts) => ChangeAsync(
        AlertChangeKind.Cleared, alerts.Select(id => _alerts[id] = _alerts[id] with { ClearedAt = Time.GetUtcNow() }));

    internal Task ChangeAsync(AlertChangeKind kind, int id, Func<Alert, Alert> change) =>
        ChangeAsync(kind, [_alerts[id] = change(_alerts[id])]);

    internal async Task ChangeAsync(AlertChangeKind kind, IEnumerable<Alert> alerts)
    {
        AlertChange[] changes = [.. alerts.Select(alert => new AlertChange(kind, alert))];
        await Store.WriteAsync(db =>
        {
            AlertRecords.Save(db, changes, Time.GetUtcNow());
            Desk.Plan(db, changes);
        }, default);
        Desk.OnCommitted(changes);
    }

    /// <summary>Time passes until it is so.</summary>
    internal async Task UntilAsync(Func<bool> isSo, TimeSpan? step = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(30))
                throw new TimeoutException("It did not come about.\n" + string.Join('\n', Logged.Lines));
            if (Sender.UnderWay == 0)
                Time.Advance(step ?? TimeSpan.FromSeconds(1));
            await Task.Delay(2);
        }
    }

    /// <summary>So much time passes, with everything done that falls due.</summary>
    internal async Task PassAsync(TimeSpan span)
    {
        var end = Time.GetUtcNow() + span;
        await UntilAsync(() => Time.GetUtcNow() >= end, span / 50);
    }

    internal IReadOnlyList<NoticeMessage> Messages(NoticeMessageState? state = null) => Desk.Messages(state, null, 500);

    internal long Count(string sql) => Store.Read(db =>
    {
        using var rows = db.Prepare(sql);
        rows.Step();
        return rows.Int64(0);
    });

    public async ValueTask DisposeAsync()
    {
        if (_handedOn)
            return;
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<NoticeHub> StartAsync(NoticeHub hub)
    {
        foreach (var service in hub._services.GetServices<IHostedService>())
            await service.StartAsync(default);
        return hub;
    }

    private async Task StopAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
            await service.StopAsync(default);
        await _services.DisposeAsync();
    }
}
