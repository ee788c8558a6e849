using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>Subscriptions and their ends (3.8 to 3.11, 4.7, 4.8), statement by statement.</summary>
public class SubscriptionStatementTests
{
    private static async Task<IReadOnlyList<MqttReasonCode>> UnsubscribeAsync(RawClient client, params string[] filters)
    {
        await client.SendAsync(new UnsubscribePacket(99, filters).Encode);
        var answer = SubAckPacket.Decode(await client.ExpectAsync(MqttPacketType.UnsubAck), client.Decoder);
        Assert.Equal(99, answer.PacketId);
        return answer.Reasons;
    }

    [Fact]
    public async Task One_SUBACK_answers_every_filter_in_order_with_what_was_granted__MQTT_3_8_4_5__MQTT_3_8_4_6__MQTT_3_8_4_7__MQTT_3_9_3_1()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        Assert.Equal(
            [
                MqttReasonCode.GrantedQos2, MqttReasonCode.TopicFilterInvalid, MqttReasonCode.Success,
                MqttReasonCode.GrantedQos1,
            ],
            await client.SubscribeAsync(0, new("a", MqttQos.ExactlyOnce), new("$share/g", MqttQos.AtMostOnce),
                new("b", MqttQos.AtMostOnce), new("c", MqttQos.AtLeastOnce)));
    }

    [Fact]
    public async Task One_UNSUBACK_answers_every_filter_in_order__MQTT_3_10_4_4__MQTT_3_10_4_5__MQTT_3_10_4_6__MQTT_3_11_3_1()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        await client.SubscribeAsync("a/+", MqttQos.AtMostOnce);
        Assert.Equal([MqttReasonCode.NoSubscriptionExisted, MqttReasonCode.Success, MqttReasonCode.NoSubscriptionExisted],
            await UnsubscribeAsync(client, "b", "a/+", "a/+"));
    }

    [Fact]
    public async Task Only_the_very_same_filter_is_unsubscribed__MQTT_3_10_4_1__MQTT_4_7_3_4()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        await client.SubscribeAsync("a/+", MqttQos.AtMostOnce);
        Assert.All(await UnsubscribeAsync(client, "a/b", "A/+", "a/#", "/a/+", "a/+/"),
            reason => Assert.Equal(MqttReasonCode.NoSubscriptionExisted, reason));
        foreach (var topic in (string[])["A/b", "/a/b", "a/b/", "a//b", "a"])
            await host.Bus.PublishAsync(MqttMessage.OfText(topic, topic), Patience.Token);
        await host.Bus.PublishAsync(MqttMessage.OfText("a/b", "this"), Patience.Token);
        Assert.Equal("this", (await client.NextAsync()).Text);
        await client.NothingAsync();
    }

    [Fact]
    public async Task What_was_begun_is_seen_through_after_UNSUBSCRIBE__MQTT_3_10_4_3()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        await client.SubscribeAsync("a", MqttQos.ExactlyOnce);
        await host.Bus.PublishAsync(MqttMessage.OfText("a", "x") with { Qos = MqttQos.ExactlyOnce }, Patience.Token);
        var arrival = await client.NextAsync();
        await UnsubscribeAsync(client, "a");
        await client.AcknowledgeAsync(MqttPacketType.PubRec, arrival.Id);
        await client.AnswerAsync(MqttPacketType.PubRel, arrival.Id);
    }

    [Fact]
    public async Task A_message_comes_at_the_lower_of_its_QoS_and_what_was_granted__MQTT_3_8_4_8__MQTT_4_8_2_3()
    {
        await using var host = await BrokerHost.StartAsync();
        foreach (var shared in (string[])["", "$share/g/"])
        {
            foreach (var granted in Enum.GetValues<MqttQos>())
            {
                using var client = await RawClient.ResumeAsync(host.Port, "client", expiry: 0);
                await client.SubscribeAsync(shared + "a", granted);
                foreach (var sent in Enum.GetValues<MqttQos>())
                {
                    await host.Bus.PublishAsync(MqttMessage.OfText("a", "x") with { Qos = sent }, Patience.Token);
                    Assert.Equal((MqttQos)Math.Min((int)sent, (int)granted), (await client.TakeAsync()).Message.Qos);
                }
                await client.LeaveAsync();
            }
        }
    }

    [Fact]
    public async Task A_shared_message_at_QoS_2_that_was_sent_waits_for_its_client_alone__MQTT_4_8_2_4()
    {
        await using var host = await BrokerHost.StartAsync();
        var (chosen, other, id) = await SharedAsync(host);
        await chosen.LeaveAsync();
        await other.NothingAsync();
        using var back = await RawClient.ResumeAsync(host.Port, "a");
        Assert.Equal(id, (await back.TakeAsync()).Id);
        other.Dispose();
    }

    [Fact]
    public async Task A_shared_message_at_QoS_2_that_was_sent_ends_with_its_clients_session__MQTT_4_8_2_5()
    {
        await using var host = await BrokerHost.StartAsync();
        var (chosen, other, _) = await SharedAsync(host);
        await chosen.LeaveAsync(expiry: 0);
        await host.FigureAsync("checkin_mqtt_sessions", n => n == 1);
        await other.NothingAsync();
        other.Dispose();
    }

    [Fact]
    public async Task A_shared_message_that_its_client_refused_goes_to_nobody_else__MQTT_4_8_2_6()
    {
        await using var host = await BrokerHost.StartAsync();
        var (chosen, other, id) = await SharedAsync(host);
        await chosen.AcknowledgeAsync(MqttPacketType.PubRec, id, MqttReasonCode.ImplementationSpecificError);
        await chosen.NothingAsync();
        await chosen.LeaveAsync();
        await other.NothingAsync();
        other.Dispose();
    }

    /// <summary>Client a has been sent one shared message at QoS 2, and b of the same group has not.</summary>
    private static async Task<(RawClient Chosen, RawClient Other, ushort Id)> SharedAsync(BrokerHost host)
    {
        var a = await RawClient.ResumeAsync(host.Port, "a");
        await a.SubscribeAsync("$share/g/t", MqttQos.ExactlyOnce);
        await host.Bus.PublishAsync(MqttMessage.OfText("t", "x") with { Qos = MqttQos.ExactlyOnce }, Patience.Token);
        var arrival = await a.NextAsync();
        var b = await RawClient.ResumeAsync(host.Port, "b");
        await b.SubscribeAsync("$share/g/t", MqttQos.ExactlyOnce);
        return (a, b, arrival.Id);
    }
}
