using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CheckIn.Hub.Tests.Alerts;
using CheckIn.Hub.Tests.Broker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CheckIn.Hub.Tests.Notices;

/// <summary>What a webhook was sent.</summary>
internal sealed record Received(string Path, string Id, string Timestamp, string Signature, string Type, string Body)
{
    internal JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

/// <summary>A real server that takes webhooks, and answers as a test wants.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private Func<HttpContext, Task> _answer = static _ => Task.CompletedTask;

    private WebhookReceiver(WebApplication app) => _app = app;

    internal Channel<Received> Requests { get; } = Channel.CreateUnbounded<Received>();

    internal Uri Address => new(
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    internal string Hook => new Uri(Address, "hook").AbsoluteUri;

    internal static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    internal void Answers(HttpStatusCode status, string? location = null) => _answer = http =>
    {
        http.Response.StatusCode = (int)status;
        if (location is not null)
            http.Response.Headers.Location = location;
        return Task.CompletedTask;
    };

    internal void Answers(Func<HttpContext, Task> answer) => _answer = answer;

    internal Task<Received> NextAsync() => Requests.NextAsync();

    internal async Task<JsonElement> NextBodyAsync() => (await NextAsync()).Json;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var head = http.Request.Headers;
        await Requests.Writer.WriteAsync(new Received(
            http.Request.Path, head["webhook-id"]!, head["webhook-timestamp"]!, head["webhook-signature"]!,
            http.Request.ContentType!, body));
        await _answer(http);
    }
}
