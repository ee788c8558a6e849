using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Hub.Accounts;
using CheckIn.Mqtt;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>
/// MQTT over WebSocket at <c>/mqtt</c> of the web port (6). A browser sends any page's requests to any address it can
/// reach, so a page from elsewhere is turned away; programs name no origin.
/// </summary>
internal static class MqttWebSocket
{
    public const string Path = "/mqtt";
    private const string Subprotocol = "mqtt";

    /// <summary>Adds the endpoint, unless the broker is an external one.</summary>
    public static void MapMqtt(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<BrokerOptions>>().Value.Mode == BrokerMode.External)
            return;
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        app.Get(Path, Access.Open, ServeAsync).ExcludeFromDescription();
    }

    private static async Task ServeAsync(HttpContext http, MqttConnectionHandler handler)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "This is MQTT over WebSocket.");
            return;
        }
        if (!http.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol))
        {
            await RefuseAsync(
                http, StatusCodes.Status400BadRequest, "Ask for the subprotocol 'mqtt' [MQTT-6.0.0-3].");
            return;
        }
        if (!IsOwn(http.Request))
        {
            await RefuseAsync(
                http, StatusCodes.Status403Forbidden, "A page from elsewhere may not connect to this hub.");
            return;
        }
        using var socket = await http.WebSockets.AcceptWebSocketAsync(Subprotocol);
        var stream = new MqttWebSocketStream(socket);
        await using var closing = stream.ConfigureAwait(false);
        await handler.RunAsync(new Pipes(stream), new WebPeer(http)).ConfigureAwait(false);
        await CloseAsync(socket, http).ConfigureAwait(false);
    }

    private static bool IsOwn(HttpRequest request) =>
        request.Headers.Origin is not [{ Length: > 0 } origin, ..]
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));

    private static async Task CloseAsync(WebSocket socket, HttpContext http)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, http.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client has closed it already.
        }
    }

    private static Task RefuseAsync(HttpContext http, int status, string why)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(why);
    }

    private sealed class Pipes(Stream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));

        public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }

    private sealed class WebPeer(HttpContext http) : Peer
    {
        public override EndPoint? Remote =>
            http.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address, http.Connection.RemotePort) : null;

        public override X509Certificate2? Certificate => http.Connection.ClientCertificate;

        public override void Abort() => http.Abort();
    }
}
