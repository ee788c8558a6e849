using System.Buffers;
using System.Net;
using System.Net.Sockets;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>The client against a server that a test scripts, so that it can be made to misbehave.</summary>
public class ClientTests
{
    private static readonly MqttProperties NoProperties = new();

    private static CancellationToken Patience => ScriptedServer.Patience;

    private static async Task<(MqttClient Client, ScriptedServer Server)> ConnectAsync(
        MqttProperties? limits = null, TimeSpan? keepAlive = null,
        Func<MqttMessage, CancellationToken, ValueTask>? onMessage = null)
    {
        var server = new ScriptedServer();
        var accepting = server.AcceptAsync(limits ?? NoProperties);
        var client = await MqttClient.ConnectAsync(new MqttClientOptions
        {
            Port = server.Port,
            ClientId = "gate-1",
            KeepAlive = keepAlive ?? TimeSpan.Zero,
            OnMessage = onMessage,
        }, TimeProvider.System, Patience);
        await accepting;
        return (client, server);
    }

    private static MqttMessage Message(string payload = "x") => new("t", System.Text.Encoding.UTF8.GetBytes(payload));

    [Fact]
    public async Task A_refusal_is_told_in_words()
    {
        using var server = new ScriptedServer();
        var accepting = server.AcceptAsync(new ConnAckPacket(MqttReasonCode.Banned));
        var refused = await Assert.ThrowsAsync<MqttException>(() => MqttClient.ConnectAsync(
            new MqttClientOptions { Port = server.Port, ClientId = "gate-1" }, TimeProvider.System, Patience));
        await accepting;
        Assert.Equal((byte)MqttReasonCode.Banned, refused.ReasonCode);
        Assert.Contains("banned (0x8A)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_connects_from_the_address_that_it_is_given()
    {
        using var server = new ScriptedServer();
        var accepting = server.AcceptAsync(NoProperties);
        await using var client = await MqttClient.ConnectAsync(
            new MqttClientOptions { Port = server.Port, ClientId = "gate-1", LocalAddress = IPAddress.Parse("127.0.0.9") },
            TimeProvider.System, Patience);
        await accepting;
        Assert.Equal(IPAddress.Parse("127.0.0.9"), server.From);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        using var server = new ScriptedServer();
        await Assert.ThrowsAsync<MqttException>(() => MqttClient.ConnectAsync(
            new MqttClientOptions
            {
                Port = server.Port,
                ClientId = "gate-1",
                ConnectTimeout = TimeSpan.FromMilliseconds(100),
            }, TimeProvider.System, Patience));
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_an_MqttException()
    {
        int port;
        using (var server = new ScriptedServer())
            port = server.Port;
        await Assert.ThrowsAsync<MqttException>(() => MqttClient.ConnectAsync(
            new MqttClientOptions { Port = port, ClientId = "gate-1" }, TimeProvider.System, Patience));
    }

    [Fact]
    public async Task No_more_is_sent_than_the_servers_Receive_Maximum()
    {
        var (client, server) = await ConnectAsync(new MqttProperties { ReceiveMaximum = 2 });
        await using var closing = client;
        using var stopping = server;
        var publishing = Enumerable.Range(0, 3).Select(_ => client.PublishAsync(Message(), Patience).AsTask()).ToArray();
        var first = PublishPacket.Decode(await server.ReadAsync(), server.Decoder).PacketId;
        await server.ReadAsync();
        // QoS 0 needs no place in the window, and arrives although the third message waits.
        await client.PublishAsync(Message() with { Qos = MqttQos.AtMostOnce }, Patience);
        Assert.Equal(0, (await server.ReadAsync()).Flags & 6);
        await server.SendAsync(new PublishAckPacket(MqttPacketType.PubAck, first, MqttReasonCode.Success).Encode);
        await publishing[0];
        Assert.Equal(2, (await server.ReadAsync()).Flags & 6);
        Assert.False(publishing[1].IsCompleted);
    }

    [Fact]
    public async Task Everything_that_waits_fails_when_the_connection_ends()
    {
        var (client, server) = await ConnectAsync(new MqttProperties { ReceiveMaximum = 1 });
        await using var closing = client;
        var inFlight = client.PublishAsync(Message(), Patience).AsTask();
        var waiting = client.PublishAsync(Message(), Patience).AsTask();
        var subscribing = client.SubscribeAsync(["a"], MqttQos.AtLeastOnce, Patience);
        await server.ReadAsync();
        server.Dispose();
        await Assert.ThrowsAsync<MqttException>(() => inFlight);
        await Assert.ThrowsAsync<MqttException>(() => waiting);
        await Assert.ThrowsAsync<MqttException>(() => subscribing);
        await Assert.ThrowsAsync<MqttException>(() => client.PublishAsync(Message(), Patience).AsTask());
        Assert.NotEmpty(await client.Ended);
    }

    [Fact]
    public async Task A_silent_server_is_noticed_after_one_and_a_half_keep_alives_and_was_pinged_before()
    {
        var (client, server) = await ConnectAsync(keepAlive: TimeSpan.FromSeconds(1));
        await using var closing = client;
        using var stopping = server;
        Assert.Equal(MqttPacketType.PingReq, (await server.ReadAsync()).Type);
        Assert.Contains(
            "nothing came from the server", await client.Ended.WaitAsync(Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_servers_reason_is_told_in_words()
    {
        var (client, server) = await ConnectAsync();
        await using var closing = client;
        using var stopping = server;
        await server.SendAsync(new DisconnectPacket(MqttPacketType.Disconnect, MqttReasonCode.ServerShuttingDown)
        {
            Properties = new MqttProperties { ReasonString = "back soon" },
        }.Encode);
        Assert.Equal(
            "the server ended the connection: server shutting down (0x8B), 'back soon'",
            await client.Ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_server_that_breaks_the_protocol_is_told_why()
    {
        var (client, server) = await ConnectAsync();
        await using var closing = client;
        using var stopping = server;
        await server.SendAsync(new PublishAckPacket(MqttPacketType.PubAck, 9, MqttReasonCode.Success).Encode);
        var farewell = DisconnectPacket.Decode(await server.ReadAsync(), server.Decoder);
        Assert.Equal(MqttReasonCode.ProtocolError, farewell.Reason);
        Assert.Contains("broke the protocol", await client.Ended.WaitAsync(Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_is_acknowledged_after_its_handler_and_not_when_that_fails()
    {
        var release = new TaskCompletionSource();
        var (client, server) = await ConnectAsync(onMessage: async (_, _) =>
        {
            await release.Task;
            throw new InvalidDataException("no such setting");
        });
        await using var closing = client;
        using var stopping = server;
        await server.SendAsync(w =>
            new PublishPacket("t", default) { Qos = MqttQos.AtLeastOnce, PacketId = 5 }.Encode(w));
        release.SetResult();
        Assert.Equal(MqttPacketType.Disconnect, (await server.ReadAsync()).Type);
        Assert.Contains("no such setting", await client.Ended.WaitAsync(Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_forbids_is_not_sent()
    {
        var (client, server) = await ConnectAsync(
            new MqttProperties { MaximumQos = 0, RetainAvailable = 0, MaximumPacketSize = 20 });
        await using var closing = client;
        using var stopping = server;
        async Task Refused(MqttMessage message, MqttReasonCode reason) => Assert.Equal((byte)reason,
            (await Assert.ThrowsAsync<MqttException>(() => client.PublishAsync(message, Patience).AsTask())).ReasonCode);
        var allowed = Message() with { Qos = MqttQos.AtMostOnce };
        await Refused(Message(), MqttReasonCode.QosNotSupported);
        await Refused(allowed with { Qos = MqttQos.ExactlyOnce }, MqttReasonCode.QosNotSupported);
        await Refused(allowed with { Retain = true }, MqttReasonCode.RetainNotSupported);
        await Refused(allowed with { Payload = new byte[30] }, MqttReasonCode.PacketTooLarge);
        await client.PublishAsync(allowed, Patience);
        Assert.Equal(MqttPacketType.Publish, (await server.ReadAsync()).Type);
    }

    [Fact]
    public async Task A_handler_may_dispose_its_client()
    {
        MqttClient? self = null;
        var disposed = new TaskCompletionSource();
        var (client, server) = await ConnectAsync(onMessage: async (_, _) =>
        {
            await self!.DisposeAsync();
            disposed.SetResult();
        });
        self = client;
        using var stopping = server;
        await server.SendAsync(w => new PublishPacket("t", default) { Qos = MqttQos.AtMostOnce }.Encode(w));
        await disposed.Task.WaitAsync(Patience);
        await client.DisposeAsync();
    }
}
