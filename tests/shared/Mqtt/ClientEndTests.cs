using System.Buffers;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using static CheckIn.Shared.Tests.Mqtt.ClientOfATest;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>How a connection ends, and what bounds it.</summary>
public class ClientEndTests
{
    [Fact]
    public async Task A_farewell_carries_its_reason_and_words__MQTT_3_14_2_1()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        var leaving = client.DisconnectAsync(MqttReasonCode.DisconnectWithWill, "maintenance", Patience);
        var farewell = DisconnectPacket.Decode(await server.ReadAsync(), server.Decoder);
        Assert.Equal((MqttReasonCode.DisconnectWithWill, "maintenance"), (farewell.Reason, farewell.Properties!.ReasonString));
        server.Drop();
        await leaving;
    }

    [Fact]
    public async Task Nothing_follows_DISCONNECT__MQTT_3_14_4_1()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        var leaving = client.DisconnectAsync(Patience);
        Assert.Equal(MqttPacketType.Disconnect, (await server.ReadAsync()).Type);
        await Assert.ThrowsAsync<MqttException>(() => client.PublishAsync(Message(), Patience).AsTask());
        await leaving;
    }

    [Fact]
    public async Task Nothing_of_5_0_is_sent_at_3_1_1__MQTT_3_1_1()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server, Options(server) with { Level = MqttLevel.V311 });
        await client.PublishAsync(Message() with { ContentType = "a", UserProperties = [new("a", "b")] }, Patience);
        Assert.Null((await server.ReadPublishAsync()).Properties);
        var unsubscribing = client.UnsubscribeAsync(["a"], Patience);
        var packet = UnsubscribePacket.Decode(await server.ReadAsync(), server.Decoder);
        await server.SendAsync(new SubAckPacket(MqttPacketType.UnsubAck, packet.PacketId, []).Encode);
        await unsubscribing;
        await Assert.ThrowsAsync<ArgumentException>(() => client.SubscribeAsync(
            new MqttSubscription("a", MqttQos.AtMostOnce) { NoLocal = true }, null, Patience));
    }

    [Fact]
    public async Task A_packet_larger_than_the_client_said_ends_the_connection_before_its_body__MQTT_3_1_2_24()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server, Options(server) with { MaxPacketBytes = 1000 });
        Assert.Equal(1000u, server.Connect!.Properties!.MaximumPacketSize);
        await server.SendAsync(new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0x7F });
        Assert.Equal(MqttReasonCode.PacketTooLarge,
            DisconnectPacket.Decode(await server.ReadAsync(), server.Decoder).Reason);
    }

    [Fact]
    public async Task Bytes_that_wait_for_a_slow_handler_are_bounded()
    {
        using var server = new ScriptedServer();
        var stuck = new TaskCompletionSource();
        await using var client = await ConnectAsync(server, Options(server) with
        {
            MaxWaitingBytes = 400,
            OnMessage = (_, c) => new ValueTask(stuck.Task.WaitAsync(c)),
        });
        Action<MqttWriter> publish = w => new PublishPacket("t", new ReadOnlySequence<byte>(new byte[60])).Encode(w);
        await server.SendAsync(publish, publish);
        await server.SendAsync(w => new PublishPacket("t", new ReadOnlySequence<byte>(new byte[60]))
        {
            Qos = MqttQos.AtLeastOnce,
            PacketId = 1,
        }.Encode(w));
        Assert.Equal(MqttReasonCode.QuotaExceeded,
            DisconnectPacket.Decode(await server.ReadAsync(), server.Decoder).Reason);
        Assert.Equal(1, client.Dropped);
    }

    [Fact]
    public async Task Cancellation_ends_every_wait()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server, limits: new MqttProperties { ReceiveMaximum = 1 });
        using var cancelling = new CancellationTokenSource();
        Task[] waiting =
        [
            client.PublishAsync(Message(qos: MqttQos.AtLeastOnce), cancelling.Token).AsTask(),
            client.PublishAsync(Message(qos: MqttQos.ExactlyOnce), cancelling.Token).AsTask(),
            client.SubscribeAsync(new("a", MqttQos.AtMostOnce), null, cancelling.Token),
            client.UnsubscribeAsync(["a"], cancelling.Token),
        ];
        await server.ReadPublishAsync();
        await cancelling.CancelAsync();
        foreach (var task in waiting)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(Patience));
        Assert.Null(client.EndedBy);
    }

    [Fact]
    public async Task A_handler_that_lets_an_MqttException_through_ends_the_connection()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server, Options(server) with
        {
            OnMessage = (_, _) => throw new MqttException("could not forward"),
        });
        await server.SendPublishAsync("t", 0, MqttQos.AtMostOnce);
        Assert.Contains("could not forward", await client.Ended.WaitAsync(Patience), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mqtt://h", MqttTransport.Tcp, false, 1883)]
    [InlineData("mqtts://h:8884", MqttTransport.Tcp, true, 8884)]
    [InlineData("ws://h/live", MqttTransport.WebSocket, false, 80)]
    [InlineData("wss://h", MqttTransport.WebSocket, true, 443)]
    public void An_address_says_transport_encryption_and_port(string uri, MqttTransport transport, bool secure, int port)
    {
        var options = MqttClientOptions.For(new Uri(uri), "me");
        Assert.Equal(("h", transport, secure, port),
            (options.Host, options.Transport, options.Tls is not null, options.Port));
        Assert.Throws<ArgumentException>(() => MqttClientOptions.For(new Uri("http://h"), "me"));
    }
}
