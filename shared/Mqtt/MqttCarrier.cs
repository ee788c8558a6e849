using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace CheckIn.Mqtt;

/// <summary>
/// The byte stream under a connection (TCP, TLS or WebSocket), and how each says that no more will be sent.
/// </summary>
internal sealed class MqttCarrier : IDisposable
{
    private const int IpLevel = 0;
    private const int BindAddressNoPort = 24;
    private readonly Func<CancellationToken, Task> _finish;

    private MqttCarrier(Stream stream, Func<CancellationToken, Task> finish) => (Stream, _finish) = (stream, finish);

    public Stream Stream { get; }

    public static Task<MqttCarrier> OpenAsync(MqttClientOptions options, CancellationToken cancellation) =>
        options.Transport == MqttTransport.WebSocket
            ? OpenWebSocketAsync(options, cancellation)
            : OpenTcpAsync(options, cancellation);

    /// <summary>No more will be sent; the server sees the end after everything sent before.</summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        try
        {
            await _finish(cancellation).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The connection is gone already, which is what was wanted; each layer has exceptions of its own for it,
            // all the more when the receiving side closes it at the same moment.
        }
    }

    public void Dispose() => Stream.Dispose();

    private static async Task<MqttCarrier> OpenTcpAsync(MqttClientOptions options, CancellationToken cancellation)
    {
        var socket = options.LocalAddress is { } from
            ? new Socket(from.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            if (options.LocalAddress is { } local)
                Bind(socket, local);
            await socket.ConnectAsync(options.Host, options.Port, cancellation).ConfigureAwait(false);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (options.Tls is not { } tls)
                return new MqttCarrier(stream, _ => ShutDown(socket));
            var secure = new SslStream(stream, leaveInnerStreamOpen: false);
            stream = secure;
            await secure.AuthenticateAsClientAsync(ToSslOptions(options, tls), cancellation).ConfigureAwait(false);
            return new MqttCarrier(secure, async _ =>
            {
                await secure.ShutdownAsync().ConfigureAwait(false);
                await ShutDown(socket).ConfigureAwait(false);
            });
        }
        catch
        {
            stream?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    private static void Bind(Socket socket, IPAddress local)
    {
        // The port is chosen when it is known where to, so that ports in use towards other servers are no obstacle.
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption(IpLevel, BindAddressNoPort, [1, 0, 0, 0]);
        socket.Bind(new IPEndPoint(local, 0));
    }

    private static SslClientAuthenticationOptions ToSslOptions(MqttClientOptions options, MqttTlsOptions tls) => new()
    {
        TargetHost = tls.TargetHost ?? options.Host,
        EnabledSslProtocols = tls.Protocols,
        CertificateRevocationCheckMode = tls.Revocation,
        ClientCertificates = tls is { ClientCertificate: { } own, ClientCertificateContext: null } ? [own] : null,
        ClientCertificateContext = tls.ClientCertificateContext,
        RemoteCertificateValidationCallback = tls.IsTrusted,
    };

    private static async Task<MqttCarrier> OpenWebSocketAsync(MqttClientOptions options, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.AddSubProtocol("mqtt");
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            if (options.Tls is { } tls)
            {
                socket.Options.RemoteCertificateValidationCallback = tls.IsTrusted;
                if ((tls.ClientCertificateContext?.TargetCertificate ?? tls.ClientCertificate) is { } own)
                    socket.Options.ClientCertificates = [own];
            }
            var uri = new UriBuilder(
                options.Tls is null ? "ws" : "wss", options.Host, options.Port, options.WebSocketPath).Uri;
            await socket.ConnectAsync(uri, cancellation).ConfigureAwait(false);
            if (socket.SubProtocol != "mqtt")
                throw MqttProtocolException.Violation("The server does not speak the subprotocol mqtt [MQTT-6.0.0-3].");
            return new MqttCarrier(new MqttWebSocketStream(socket), c =>
                socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, c));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Task ShutDown(Socket socket)
    {
        socket.Shutdown(SocketShutdown.Send);
        return Task.CompletedTask;
    }
}
