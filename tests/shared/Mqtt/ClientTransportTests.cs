using System.Buffers;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>TLS with certificates of both sides, and WebSocket.</summary>
public sealed class ClientTransportTests : IDisposable
{
    private readonly TestCertificates _ours = new();
    private readonly X509Certificate2 _server;

    public ClientTransportTests() => _server = _ours.Issue("localhost");

    private static CancellationToken Patience => ScriptedServer.Patience;

    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    public void Dispose()
    {
        _server.Dispose();
        _ours.Dispose();
    }

    private ScriptedServer TlsServer(
        Action<X509Certificate2?>? onClient = null, X509Certificate2? certificate = null) => new()
        {
            Wrap = async stream =>
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate ?? _server,
                    ClientCertificateRequired = onClient is not null,
                    RemoteCertificateValidationCallback = (_, shown, _, _) =>
                    {
                        onClient?.Invoke(shown as X509Certificate2);
                        return onClient is null == shown is null;
                    },
                }, Patience);
                return secure;
            },
        };

    private static MqttClientOptions Options(int port, MqttTlsOptions? tls) => new()
    {
        Host = "localhost",
        Port = port,
        ClientId = "gate-1",
        KeepAlive = TimeSpan.Zero,
        Tls = tls,
    };

    [Fact]
    public async Task A_pinned_root_is_trusted_and_the_client_shows_its_certificate()
    {
        string? shown = null;
        using var own = _ours.Issue("gate-1");
        using var server = TlsServer(c => shown = c?.Subject);
        var accepting = server.AcceptAsync();
        await using var client = await MqttClient.ConnectAsync(
            Options(server.Port, new MqttTlsOptions { TrustedRoots = [_ours.Root], ClientCertificate = own }), Patience);
        await accepting;
        Assert.Equal("CN=gate-1", shown);
        await client.PublishAsync(MqttMessage.OfText("t", "x") with { Qos = MqttQos.AtMostOnce }, Patience);
        Assert.Equal("x", (await server.ReadPublishAsync()).ToMessage().Text);
        var leaving = client.DisconnectAsync(Patience);
        Assert.Equal(MqttPacketType.Disconnect, (await server.ReadAsync()).Type);
        server.Drop();
        await leaving;
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(ForServers, true)]
    [InlineData(ForClients, false)]
    public async Task A_certificate_that_the_pinned_root_issued_to_a_client_is_no_server_s(string? purpose, bool trusted)
    {
        using var certificate = _ours.Issue("localhost", purpose);
        using var server = TlsServer(certificate: certificate);
        var accepting = server.AcceptAsync();
        var connecting = MqttClient.ConnectAsync(
            Options(server.Port, new MqttTlsOptions { TrustedRoots = [_ours.Root] }), Patience);
        if (trusted)
        {
            await accepting;
            await (await connecting).DisposeAsync();
            return;
        }
        await Assert.ThrowsAsync<MqttException>(() => connecting);
        await Assert.ThrowsAnyAsync<Exception>(() => accepting);
    }

    public static TheoryData<string> Untrusted => ["another root", "the machine's roots", "another name", "a callback"];

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task A_server_that_is_not_trusted_is_refused(string why)
    {
        using var others = new TestCertificates();
        using var server = TlsServer();
        var tls = why switch
        {
            "another root" => new MqttTlsOptions { TrustedRoots = [others.Root] },
            "another name" => new MqttTlsOptions { TrustedRoots = [_ours.Root], TargetHost = "elsewhere" },
            "a callback" => new MqttTlsOptions { Validate = (_, _, _, _) => false },
            _ => new MqttTlsOptions(),
        };
        var accepting = server.AcceptAsync();
        await Assert.ThrowsAsync<MqttException>(() => MqttClient.ConnectAsync(Options(server.Port, tls), Patience));
        await Assert.ThrowsAnyAsync<Exception>(() => accepting);
    }

    [Fact]
    public async Task A_callback_decides_alone()
    {
        using var server = TlsServer();
        var accepting = server.AcceptAsync();
        await using var client = await MqttClient.ConnectAsync(Options(
            server.Port, new MqttTlsOptions { Validate = (_, c, _, _) => c!.Subject == "CN=localhost" }), Patience);
        await accepting;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Packets_travel_in_binary_WebSocket_messages_however_cut__MQTT_6_0_0_2(bool secure)
    {
        await using var app = await WebSocketServerAsync(secure, EchoAsync);
        var received = Channel.CreateUnbounded<MqttMessage>();
        var tls = secure ? new MqttTlsOptions { TrustedRoots = [_ours.Root] } : null;
        await using var client = await MqttClient.ConnectAsync(Options(PortOf(app), tls) with
        {
            Transport = MqttTransport.WebSocket,
            Into = received.Writer,
        }, Patience);
        await client.PublishAsync(
            MqttMessage.OfText("t", new string('x', 9000)) with { Qos = MqttQos.AtMostOnce }, Patience);
        Assert.Equal(9000, (await received.Reader.ReadAsync(Patience)).Payload.Length);
        await client.DisconnectAsync(Patience);
    }

    [Fact]
    public async Task A_text_message_ends_the_connection__MQTT_6_0_0_1()
    {
        await using var app = await WebSocketServerAsync(false, async socket =>
        {
            await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Patience);
            await socket.ReceiveAsync(new byte[1000], Patience);
        });
        var error = await Assert.ThrowsAsync<MqttException>(() => MqttClient.ConnectAsync(
            Options(PortOf(app), null) with { Transport = MqttTransport.WebSocket }, Patience));
        Assert.Contains("MQTT-6.0.0-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_the_subprotocol_mqtt_is_refused__MQTT_6_0_0_3()
    {
        await using var app = await WebSocketServerAsync(false, _ => Task.CompletedTask, subprotocol: null);
        await Assert.ThrowsAsync<MqttException>(() => MqttClient.ConnectAsync(
            Options(PortOf(app), null) with { Transport = MqttTransport.WebSocket }, Patience));
    }

    private static int PortOf(WebApplication app) => new Uri(app.Urls.First()).Port;

    private async Task<WebApplication> WebSocketServerAsync(
        bool secure, Func<WebSocket, Task> serve, string? subprotocol = "mqtt")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, endpoint =>
        {
            if (secure)
                endpoint.UseHttps(_server);
        }));
        if (secure)
            builder.WebHost.UseKestrelHttpsConfiguration();
        var app = builder.Build();
        app.UseWebSockets();
        app.Map("/mqtt", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(subprotocol);
            await serve(socket);
        });
        await app.StartAsync();
        return app;
    }

    /// <summary>Accepts, and sends every PUBLISH back, cut into messages of 100 bytes.</summary>
    private static async Task EchoAsync(WebSocket socket)
    {
        var decoder = MqttDecoder.ForServer(PacketSamples.Limit);
        var gathered = new List<byte>();
        var chunk = new byte[4096];
        while (true)
        {
            var read = await socket.ReceiveAsync(chunk, Patience);
            if (read.MessageType == WebSocketMessageType.Close)
                return;
            gathered.AddRange(chunk.AsSpan(0, read.Count));
            var buffer = new ReadOnlySequence<byte>(gathered.ToArray());
            while (decoder.TryReadFrame(ref buffer, out var frame))
                await AnswerAsync(socket, frame, decoder);
            gathered = [.. buffer.ToArray()];
        }
    }

    private static async Task AnswerAsync(WebSocket socket, MqttFrame frame, MqttDecoder decoder)
    {
        var answer = new ArrayBufferWriter<byte>();
        var writer = new MqttWriter(answer);
        if (frame.Type == MqttPacketType.Connect)
        {
            ConnectPacket.Decode(frame, decoder);
            new ConnAckPacket(MqttReasonCode.Success).Encode(writer);
        }
        else if (frame.Type == MqttPacketType.Publish)
        {
            PublishPacket.Decode(frame, decoder).Encode(writer);
        }
        foreach (var part in answer.WrittenMemory.ToArray().Chunk(100))
            await socket.SendAsync(part, WebSocketMessageType.Binary, true, Patience);
    }
}
