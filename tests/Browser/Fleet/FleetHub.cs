using CheckIn.Hub;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Web;
using CheckIn.Passes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>
/// The hub, whole, in this process, with a fleet that was made up: its past stands in the database before the hub
/// starts, and its present comes over real connections.
/// </summary>
internal sealed class FleetHub : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const int LeastAlerts = 6;
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly List<SyntheticGate> _gates = [];
    private SyntheticPeople? _people;
    private string _pass = "";
    private (string Id, string Waiting, string Refused) _registrations;
    private SyntheticVisitors? _visitors;

    private FleetHub(WebApplication app, string folder, Uri page) => (_app, _folder, Page) = (app, folder, page);

    internal Uri Page { get; }

    internal Uri Broker => new($"mqtt://127.0.0.1:{_app.Services.GetRequiredService<BrokerEndPoint>().Bound!.Port}");

    internal static async Task<FleetHub> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("checkin-browser-").FullName;
        var database = Path.Combine(folder, "hub.db");
        new SyntheticPast(TimeProvider.System).Write(database);
        string[] settings =
        [
            "--Web:Listen=127.0.0.1:0", "--Broker:Listen=127.0.0.1:0", "--Events:Path=" + database,
            "--Fleet:Grace=00:00:01", "--Fleet:StartGrace=00:00:03", "--Enrolment:Address=localhost",
            "--Enrolment:Listen=127.0.0.1:0", "--Visitors:OpenSites:0=" + SyntheticPlaces.Site, "--Broker:TlsListen=127.0.0.1:0",
            "--Alerts:Rules:offline:RaiseAfter=00:00:01", "--Alerts:Rules:disk_low:RaiseAfter=00:00:01",
            "--Alerts:Rules:too_hot:RaiseAfter=00:00:01",
            "--Registrations:IsOpen=true",
            "--Logging:LogLevel:Default=Error", "--Logging:LogLevel:Microsoft=Error",
        ];
        var app = HubApplication.Create(settings);
        await app.StartAsync();
        var mqtt = app.Services.GetRequiredService<BrokerEndPoint>().Bound!.Port;
        var page = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.Select(text => new Uri(text)).First(uri => uri.Port != mqtt && uri.Scheme == "http");
        var hub = new FleetHub(app, folder, page);
        await hub.PopulateAsync();
        await SyntheticVisits.HappenAsync(app.Services, hub["ubnd-phuong-sen-01"], hub["ubnd-phuong-sen-02"]);
        await SyntheticSteering.RollOutAsync(app.Services);
        await SyntheticOrders.GiveAsync(app.Services);
        hub._people = await SyntheticPeople.InviteAsync(app.Services);
        hub._pass = await SyntheticPasses.IssueAsync(app.Services);
        hub._registrations = await SyntheticRegistrations.RegisterAsync(app.Services);
        hub._visitors = await SyntheticVisitors.ComeAsync(app.Services);
        hub.Venue = await SyntheticPosters.MakeAsync(app.Services);
        return hub;
    }

    /// <summary>What gates believe of passes now.</summary>
    internal Task<PassTrust> TrustAsync() => SyntheticPasses.TrustAsync(_app.Services);

    /// <summary>The path of a link by which somebody declares.</summary>
    internal Task<string> InviteAsync() => SyntheticVisitors.InviteAsync(_app.Services);

    internal SyntheticPeople People => _people!;

    /// <summary>Path of the page that a poster leads to.</summary>
    internal string Venue { get; private set; } = "";

    /// <summary>A part of the hub.</summary>
    internal T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>The address, with what only this hub knows in it.</summary>
    internal Task<string> ResolveAsync(string path) => People.ResolveAsync(_visitors!.Resolve(path
        .Replace("{pass}", _pass, StringComparison.Ordinal)
        .Replace("{venue}", Venue, StringComparison.Ordinal)
        .Replace("{registration}", _registrations.Id, StringComparison.Ordinal)
        .Replace("{registered}", _registrations.Waiting, StringComparison.Ordinal)
        .Replace("{registered-refused}", _registrations.Refused, StringComparison.Ordinal)));

    /// <summary>One of the fleet.</summary>
    internal SyntheticGate this[string id] => _gates.Single(gate => gate.Id == id);

    /// <summary>Waits until the hub knows that of the gate.</summary>
    internal async Task UntilAsync(string gate, PresenceState state)
    {
        var fleet = _app.Services.GetRequiredService<FleetRegistry>();
        using var limit = new CancellationTokenSource(Patience);
        while (fleet.Of(gate)?.State != state)
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"{gate} is {fleet.Of(gate)?.State}, not {state}.");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gate in _gates)
            await gate.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task PopulateAsync()
    {
        foreach (var place in SyntheticPlaces.Gates.Where(static gate => gate.IsConnected))
        {
            var gate = new SyntheticGate(place, Broker);
            _gates.Add(gate);
            await gate.ComeAsync();
        }
        foreach (var gate in _gates)
            await UntilAsync(gate.Id, gate.Place.State);
        await AnswerAsync();
    }

    /// <summary>Somebody looks after one of the alerts, and has put another off.</summary>
    private async Task AnswerAsync()
    {
        var alerts = _app.Services.GetRequiredService<AlertDesk>();
        using var limit = new CancellationTokenSource(Patience);
        while (alerts.Standing().Count < LeastAlerts)
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"{alerts.Standing().Count} alerts stand, not {LeastAlerts}.");
            await Task.Delay(50);
        }
        var answered = alerts.Standing().Where(static one => one.Severity != Severity.Critical).ToArray();
        await alerts.AcknowledgeAsync(answered[^1].Id, Actor.Local);
        await alerts.SnoozeAsync(answered[^2].Id, TimeProvider.System.GetUtcNow().AddHours(8), Actor.Local);
    }
}
