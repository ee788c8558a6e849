using System.Threading.Channels;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>QoS 1 and 2, both ways, within a connection and across several.</summary>
public class ClientSessionTests
{
    private static CancellationToken Patience => ScriptedServer.Patience;

    private static MqttMessage Message(MqttQos qos, string payload = "x") => MqttMessage.OfText("t", payload) with { Qos = qos };

    private static async Task<MqttClient> ConnectAsync(
        ScriptedServer server, MqttSession? session = null, Channel<MqttMessage>? into = null,
        bool present = false, MqttProperties? limits = null, MqttLevel level = MqttLevel.V5,
        Func<MqttMessage, CancellationToken, ValueTask>? onMessage = null)
    {
        var accepting = server.AcceptAsync(limits, present);
        var client = await MqttClient.ConnectAsync(new MqttClientOptions
        {
            Port = server.Port,
            ClientId = "gate-1",
            KeepAlive = TimeSpan.Zero,
            Session = session,
            Level = level,
            Into = into?.Writer,
            OnMessage = onMessage,
        }, Patience);
        await accepting;
        return client;
    }

    [Theory]
    [InlineData(MqttLevel.V311)]
    [InlineData(MqttLevel.V5)]
    public async Task A_message_at_QoS_2_completes_with_PUBCOMP_after_PUBREC_and_PUBREL__MQTT_4_3_3_2(MqttLevel level)
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server, level: level);
        var publishing = client.PublishAsync(Message(MqttQos.ExactlyOnce), Patience).AsTask();
        var publish = await server.ReadPublishAsync();
        Assert.False(publish.Duplicate);
        await server.SendAckAsync(MqttPacketType.PubRec, publish.PacketId);
        Assert.Equal(publish.PacketId, (await server.ReadAckAsync(MqttPacketType.PubRel)).PacketId);
        Assert.False(publishing.IsCompleted);
        await server.SendAckAsync(MqttPacketType.PubComp, publish.PacketId);
        await publishing;
    }

    [Fact]
    public async Task A_PUBREC_with_an_error_ends_the_exchange_without_PUBREL__MQTT_4_3_3_4()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server, limits: new MqttProperties { ReceiveMaximum = 1 });
        var publishing = client.PublishAsync(Message(MqttQos.ExactlyOnce), Patience).AsTask();
        var publish = await server.ReadPublishAsync();
        await server.SendAckAsync(MqttPacketType.PubRec, publish.PacketId, MqttReasonCode.QuotaExceeded);
        var refused = await Assert.ThrowsAsync<MqttException>(() => publishing);
        Assert.Equal(MqttReasonCode.QuotaExceeded, refused.Reason);
        // Its place in the window is free again, and no PUBREL came between.
        _ = client.PublishAsync(Message(MqttQos.AtLeastOnce), Patience).AsTask();
        Assert.Equal(MqttQos.AtLeastOnce, (await server.ReadPublishAsync()).Qos);
    }

    [Fact]
    public async Task A_PUBREC_for_an_unknown_identifier_is_answered_with_packet_identifier_not_found__MQTT_4_3_3()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        await server.SendAckAsync(MqttPacketType.PubRec, 77);
        var release = await server.ReadAckAsync(MqttPacketType.PubRel);
        Assert.Equal((77, MqttReasonCode.PacketIdentifierNotFound), (release.PacketId, release.Reason));
    }

    [Theory]
    [InlineData(MqttLevel.V311)]
    [InlineData(MqttLevel.V5)]
    public async Task A_message_received_at_QoS_2_is_handled_once_however_often_it_is_sent__MQTT_4_3_3_10(MqttLevel level)
    {
        using var server = new ScriptedServer();
        var received = Channel.CreateUnbounded<MqttMessage>();
        await using var client = await ConnectAsync(server, into: received, level: level);
        await server.SendPublishAsync("t", 5, MqttQos.ExactlyOnce);
        await server.ReadAckAsync(MqttPacketType.PubRec);
        await server.SendPublishAsync("t", 5, MqttQos.ExactlyOnce, duplicate: true);
        await server.ReadAckAsync(MqttPacketType.PubRec);
        await server.SendAckAsync(MqttPacketType.PubRel, 5);
        Assert.Equal(MqttReasonCode.Success, (await server.ReadAckAsync(MqttPacketType.PubComp)).Reason);
        // Released, the identifier names a new message.
        await server.SendPublishAsync("t", 5, MqttQos.ExactlyOnce);
        await server.ReadAckAsync(MqttPacketType.PubRec);
        Assert.Equal(2, received.Reader.Count);
    }

    [Fact]
    public async Task A_PUBREL_for_an_unknown_identifier_is_answered_with_PUBCOMP_0x92__MQTT_3_7_2_1()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        await server.SendAckAsync(MqttPacketType.PubRel, 9);
        var complete = await server.ReadAckAsync(MqttPacketType.PubComp);
        Assert.Equal((9, MqttReasonCode.PacketIdentifierNotFound), (complete.PacketId, complete.Reason));
    }

    [Fact]
    public async Task What_was_under_way_is_sent_again_with_DUP_in_its_order_and_PUBREL_too__MQTT_4_4_0_1()
    {
        using var server = new ScriptedServer();
        var session = new MqttSession();
        var first = await ConnectAsync(server, session);
        Assert.True(server.Connect!.CleanStart);
        Task[] publishing =
        [
            first.PublishAsync(Message(MqttQos.AtLeastOnce, "a"), Patience).AsTask(),
            first.PublishAsync(Message(MqttQos.ExactlyOnce, "b"), Patience).AsTask(),
            first.PublishAsync(Message(MqttQos.ExactlyOnce, "c"), Patience).AsTask(),
        ];
        PublishPacket[] sent =
            [await server.ReadPublishAsync(), await server.ReadPublishAsync(), await server.ReadPublishAsync()];
        await server.SendAckAsync(MqttPacketType.PubRec, sent[1].PacketId);
        await server.ReadAckAsync(MqttPacketType.PubRel);
        server.Drop();
        foreach (var task in publishing)
            await Assert.ThrowsAsync<MqttException>(() => task);
        await first.DisposeAsync();
        Assert.Equal(3, session.Unacknowledged);

        await using var second = await ConnectAsync(server, session, present: true);
        Assert.False(server.Connect!.CleanStart);
        Assert.Equal(sent[1].PacketId, (await server.ReadAckAsync(MqttPacketType.PubRel)).PacketId);
        var a = await server.ReadPublishAsync();
        var c = await server.ReadPublishAsync();
        Assert.Equal((sent[0].PacketId, true), (a.PacketId, a.Duplicate));
        Assert.Equal((sent[2].PacketId, true), (c.PacketId, c.Duplicate));
        await server.SendAckAsync(MqttPacketType.PubComp, sent[1].PacketId);
        await server.SendAckAsync(MqttPacketType.PubAck, a.PacketId);
        await server.SendAckAsync(MqttPacketType.PubRec, c.PacketId);
        await server.ReadAckAsync(MqttPacketType.PubRel);
        await server.SendAckAsync(MqttPacketType.PubComp, c.PacketId);
        await second.SubscribeFenceAsync(server);
        Assert.Equal(0, session.Unacknowledged);
    }

    [Fact]
    public async Task What_is_sent_again_keeps_to_the_new_Receive_Maximum_and_goes_before_new_messages__MQTT_3_3_4_7()
    {
        using var server = new ScriptedServer();
        var session = new MqttSession();
        var first = await ConnectAsync(server, session);
        var old = Enumerable.Range(0, 2)
            .Select(i => first.PublishAsync(Message(MqttQos.AtLeastOnce, $"old {i}"), Patience).AsTask()).ToArray();
        await server.ReadPublishAsync();
        await server.ReadPublishAsync();
        server.Drop();
        foreach (var task in old)
            await Assert.ThrowsAsync<MqttException>(() => task);
        await first.DisposeAsync();
        await using var second = await ConnectAsync(
            server, session, present: true, limits: new MqttProperties { ReceiveMaximum = 1 });
        var publishing = second.PublishAsync(Message(MqttQos.AtLeastOnce, "new"), Patience).AsTask();
        foreach (var expected in (string[])["old 0", "old 1", "new"])
        {
            var publish = await server.ReadPublishAsync();
            Assert.Equal(expected, publish.ToMessage().Text);
            await second.SubscribeFenceAsync(server);
            await server.SendAckAsync(MqttPacketType.PubAck, publish.PacketId);
        }
        await publishing;
    }

    [Fact]
    public async Task When_the_connection_is_lost_a_publisher_learns_whose_the_message_is()
    {
        using var server = new ScriptedServer();
        var session = new MqttSession();
        await using var client = await ConnectAsync(
            server, session, limits: new MqttProperties { ReceiveMaximum = 1 });
        var sent = client.PublishAsync(Message(MqttQos.AtLeastOnce), Patience).AsTask();
        var waiting = client.PublishAsync(Message(MqttQos.AtLeastOnce), Patience).AsTask();
        await server.ReadPublishAsync();
        server.Drop();
        Assert.True((await Assert.ThrowsAsync<MqttException>(() => sent)).IsInSession);
        Assert.False((await Assert.ThrowsAsync<MqttException>(() => waiting)).IsInSession);
        Assert.Equal(1, session.Unacknowledged);
    }

    [Fact]
    public async Task A_message_handled_before_the_connection_broke_is_not_handled_again__MQTT_4_3_3_10()
    {
        using var server = new ScriptedServer();
        var session = new MqttSession();
        var received = Channel.CreateUnbounded<MqttMessage>();
        var first = await ConnectAsync(server, session, received);
        await server.SendPublishAsync("t", 5, MqttQos.ExactlyOnce);
        await server.ReadAckAsync(MqttPacketType.PubRec);
        server.Drop();
        await first.DisposeAsync();
        await using var second = await ConnectAsync(server, session, received, present: true);
        await server.SendPublishAsync("t", 5, MqttQos.ExactlyOnce, duplicate: true);
        await server.ReadAckAsync(MqttPacketType.PubRec);
        await server.SendAckAsync(MqttPacketType.PubRel, 5);
        await server.ReadAckAsync(MqttPacketType.PubComp);
        Assert.Equal(1, received.Reader.Count);
    }

    [Fact]
    public async Task A_message_whose_handler_failed_is_handled_when_it_comes_again()
    {
        using var server = new ScriptedServer();
        var session = new MqttSession();
        var first = await ConnectAsync(
            server, session, onMessage: (_, _) => throw new InvalidOperationException("not today"));
        await server.SendPublishAsync("t", 5, MqttQos.ExactlyOnce);
        Assert.Contains("not today", await first.Ended.WaitAsync(Patience), StringComparison.Ordinal);
        await first.DisposeAsync();
        var received = Channel.CreateUnbounded<MqttMessage>();
        await using var second = await ConnectAsync(server, session, received, present: true);
        await server.SendPublishAsync("t", 5, MqttQos.ExactlyOnce, duplicate: true);
        await server.ReadAckAsync(MqttPacketType.PubRec);
        Assert.Equal(1, received.Reader.Count);
    }

    [Fact]
    public async Task A_server_without_the_session_voids_what_was_under_way__MQTT_3_2_2_5()
    {
        using var server = new ScriptedServer();
        var session = new MqttSession();
        var first = await ConnectAsync(server, session);
        var publishing = first.PublishAsync(Message(MqttQos.ExactlyOnce), Patience).AsTask();
        await server.ReadPublishAsync();
        server.Drop();
        await Assert.ThrowsAsync<MqttException>(() => publishing);
        await first.DisposeAsync();
        await using var second = await ConnectAsync(server, session, present: false);
        Assert.Equal(0, session.Unacknowledged);
        await second.SubscribeFenceAsync(server);
    }

    [Fact]
    public async Task A_session_that_the_client_does_not_have_ends_the_connection__MQTT_3_2_2_4()
    {
        using var server = new ScriptedServer();
        var error = await Assert.ThrowsAsync<MqttException>(() => ConnectAsync(server, new MqttSession(), present: true));
        Assert.Equal(MqttReasonCode.ProtocolError, error.Reason);
        Assert.Equal(MqttPacketType.Disconnect, (await server.ReadAsync()).Type);
    }

    [Fact]
    public async Task Session_expiry_is_asked_for_only_with_a_session__MQTT_3_1_2_11_2()
    {
        using var server = new ScriptedServer();
        await using (await ConnectAsync(server))
            Assert.Null(server.Connect!.Properties!.SessionExpiryInterval);
        await using (await ConnectAsync(server, new MqttSession()))
            Assert.Equal(3600u, server.Connect!.Properties!.SessionExpiryInterval);
    }

    [Fact]
    public async Task At_3_1_1_a_session_that_is_kept_is_not_clean__MQTT_3_1_2_4()
    {
        using var server = new ScriptedServer();
        await using (await ConnectAsync(server, level: MqttLevel.V311))
            Assert.True(server.Connect!.CleanStart);
        await using (await ConnectAsync(server, new MqttSession(), level: MqttLevel.V311))
            Assert.False(server.Connect!.CleanStart);
    }

    [Theory]
    [InlineData(MqttOverrunPolicy.Disconnect)]
    [InlineData(MqttOverrunPolicy.Tolerate)]
    public async Task More_than_Receive_Maximum_ends_the_connection_or_is_counted__MQTT_3_3_4_9(MqttOverrunPolicy policy)
    {
        using var server = new ScriptedServer();
        var stuck = new TaskCompletionSource();
        var accepting = server.AcceptAsync();
        await using var client = await MqttClient.ConnectAsync(new MqttClientOptions
        {
            Port = server.Port,
            ClientId = "gate-1",
            WhenReceiveMaximumIsExceeded = policy,
            OnMessage = (_, c) => new ValueTask(stuck.Task.WaitAsync(c)),
        }, Patience);
        await accepting;
        for (ushort id = 1; id <= 17; id++)
            await server.SendPublishAsync("t", id, id % 2 == 0 ? MqttQos.AtLeastOnce : MqttQos.ExactlyOnce);
        if (policy == MqttOverrunPolicy.Disconnect)
        {
            var farewell = DisconnectPacket.Decode(await server.ReadAsync(), server.Decoder);
            Assert.Equal(MqttReasonCode.ReceiveMaximumExceeded, farewell.Reason);
            return;
        }
        await client.SubscribeFenceAsync(server);
        Assert.Equal(1, client.Overruns);
        stuck.SetResult();
        for (var id = 1; id <= 17; id++)
            await server.ReadAckAsync(id % 2 == 0 ? MqttPacketType.PubAck : MqttPacketType.PubRec);
    }

    [Fact]
    public async Task A_thousand_messages_at_QoS_2_both_ways_arrive_once_each()
    {
        using var server = new ScriptedServer();
        var received = Channel.CreateUnbounded<MqttMessage>();
        await using var client = await ConnectAsync(server, into: received, limits: new MqttProperties { ReceiveMaximum = 20 });
        var publishing = Enumerable.Range(0, 500)
            .Select(i => client.PublishAsync(Message(MqttQos.ExactlyOnce, $"{i}"), Patience).AsTask()).ToArray();
        var seen = new HashSet<string>();
        for (var completed = 0; completed < 500;)
        {
            var frame = await server.ReadAsync();
            if (frame.Type == MqttPacketType.Publish)
            {
                var publish = PublishPacket.Decode(frame, server.Decoder);
                Assert.True(seen.Add(publish.ToMessage().Text));
                await server.SendAckAsync(MqttPacketType.PubRec, publish.PacketId);
                continue;
            }
            Assert.Equal(MqttPacketType.PubRel, frame.Type);
            await server.SendAckAsync(MqttPacketType.PubComp, PublishAckPacket.Decode(frame, server.Decoder).PacketId);
            completed++;
        }
        await Task.WhenAll(publishing);
        for (ushort id = 1; id <= 500; id++)
        {
            await server.SendPublishAsync("t", id, MqttQos.ExactlyOnce);
            await server.ReadAckAsync(MqttPacketType.PubRec);
            await server.SendAckAsync(MqttPacketType.PubRel, id);
            await server.ReadAckAsync(MqttPacketType.PubComp);
        }
        Assert.Equal(500, received.Reader.Count);
    }
}

internal static class Fences
{
    /// <summary>
    /// Subscribes: everything that the client had to send before has come when this has been answered.
    /// </summary>
    public static async Task SubscribeFenceAsync(this MqttClient client, ScriptedServer server)
    {
        var subscribing = client.SubscribeAsync(["fence"], MqttQos.AtMostOnce, ScriptedServer.Patience);
        await server.GrantAsync();
        await subscribing;
    }
}
