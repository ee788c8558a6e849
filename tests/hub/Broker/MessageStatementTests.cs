using CheckIn.Fixtures;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>How messages come and go (2.2.1, 3.3 to 3.7, 4.3, 4.9), statement by statement.</summary>
public class MessageStatementTests
{
    private static Task<RawClient> ConnectAsync(BrokerHost host, string id, MqttProperties? properties = null) =>
        RawClient.ConnectAsync(host.Port, new ConnectPacket { ClientId = id, CleanStart = true, Properties = properties });

    private static async Task<RawClient> SubscribedAsync(
        BrokerHost host, string filter, MqttQos qos, MqttProperties? properties = null)
    {
        var client = await ConnectAsync(host, "subscriber", properties);
        await client.SubscribeAsync(filter, qos);
        return client;
    }

    private static Action<MqttWriter> Publish(
        ushort id, MqttQos qos = MqttQos.AtLeastOnce, bool duplicate = false, string topic = "t",
        MqttProperties? properties = null) => w => new PublishPacket(topic, default)
        {
            Qos = qos,
            PacketId = id,
            Duplicate = duplicate,
            Properties = properties,
        }.Encode(w);

    [Fact]
    public async Task Every_answer_bears_the_identifier_of_its_question__MQTT_2_2_1_5__MQTT_4_3_2_4__MQTT_4_3_3_8__MQTT_4_3_3_11()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await ConnectAsync(host, "client");
        await client.SendAsync(Publish(65_535));
        Assert.Equal(MqttReasonCode.Success, await client.AnswerAsync(MqttPacketType.PubAck, 65_535));
        await client.SendAsync(Publish(7, MqttQos.ExactlyOnce));
        Assert.Equal(MqttReasonCode.Success, await client.AnswerAsync(MqttPacketType.PubRec, 7));
        await client.AcknowledgeAsync(MqttPacketType.PubRel, 7);
        Assert.Equal(MqttReasonCode.Success, await client.AnswerAsync(MqttPacketType.PubComp, 7));
    }

    [Theory]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task An_identifier_seen_through_stands_for_a_new_message_even_with_DUP__MQTT_4_3_2_5__MQTT_4_3_3_12(MqttQos qos)
    {
        await using var host = await BrokerHost.StartAsync();
        using var subscriber = await SubscribedAsync(host, "t", MqttQos.AtMostOnce);
        using var client = await ConnectAsync(host, "client");
        foreach (var duplicate in (bool[])[false, true])
        {
            await client.SendAsync(Publish(1, qos, duplicate));
            await client.AnswerAsync(qos == MqttQos.AtLeastOnce ? MqttPacketType.PubAck : MqttPacketType.PubRec, 1);
            if (qos == MqttQos.ExactlyOnce)
            {
                await client.AcknowledgeAsync(MqttPacketType.PubRel, 1);
                await client.AnswerAsync(MqttPacketType.PubComp, 1);
            }
            await subscriber.NextAsync();
        }
        await subscriber.NothingAsync();
    }

    [Fact]
    public async Task An_identifier_whose_message_was_refused_is_free_again__MQTT_4_3_3_9()
    {
        await using var host = await BrokerHost.StartAsync();
        using var subscriber = await SubscribedAsync(host, "t", MqttQos.AtMostOnce);
        using var client = await ConnectAsync(host, "client");
        await client.SendAsync(Publish(1, MqttQos.ExactlyOnce, topic: "checkin/v1/gates/other/state"));
        Assert.Equal(MqttReasonCode.NotAuthorized, await client.AnswerAsync(MqttPacketType.PubRec, 1));
        await client.SendAsync(Publish(1, MqttQos.ExactlyOnce));
        Assert.Equal(MqttReasonCode.Success, await client.AnswerAsync(MqttPacketType.PubRec, 1));
        await subscriber.NextAsync();
    }

    [Theory]
    [InlineData(MqttQos.AtMostOnce)]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task DUP_is_the_senders_own_affair__MQTT_3_3_1_3__MQTT_4_3_1_1__MQTT_4_3_2_2__MQTT_4_3_3_2(MqttQos granted)
    {
        await using var host = await BrokerHost.StartAsync();
        using var subscriber = await SubscribedAsync(host, "t", granted);
        using var client = await ConnectAsync(host, "client");
        await client.SendAsync(Publish(1, MqttQos.ExactlyOnce, duplicate: true));
        var arrival = await subscriber.NextAsync();
        Assert.Equal((granted, false), (arrival.Message.Qos, arrival.IsDuplicate));
    }

    [Fact]
    public async Task Identifiers_under_way_are_never_zero_and_never_twice__MQTT_2_2_1_4__MQTT_4_3_2_1__MQTT_4_3_3_1__MQTT_2_2_1_2()
    {
        await using var host = await BrokerHost.StartAsync();
        using var subscriber = await SubscribedAsync(host, "t", MqttQos.ExactlyOnce);
        var open = new HashSet<ushort>();
        for (var i = 0; i < 60; i++)
        {
            await host.Bus.PublishAsync(
                MqttMessage.OfText("t", "x") with { Qos = (MqttQos)(i % 3) }, Patience.Token);
            var arrival = await subscriber.NextAsync();
            Assert.Equal(arrival.Message.Qos == MqttQos.AtMostOnce, arrival.Id == 0);
            Assert.True(arrival.Id == 0 || open.Add(arrival.Id));
            if (arrival.Message.Qos != MqttQos.AtLeastOnce || i % 2 == 0)
                continue;
            await subscriber.AcknowledgeAsync(MqttPacketType.PubAck, arrival.Id);
            open.Remove(arrival.Id);
        }
    }

    [Fact]
    public async Task With_its_quota_used_up_the_server_still_sends_everything_else__MQTT_3_3_4_10__MQTT_4_9_0_2__MQTT_4_9_0_3()
    {
        await using var host = await BrokerHost.StartAsync();
        using var subscriber = await SubscribedAsync(
            host, "t", MqttQos.AtLeastOnce, new MqttProperties { ReceiveMaximum = 1 });
        await host.Bus.PublishAsync(MqttMessage.OfText("t", "first"), Patience.Token);
        var first = await subscriber.NextAsync();
        await host.Bus.PublishAsync(MqttMessage.OfText("t", "second"), Patience.Token);
        await subscriber.NothingAsync();
        await subscriber.SubscribeAsync("u", MqttQos.AtLeastOnce);
        await subscriber.SendAsync(Publish(9));
        await subscriber.AnswerAsync(MqttPacketType.PubAck, 9);
        await subscriber.AcknowledgeAsync(MqttPacketType.PubAck, first.Id);
        Assert.Equal("second", (await subscriber.NextAsync()).Text);
    }

    [Fact]
    public async Task An_error_for_an_acknowledgement_is_one_all_the_same__MQTT_4_4_0_2__MQTT_4_3_2_3()
    {
        await using var host = await BrokerHost.StartAsync();
        var first = await RawClient.ResumeAsync(host.Port, "client");
        await first.SubscribeAsync("t", MqttQos.ExactlyOnce);
        foreach (var (qos, answer) in new[]
            { (MqttQos.AtLeastOnce, MqttPacketType.PubAck), (MqttQos.ExactlyOnce, MqttPacketType.PubRec) })
        {
            await host.Bus.PublishAsync(MqttMessage.OfText("t", "x") with { Qos = qos }, Patience.Token);
            await first.AcknowledgeAsync(answer, (await first.NextAsync()).Id, MqttReasonCode.UnspecifiedError);
        }
        await first.LeaveAsync();
        using var second = await RawClient.ResumeAsync(host.Port, "client");
        await second.NothingAsync();
    }

    [Fact]
    public async Task What_was_sent_is_seen_through_after_it_expired__MQTT_4_3_3_7__MQTT_3_3_1_1()
    {
        var time = new FakeTime();
        await using var host = await BrokerHost.StartAsync(time);
        var first = await RawClient.ResumeAsync(host.Port, "client");
        await first.SubscribeAsync("t", MqttQos.ExactlyOnce);
        await host.Bus.PublishAsync(
            MqttMessage.OfText("t", "x") with { Qos = MqttQos.ExactlyOnce, ExpirySeconds = 5 }, Patience.Token);
        var sent = await first.NextAsync();
        await first.LeaveAsync();
        time.Advance(TimeSpan.FromSeconds(10));
        using var second = await RawClient.ResumeAsync(host.Port, "client");
        var again = await second.TakeAsync();
        Assert.Equal((sent.Id, true), (again.Id, again.IsDuplicate));
    }

    [Fact]
    public async Task A_message_that_has_expired_is_acknowledged_to_its_end__MQTT_4_3_3_13()
    {
        var time = new FakeTime();
        await using var host = await BrokerHost.StartAsync(time);
        using var client = await ConnectAsync(host, "client");
        await client.SendAsync(
            Publish(3, MqttQos.ExactlyOnce, properties: new MqttProperties { MessageExpiryInterval = 1 }));
        await client.AnswerAsync(MqttPacketType.PubRec, 3);
        time.Advance(TimeSpan.FromSeconds(2));
        await client.AcknowledgeAsync(MqttPacketType.PubRel, 3);
        Assert.Equal(MqttReasonCode.Success, await client.AnswerAsync(MqttPacketType.PubComp, 3));
    }

    [Fact]
    public async Task An_alias_does_not_outlive_its_connection__MQTT_3_3_2_7()
    {
        await using var host = await BrokerHost.StartAsync();
        var first = await RawClient.ResumeAsync(host.Port, "client");
        await first.SendAsync(Publish(1, properties: new MqttProperties { TopicAlias = 1 }));
        await first.AnswerAsync(MqttPacketType.PubAck, 1);
        await first.LeaveAsync();
        using var second = await RawClient.ResumeAsync(host.Port, "client");
        await second.SendAsync(Publish(1, topic: "", properties: new MqttProperties { TopicAlias = 1 }));
        Assert.Equal(MqttReasonCode.ProtocolError, await second.FarewellAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Towards_a_client_that_allows_none_or_two_aliases_none_or_two_are_used__MQTT_3_1_2_27__MQTT_3_3_2_11(int allowed)
    {
        await using var host = await BrokerHost.StartAsync();
        using var subscriber = await SubscribedAsync(host, "#", MqttQos.AtMostOnce,
            allowed == 0 ? null : new MqttProperties { TopicAliasMaximum = (uint)allowed });
        for (var i = 0; i < 12; i++)
        {
            await host.Bus.PublishAsync(MqttMessage.OfText($"t/{i % 3}", "x"), Patience.Token);
            Assert.InRange((await subscriber.NextAsync()).Alias ?? 0, 0u, (uint)allowed);
        }
    }

    [Fact]
    public async Task A_message_without_RETAIN_leaves_the_retained_one_and_one_with_it_takes_its_place__MQTT_3_3_1_5__MQTT_3_3_1_8()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await ConnectAsync(host, "client");
        await client.PublishAsync("t", "old", retain: true);
        await client.PublishAsync("t", "new", retain: true);
        await client.PublishAsync("t", "passing");
        await client.SubscribeAsync("t", MqttQos.AtMostOnce);
        Assert.Equal("new", (await client.NextAsync()).Text);
        await client.NothingAsync();
    }
}
