using System.Threading.Channels;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>Statements about clients that no other test is about.</summary>
public class ClientStatementTests
{
    private static CancellationToken Patience => ScriptedServer.Patience;

    private static MqttMessage Message(MqttQos qos) => MqttMessage.OfText("t", "x") with { Qos = qos };

    private static async Task<MqttClient> ConnectAsync(
        ScriptedServer server, MqttProperties? limits = null, Channel<MqttMessage>? into = null)
    {
        var accepting = server.AcceptAsync(limits);
        var client = await MqttClient.ConnectAsync(new MqttClientOptions
        {
            Port = server.Port,
            ClientId = "gate-1",
            KeepAlive = TimeSpan.Zero,
            Into = into?.Writer,
        }, Patience);
        await accepting;
        return client;
    }

    [Fact]
    public async Task Identifiers_in_use_are_never_zero_and_never_twice__MQTT_2_2_1_3__MQTT_2_2_1_2()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        var open = new HashSet<ushort> { 0 };
        var waiting = new List<Task>();
        for (var i = 0; i < 12; i++)
        {
            waiting.Add(i % 4 == 3
                ? client.SubscribeAsync(["t"], MqttQos.AtMostOnce, Patience)
                : client.PublishAsync(Message((MqttQos)(i % 4)), Patience).AsTask());
            var frame = await server.ReadAsync();
            var id = frame.Type == MqttPacketType.Subscribe
                ? SubscribePacket.Decode(frame, server.Decoder).PacketId
                : PublishPacket.Decode(frame, server.Decoder).PacketId;
            Assert.True(i % 4 == 0 ? id == 0 : open.Add(id));
        }
        server.Drop();
        foreach (var task in waiting.Where(task => !task.IsCompletedSuccessfully))
            await Assert.ThrowsAsync<MqttException>(() => task);
    }

    [Fact]
    public async Task With_its_quota_used_up_the_client_still_sends_everything_else__MQTT_3_3_4_8__MQTT_4_9_0_3()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server, new MqttProperties { ReceiveMaximum = 1 });
        var first = client.PublishAsync(Message(MqttQos.AtLeastOnce), Patience).AsTask();
        var second = client.PublishAsync(Message(MqttQos.AtLeastOnce), Patience).AsTask();
        var sent = await server.ReadPublishAsync();
        await client.SubscribeFenceAsync(server);
        await client.PublishAsync(Message(MqttQos.AtMostOnce), Patience);
        Assert.Equal(MqttQos.AtMostOnce, (await server.ReadPublishAsync()).Qos);
        await server.SendPublishAsync("t", 5, MqttQos.AtLeastOnce);
        await server.ReadAckAsync(MqttPacketType.PubAck);
        await server.SendAckAsync(MqttPacketType.PubAck, sent.PacketId);
        await server.SendAckAsync(MqttPacketType.PubAck, (await server.ReadPublishAsync()).PacketId);
        await first;
        await second;
    }

    [Fact]
    public async Task Answers_go_in_the_order_of_what_they_answer__MQTT_4_6_0_2__MQTT_4_6_0_3__MQTT_4_5_0_2()
    {
        using var server = new ScriptedServer();
        var received = Channel.CreateUnbounded<MqttMessage>();
        await using var client = await ConnectAsync(server, into: received);
        ushort[] ids = [9, 3, 200, 4, 1, 65_535];
        foreach (var id in ids)
            await server.SendPublishAsync("t", id, id % 2 == 0 ? MqttQos.AtLeastOnce : MqttQos.ExactlyOnce);
        foreach (var id in ids)
        {
            var expected = id % 2 == 0 ? MqttPacketType.PubAck : MqttPacketType.PubRec;
            Assert.Equal(id, (await server.ReadAckAsync(expected)).PacketId);
        }
    }

    [Fact]
    public async Task PUBREL_goes_in_the_order_of_PUBREC__MQTT_4_6_0_4__MQTT_2_2_1_5()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        var publishing = Enumerable.Range(0, 5)
            .Select(_ => client.PublishAsync(Message(MqttQos.ExactlyOnce), Patience).AsTask()).ToArray();
        var ids = new List<ushort>();
        for (var i = 0; i < publishing.Length; i++)
            ids.Add((await server.ReadPublishAsync()).PacketId);
        ushort[] order = [ids[3], ids[0], ids[4], ids[1], ids[2]];
        foreach (var id in order)
            await server.SendAckAsync(MqttPacketType.PubRec, id);
        foreach (var id in order)
        {
            Assert.Equal(id, (await server.ReadAckAsync(MqttPacketType.PubRel)).PacketId);
            await server.SendAckAsync(MqttPacketType.PubComp, id);
        }
        await Task.WhenAll(publishing);
    }

    [Fact]
    public async Task Whoever_said_DISCONNECT_closes__MQTT_3_14_4_2()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        var leaving = client.DisconnectAsync(Patience);
        Assert.Equal(MqttPacketType.Disconnect, (await server.ReadAsync()).Type);
        await server.EndAsync();
        server.Drop();
        await leaving;
    }

    [Fact]
    public async Task An_identifier_that_was_answered_stands_for_a_new_message__MQTT_4_3_2_5__MQTT_4_3_3_12()
    {
        using var server = new ScriptedServer();
        var received = Channel.CreateUnbounded<MqttMessage>();
        await using var client = await ConnectAsync(server, into: received);
        for (var i = 0; i < 2; i++)
        {
            await server.SendPublishAsync("t", 1, MqttQos.AtLeastOnce, duplicate: i == 1);
            await server.ReadAckAsync(MqttPacketType.PubAck);
            await server.SendPublishAsync("t", 1, MqttQos.ExactlyOnce, duplicate: i == 1);
            await server.ReadAckAsync(MqttPacketType.PubRec);
            await server.SendAckAsync(MqttPacketType.PubRel, 1);
            await server.ReadAckAsync(MqttPacketType.PubComp);
        }
        Assert.Equal(4, received.Reader.Count);
    }

    [Theory]
    [InlineData(MqttQos.AtMostOnce)]
    [InlineData(MqttQos.AtLeastOnce)]
    public async Task A_topic_is_65535_bytes_at_most_and_a_longer_one_harms_nothing__MQTT_4_7_3_3(MqttQos qos)
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        var longest = new string('x', 65_535);
        await Assert.ThrowsAsync<ArgumentException>(
            () => client.PublishAsync(Message(qos) with { Topic = longest + "x" }, Patience).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(
            () => client.PublishAsync(Message(qos) with { Topic = new string('ộ', 21_846) }, Patience).AsTask());
        var publishing = client.PublishAsync(Message(qos) with { Topic = longest }, Patience).AsTask();
        var sent = await server.ReadPublishAsync();
        Assert.Equal(longest, sent.Topic);
        if (qos == MqttQos.AtLeastOnce)
            await server.SendAckAsync(MqttPacketType.PubAck, sent.PacketId);
        await publishing;
    }
}
