using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Tests.Ingest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CheckIn.Hub.Tests.Web;

/// <summary>The whole hub as it is put together, on free loopback ports and a file of its own.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;

    private WebHost(WebApplication app, string folder, HttpClient http) => (_app, _folder, Http) = (app, folder, http);

    internal HttpClient Http { get; }

    internal EventStore Store => Get<EventStore>();

    internal FleetRegistry Fleet => _app.Services.GetRequiredService<FleetRegistry>();

    internal T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    internal IEnumerable<RouteEndpoint> Routes =>
        ((IEndpointRouteBuilder)_app).DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>();

    internal int MqttPort => Get<BrokerEndPoint>().Bound!.Port;

    internal static async Task<WebHost> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("checkin-web-").FullName;
        var app = HubApplication.Create(
            ["--Web:Listen=127.0.0.1:0", "--Broker:Listen=127.0.0.1:0", "--Events:Path=" + Path.Combine(folder, "hub.db"), .. settings],
            builder => builder.Logging.ClearProviders());
        await app.StartAsync();
        var mqtt = app.Services.GetRequiredService<BrokerEndPoint>();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.Select(text => new Uri(text)).First(uri => uri.Port != mqtt.Bound!.Port && uri.Port != mqtt.TlsBound?.Port && uri.Scheme == "http");
        return new WebHost(app, folder, new HttpClient(new OperatorHandler()) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) });
    }

    internal void Born(string gate) =>
        Fleet.OnState(gate, new StateMessage(GateState.Ready, 1, "boot-1", "1.0", 1234, "epoch-1"));

    internal async Task StoreAsync(string gate, TestJournal journal, int first, int last)
    {
        await Store.StoreAsync(gate, EventBatch.Read(journal.Batch(first, last)), default);
        Fleet.OnStored(gate, 0);
    }

    internal async Task<JsonElement> GetJsonAsync(string path)
    {
        using var json = JsonDocument.Parse(await Http.GetStringAsync(path));
        return json.RootElement.Clone();
    }

    internal Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
