using System.Buffers;
using System.Threading.Channels;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>What CONNECT says, what CONNACK changes, aliases, handlers, farewells.</summary>
public class ClientFeatureTests
{
    private static CancellationToken Patience => ScriptedServer.Patience;

    private static MqttClientOptions Options(ScriptedServer server) => new()
    {
        Port = server.Port,
        ClientId = "gate-1",
        KeepAlive = TimeSpan.Zero,
    };

    private static async Task<MqttClient> ConnectAsync(
        ScriptedServer server, MqttClientOptions? options = null, MqttProperties? limits = null)
    {
        var accepting = server.AcceptAsync(limits);
        var client = await MqttClient.ConnectAsync(options ?? Options(server), Patience);
        await accepting;
        return client;
    }

    private static MqttMessage Message(string topic = "t", MqttQos qos = MqttQos.AtMostOnce) =>
        MqttMessage.OfText(topic, "x") with { Qos = qos };

    [Fact]
    public async Task CONNECT_carries_the_will_with_all_its_properties_and_the_credentials__MQTT_3_1_2_9()
    {
        using var server = new ScriptedServer();
        var will = new MqttMessage("gone", new byte[] { 1 })
        {
            Qos = MqttQos.ExactlyOnce,
            Retain = true,
            ContentType = "text/plain",
            ResponseTopic = "answers",
            CorrelationData = new byte[] { 2, 3 },
            ExpirySeconds = 60,
            UserProperties = [new("a", "b")],
        };
        await using var client = await ConnectAsync(server, Options(server) with
        {
            Will = will,
            WillDelay = TimeSpan.FromSeconds(5),
            UserName = "me",
            Password = new byte[] { 9 },
            KeepAlive = TimeSpan.FromSeconds(30),
            UserProperties = [new("site", "north")],
        });
        var connect = server.Connect!;
        Assert.Equal((will.Topic, will.Qos, will.Retain), (connect.Will!.Topic, connect.Will.Qos, connect.Will.Retain));
        Assert.Equal(("text/plain", "answers", 60u),
            (connect.Will.ContentType, connect.Will.ResponseTopic, connect.Will.ExpirySeconds));
        Assert.Equal([2, 3], connect.Will.CorrelationData.ToArray());
        Assert.Equal([new("a", "b")], connect.Will.UserProperties);
        Assert.Equal((5u, "me", (ushort)30), (connect.WillDelay, connect.UserName, connect.KeepAlive));
        Assert.Equal([9], connect.Password!.Value.ToArray());
        Assert.Equal([new("site", "north")], connect.Properties!.UserProperties);
        Assert.Equal(16u, connect.Properties.ReceiveMaximum);
    }

    [Fact]
    public async Task The_servers_keep_alive_is_used_instead_of_the_clients__MQTT_3_1_2_21()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server, limits: new MqttProperties { ServerKeepAlive = 1 });
        Assert.Equal(TimeSpan.FromSeconds(1), client.Server.KeepAlive);
        Assert.Equal(MqttPacketType.PingReq, (await server.ReadAsync()).Type);
    }

    [Fact]
    public async Task An_assigned_client_identifier_is_told__MQTT_3_1_3_7()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server, Options(server) with { ClientId = "" },
            new MqttProperties { AssignedClientIdentifier = "auto-1" });
        Assert.Equal("auto-1", client.Server.ClientId);
    }

    [Theory]
    [InlineData(1, MqttReasonCode.UnsupportedProtocolVersion)]
    [InlineData(2, MqttReasonCode.ClientIdentifierNotValid)]
    [InlineData(3, MqttReasonCode.ServerUnavailable)]
    [InlineData(4, MqttReasonCode.BadUserNameOrPassword)]
    [InlineData(5, MqttReasonCode.NotAuthorized)]
    public async Task A_return_code_of_3_1_1_is_told_as_its_reason__MQTT_3_1_1_3_2_2_3(byte code, MqttReasonCode reason)
    {
        using var server = new ScriptedServer();
        var accepting = server.AcceptSilentlyAsync();
        var connecting = MqttClient.ConnectAsync(Options(server) with { Level = MqttLevel.V311 }, Patience);
        await accepting;
        Assert.Equal(MqttLevel.V311, server.Connect!.Level);
        await server.SendAsync(new byte[] { 0x20, 2, 0, code });
        Assert.Equal(reason, (await Assert.ThrowsAsync<MqttException>(() => connecting)).Reason);
    }

    [Fact]
    public async Task A_refusal_that_names_another_server_is_reported__MQTT_4_11()
    {
        using var server = new ScriptedServer();
        var accepting = server.AcceptAsync(new ConnAckPacket(MqttReasonCode.UseAnotherServer)
        {
            Properties = new MqttProperties { ServerReference = "other:1883" },
        });
        var refused = await Assert.ThrowsAsync<MqttException>(
            () => MqttClient.ConnectAsync(Options(server), Patience));
        await accepting;
        Assert.Equal((MqttReasonCode.UseAnotherServer, "other:1883"), (refused.Reason, refused.ServerReference));
    }

    [Fact]
    public async Task A_DISCONNECT_that_names_another_server_is_reported__MQTT_4_11()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        await server.SendAsync(new DisconnectPacket(MqttPacketType.Disconnect, MqttReasonCode.ServerMoved)
        {
            Properties = new MqttProperties { ServerReference = "other:1883" },
        }.Encode);
        Assert.Contains("other:1883", await client.Ended.WaitAsync(Patience), StringComparison.Ordinal);
        Assert.Equal((MqttReasonCode.ServerMoved, "other:1883"), (client.EndedBy!.Reason, client.EndedBy.ServerReference));
    }

    [Fact]
    public async Task AUTH_that_was_not_asked_for_ends_the_connection__MQTT_4_12_0_6()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        await server.SendAsync(new DisconnectPacket(MqttPacketType.Auth, MqttReasonCode.ContinueAuthentication)
        {
            Properties = new MqttProperties { AuthenticationMethod = "SCRAM" },
        }.Encode);
        var farewell = DisconnectPacket.Decode(await server.ReadAsync(), server.Decoder);
        Assert.Equal(MqttReasonCode.ProtocolError, farewell.Reason);
        Assert.Contains("MQTT-4.12.0-6", await client.Ended.WaitAsync(Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AUTH_instead_of_CONNACK_is_refused__MQTT_4_12_0_6()
    {
        using var server = new ScriptedServer();
        var accepting = server.AcceptSilentlyAsync();
        var connecting = MqttClient.ConnectAsync(Options(server), Patience);
        await accepting;
        await server.SendAsync(new DisconnectPacket(MqttPacketType.Auth, MqttReasonCode.ContinueAuthentication)
        {
            Properties = new MqttProperties { AuthenticationMethod = "SCRAM" },
        }.Encode);
        Assert.Equal(MqttReasonCode.ProtocolError, (await Assert.ThrowsAsync<MqttException>(() => connecting)).Reason);
    }

    [Fact]
    public async Task A_repeated_topic_is_sent_by_its_alias_as_far_as_the_server_allows__MQTT_3_3_2_9()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server, limits: new MqttProperties { TopicAliasMaximum = 1 });
        foreach (var topic in (string[])["long/topic", "long/topic", "other"])
            await client.PublishAsync(Message(topic), Patience);
        var first = await server.ReadPublishAsync();
        Assert.Equal(("long/topic", 1u), (first.Topic, first.Properties!.TopicAlias));
        var second = await server.ReadPublishAsync();
        Assert.Equal(("", 1u), (second.Topic, second.Properties!.TopicAlias));
        var third = await server.ReadPublishAsync();
        Assert.Equal(("other", null), (third.Topic, third.Properties!.TopicAlias));
    }

    [Fact]
    public async Task No_alias_is_used_towards_a_server_that_offers_none__MQTT_3_2_2_18()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        await client.PublishAsync(Message(), Patience);
        await client.PublishAsync(Message(), Patience);
        await server.ReadPublishAsync();
        Assert.Equal("t", (await server.ReadPublishAsync()).Topic);
    }

    [Fact]
    public async Task The_servers_alias_stands_for_its_topic__MQTT_3_3_2_10()
    {
        using var server = new ScriptedServer();
        var received = Channel.CreateUnbounded<MqttMessage>();
        await using var client = await ConnectAsync(server, Options(server) with { Into = received.Writer });
        Assert.Equal(16u, server.Connect!.Properties!.TopicAliasMaximum);
        await server.SendPublishAsync("long/topic", 0, MqttQos.AtMostOnce, properties: new() { TopicAlias = 16 });
        await server.SendPublishAsync("", 0, MqttQos.AtMostOnce, properties: new() { TopicAlias = 16 });
        Assert.Equal("long/topic", (await received.Reader.ReadAsync(Patience)).Topic);
        Assert.Equal("long/topic", (await received.Reader.ReadAsync(Patience)).Topic);
    }

    [Fact]
    public async Task An_alias_beyond_what_was_offered_ends_the_connection__MQTT_3_3_2_11()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        await server.SendPublishAsync("t", 0, MqttQos.AtMostOnce, properties: new() { TopicAlias = 17 });
        Assert.Equal(MqttReasonCode.TopicAliasInvalid,
            DisconnectPacket.Decode(await server.ReadAsync(), server.Decoder).Reason);
    }

    [Fact]
    public async Task Each_subscription_has_its_handler_and_the_rest_goes_to_the_common_one__MQTT_3_3_4_3()
    {
        using var server = new ScriptedServer();
        var (a, b, rest) = (Channel.CreateUnbounded<MqttMessage>(), Channel.CreateUnbounded<MqttMessage>(),
            Channel.CreateUnbounded<MqttMessage>());
        await using var client = await ConnectAsync(server, Options(server) with { Into = rest.Writer });
        var subscribing = client.SubscribeAsync(new("x/#", MqttQos.AtMostOnce), a.Writer.WriteAsync, Patience);
        var first = (await server.GrantAsync()).Properties!.SubscriptionIdentifiers[0];
        Assert.Equal(MqttQos.AtMostOnce, await subscribing);
        var also = client.SubscribeAsync(new("x/+", MqttQos.AtMostOnce), b.Writer.WriteAsync, Patience);
        var second = (await server.GrantAsync()).Properties!.SubscriptionIdentifiers[0];
        await also;
        var both = new MqttProperties();
        both.AddSubscriptionIdentifier(first);
        both.AddSubscriptionIdentifier(second);
        await server.SendPublishAsync("x/1", 0, MqttQos.AtMostOnce, properties: both);
        var one = new MqttProperties();
        one.AddSubscriptionIdentifier(second);
        await server.SendPublishAsync("x/2", 0, MqttQos.AtMostOnce, properties: one);
        await server.SendPublishAsync("y", 0, MqttQos.AtMostOnce);
        Assert.Equal("y", (await rest.Reader.ReadAsync(Patience)).Topic);
        Assert.Equal((1, 2), (a.Reader.Count, b.Reader.Count));
        Assert.Equal([first, second], (await a.Reader.ReadAsync(Patience)).SubscriptionIdentifiers);
    }

    [Fact]
    public async Task Without_identifiers_handlers_are_found_by_their_filters__MQTT_3_2_2_3_12()
    {
        using var server = new ScriptedServer();
        var a = Channel.CreateUnbounded<MqttMessage>();
        await using var client = await ConnectAsync(
            server, limits: new MqttProperties { SubscriptionIdentifierAvailable = 0 });
        var subscribing = client.SubscribeAsync(new("$share/g/x/+", MqttQos.AtMostOnce), a.Writer.WriteAsync, Patience);
        Assert.Null((await server.GrantAsync()).Properties);
        await subscribing;
        await server.SendPublishAsync("x/1", 0, MqttQos.AtMostOnce);
        Assert.Equal("x/1", (await a.Reader.ReadAsync(Patience)).Topic);
    }

    [Fact]
    public async Task Subscription_options_are_sent_as_asked__MQTT_3_8_3_1()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        var wanted = new MqttSubscription("x", MqttQos.ExactlyOnce)
        {
            NoLocal = true,
            RetainAsPublished = true,
            RetainHandling = MqttRetainHandling.WhenNew,
        };
        var subscribing = client.SubscribeAsync(wanted, null, Patience);
        Assert.Equal([wanted], (await server.GrantAsync()).Subscriptions);
        Assert.Equal(MqttQos.ExactlyOnce, await subscribing);
    }

    [Fact]
    public async Task An_answer_with_another_number_of_reasons_ends_the_connection__MQTT_3_8_4_6()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        var subscribing = client.SubscribeAsync(["a", "b"], MqttQos.AtMostOnce, Patience);
        var packet = SubscribePacket.Decode(await server.ReadAsync(), server.Decoder);
        await server.SendAsync(
            new SubAckPacket(MqttPacketType.SubAck, packet.PacketId, [MqttReasonCode.Success]).Encode);
        await Assert.ThrowsAsync<MqttException>(() => subscribing);
        Assert.Contains("MQTT-3.8.4-6", await client.Ended.WaitAsync(Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_does_not_offer_is_not_subscribed__MQTT_3_2_2_3_11()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server, limits: new MqttProperties
        {
            WildcardSubscriptionAvailable = 0,
            SharedSubscriptionAvailable = 0,
        });
        async Task<MqttReasonCode?> Refused(string filter) => (await Assert.ThrowsAsync<MqttException>(
            () => client.SubscribeAsync(new(filter, MqttQos.AtMostOnce), null, Patience))).Reason;
        Assert.Equal(MqttReasonCode.WildcardSubscriptionsNotSupported, await Refused("a/#"));
        Assert.Equal(MqttReasonCode.SharedSubscriptionsNotSupported, await Refused("$share/g/a"));
        await Assert.ThrowsAsync<ArgumentException>(
            () => client.SubscribeAsync(new("a#", MqttQos.AtMostOnce), null, Patience));
    }

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
