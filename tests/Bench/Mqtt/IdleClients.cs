using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Bench.Mqtt;

/// <summary>
/// Clients that connect and are then silent: what a server takes for each, and how many it lets in a second. Some
/// connect and leave before anything is measured, so that the server's code and pools are not counted as the clients'.
/// </summary>
internal sealed class IdleClients(MqttServer server, TestCertificates? authority) : IDisposable
{
    private const int Warmup = 200;
    private const int AtOnce = 32;
    // A loopback address has some 28,000 ports to connect from.
    private const int PerAddress = 10_000;
    private const int IpLevel = 0;
    private const int BindAddressNoPort = 24;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);
    private readonly List<IDisposable> _open = [];
    private readonly X509Certificate2? _certificate = authority?.Issue("gate");
    private int _last;
    private long _before;

    /// <summary>Connects and leaves; what the server takes from here on is the clients'.</summary>
    public async Task WarmUpAsync(CancellationToken cancellation)
    {
        await ConnectAsync(Warmup, cancellation).ConfigureAwait(false);
        CloseAll();
        await Task.Delay(Settling, cancellation).ConfigureAwait(false);
        _before = server.Memory;
    }

    /// <summary>Connects until there are so many, and lets the server settle.</summary>
    public async Task<(double BytesPerConnection, double ConnectsPerSecond)> GrowAsync(
        int count, CancellationToken cancellation)
    {
        var more = count - _open.Count;
        var start = Stopwatch.GetTimestamp();
        await ConnectAsync(more, cancellation).ConfigureAwait(false);
        var rate = more / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await Task.Delay(Settling, cancellation).ConfigureAwait(false);
        return (Math.Round((server.Memory - _before) / (double)count), Math.Round(rate));
    }

    public void Dispose()
    {
        CloseAll();
        _certificate?.Dispose();
    }

    private void CloseAll()
    {
        foreach (var connection in _open)
            connection.Dispose();
        _open.Clear();
    }

    private async Task ConnectAsync(int count, CancellationToken cancellation)
    {
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
                lock (_open)
                    _open.Add(connection);
            }
        })).ConfigureAwait(false);
    }

    private async Task<IDisposable> ConnectAsync(CancellationToken cancellation)
    {
        var number = Interlocked.Increment(ref _last);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        // The port is chosen when it is known where to, so that a choice is quick; and none is left behind in
        // TIME-WAIT.
        socket.SetRawSocketOption(IpLevel, BindAddressNoPort, [1, 0, 0, 0]);
        socket.LingerState = new LingerOption(true, 0);
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(1 + number / PerAddress)]), 0));
        await socket.ConnectAsync(IPAddress.Loopback, _certificate is null ? server.Port : server.TlsPort, cancellation)
            .ConfigureAwait(false);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (_certificate is not null)
            stream = await EncryptAsync(stream, cancellation).ConfigureAwait(false);
        await stream.WriteAsync(
            MqttPackets.Encode(MqttLevel.V5, new ConnectPacket { ClientId = $"idle-{number}", CleanStart = true }),
            cancellation).ConfigureAwait(false);
        var answer = new byte[256];
        var read = await stream.ReadAsync(answer, cancellation).ConfigureAwait(false);
        if (read < 4 || answer[0] != 0x20 || answer[3] != 0)
            throw new IOException($"{server.Name} did not accept connection {number}.");
        return stream;
    }

    private async Task<SslStream> EncryptAsync(Stream stream, CancellationToken cancellation)
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificateContext = SslStreamCertificateContext.Create(_certificate!, null, offline: true),
            CertificateChainPolicy = Policy(authority!.Root),
        }, cancellation).ConfigureAwait(false);
        return tls;
    }

    private static X509ChainPolicy Policy(X509Certificate2 root) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { root },
        RevocationMode = X509RevocationMode.NoCheck,
    };
}
