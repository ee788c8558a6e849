using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>Who gets what (3.3.4, 3.8, 4.7, 4.8).</summary>
public class SubscriptionTests
{
    [Fact]
    public async Task Overlapping_subscriptions_bring_one_message_at_the_highest_QoS_with_all_identifiers__3_3_4()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        await client.SubscribeAsync(7, new MqttSubscription("a/#", MqttQos.ExactlyOnce));
        await client.SubscribeAsync(8, new MqttSubscription("a/+", MqttQos.AtLeastOnce));
        await host.Bus.PublishAsync(MqttMessage.OfText("a/b", "x") with { Qos = MqttQos.ExactlyOnce }, Patience.Token);
        var arrival = await client.TakeAsync();
        Assert.Equal(MqttQos.ExactlyOnce, arrival.Message.Qos);
        Assert.Equal([7u, 8u], arrival.Message.SubscriptionIdentifiers.Order());
        await client.NothingAsync();
    }

    [Fact]
    public async Task A_subscription_made_again_replaces_itself__MQTT_3_8_4_3()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        await client.SubscribeAsync(1, new MqttSubscription("a", MqttQos.ExactlyOnce));
        await client.SubscribeAsync(2, new MqttSubscription("a", MqttQos.AtMostOnce));
        await host.Bus.PublishAsync(MqttMessage.OfText("a", "x"), Patience.Token);
        var arrival = await client.TakeAsync();
        Assert.Equal(MqttQos.AtMostOnce, arrival.Message.Qos);
        Assert.Equal([2u], arrival.Message.SubscriptionIdentifiers);
        await client.NothingAsync();
    }

    [Theory]
    [InlineData(MqttRetainHandling.AtSubscribe, 2)]
    [InlineData(MqttRetainHandling.WhenNew, 1)]
    [InlineData(MqttRetainHandling.Never, 0)]
    public async Task Retained_messages_come_as_asked_for__MQTT_3_3_1_9(MqttRetainHandling handling, int times)
    {
        await using var host = await BrokerHost.StartAsync();
        await host.Bus.PublishAsync(MqttMessage.OfText("a/b", "kept") with { Retain = true }, Patience.Token);
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        var wanted = new MqttSubscription("a/+", MqttQos.AtMostOnce) { RetainHandling = handling };
        for (var i = 0; i < 2; i++)
        {
            await client.SubscribeAsync(0, wanted);
            if (i < times)
                Assert.True((await client.TakeAsync()).Message.Retain);
            await client.NothingAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_to_be_retained_bears_the_flag_only_where_asked__MQTT_3_3_1_12(bool asPublished)
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        await client.SubscribeAsync(
            0, new MqttSubscription("a", MqttQos.AtMostOnce) { RetainAsPublished = asPublished });
        await host.Bus.PublishAsync(MqttMessage.OfText("a", "x") with { Retain = true }, Patience.Token);
        Assert.Equal(asPublished, (await client.TakeAsync()).Message.Retain);
    }

    [Fact]
    public async Task An_empty_message_removes_the_retained_one_and_is_not_kept__MQTT_3_3_1_6()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        foreach (var qos in (MqttQos[])[MqttQos.AtMostOnce, MqttQos.AtLeastOnce, MqttQos.ExactlyOnce])
        {
            await client.PublishAsync($"a/{qos}", "kept", qos, retain: true);
            await client.PublishAsync($"a/{qos}", "", qos, retain: true);
        }
        await client.PublishAsync("a/kept", "newer", retain: true);
        await client.SubscribeAsync("a/#", MqttQos.AtMostOnce);
        Assert.Equal("newer", (await client.TakeAsync()).Text);
        await client.NothingAsync();
    }

    [Fact]
    public async Task No_local_keeps_a_clients_own_messages_from_it__MQTT_3_8_3_3()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        using var other = await RawClient.ResumeAsync(host.Port, "other");
        await client.SubscribeAsync(0, new MqttSubscription("a", MqttQos.AtMostOnce) { NoLocal = true });
        await client.PublishAsync("a", "mine");
        await other.PublishAsync("a", "another's");
        Assert.Equal("another's", (await client.TakeAsync()).Text);
        await client.NothingAsync();
    }

    [Theory]
    [InlineData("#")]
    [InlineData("+/a")]
    public async Task Wildcards_do_not_reach_topics_that_begin_with_a_dollar__MQTT_4_7_2_1(string filter)
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        await client.PublishAsync("$kept/a", "kept", retain: true);
        await client.SubscribeAsync(filter, MqttQos.AtMostOnce);
        await client.PublishAsync("$other/a", "x");
        await client.NothingAsync();
        await client.SubscribeAsync("$other/#", MqttQos.AtMostOnce);
        await client.PublishAsync("$other/a", "y", MqttQos.AtMostOnce);
        Assert.Equal("y", (await client.TakeAsync()).Text);
    }

    [Theory]
    [InlineData(MqttLevel.V5)]
    [InlineData(MqttLevel.V311)]
    public async Task Nothing_new_comes_after_UNSUBACK__MQTT_3_10_4_2(MqttLevel level)
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client", level);
        await client.SubscribeAsync(0, new("a", MqttQos.AtMostOnce), new("b", MqttQos.AtMostOnce));
        await client.SendAsync(new UnsubscribePacket(99, ["a", "never"]).Encode);
        var answer = SubAckPacket.Decode(await client.ExpectAsync(MqttPacketType.UnsubAck), client.Decoder);
        Assert.Equal(99, answer.PacketId);
        if (level == MqttLevel.V5)
            Assert.Equal([MqttReasonCode.Success, MqttReasonCode.NoSubscriptionExisted], answer.Reasons);
        await host.Bus.PublishAsync(MqttMessage.OfText("a", "x"), Patience.Token);
        await host.Bus.PublishAsync(MqttMessage.OfText("b", "y"), Patience.Token);
        Assert.Equal("y", (await client.TakeAsync()).Text);
        await client.NothingAsync();
    }

    [Fact]
    public async Task A_shared_subscription_divides_the_messages_and_an_ordinary_one_gets_them_all__4_8_2()
    {
        await using var host = await BrokerHost.StartAsync();
        using var one = await RawClient.ResumeAsync(host.Port, "one");
        using var two = await RawClient.ResumeAsync(host.Port, "two");
        using var all = await RawClient.ResumeAsync(host.Port, "all");
        await one.SubscribeAsync("$share/g/a/+", MqttQos.AtLeastOnce);
        await two.SubscribeAsync("$share/g/a/+", MqttQos.AtLeastOnce);
        await all.SubscribeAsync("a/#", MqttQos.AtLeastOnce);
        for (var i = 0; i < 10; i++)
            await host.Bus.PublishAsync(MqttMessage.OfText("a/b", $"{i}"), Patience.Token);
        var got = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            got.Add((await one.TakeAsync()).Text);
            got.Add((await two.TakeAsync()).Text);
        }
        await one.NothingAsync();
        await two.NothingAsync();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), got.Order());
        for (var i = 0; i < 10; i++)
            Assert.Equal($"{i}", (await all.TakeAsync()).Text);
    }

    [Fact]
    public async Task What_one_member_did_not_acknowledge_another_gets__4_8_2()
    {
        await using var host = await BrokerHost.StartAsync();
        using var one = await RawClient.ResumeAsync(host.Port, "one");
        await one.SubscribeAsync("$share/g/a", MqttQos.AtLeastOnce);
        await host.Bus.PublishAsync(MqttMessage.OfText("a", "x"), Patience.Token);
        Assert.Equal("x", (await one.NextAsync()).Text);
        using var two = await RawClient.ResumeAsync(host.Port, "two");
        await two.SubscribeAsync("$share/g/a", MqttQos.AtLeastOnce);
        one.Reset();
        Assert.Equal("x", (await two.TakeAsync()).Text);
    }

    [Fact]
    public async Task A_shared_subscription_brings_no_retained_messages__4_8_2()
    {
        await using var host = await BrokerHost.StartAsync();
        await host.Bus.PublishAsync(MqttMessage.OfText("a", "kept") with { Retain = true }, Patience.Token);
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        await client.SubscribeAsync("$share/g/a", MqttQos.AtLeastOnce);
        await client.NothingAsync();
    }

    [Theory]
    [InlineData("$share/g")]
    [InlineData("$share//a")]
    [InlineData("$share/g+/a")]
    [InlineData("a/#/b")]
    public async Task A_wrong_filter_is_refused_and_its_neighbours_are_not__MQTT_4_8_2_1(string filter)
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        Assert.Equal(
            [MqttReasonCode.GrantedQos1, MqttReasonCode.TopicFilterInvalid, MqttReasonCode.GrantedQos2],
            await client.SubscribeAsync(
                0, new("a", MqttQos.AtLeastOnce), new(filter, MqttQos.AtLeastOnce), new("b", MqttQos.ExactlyOnce)));
    }

    [Theory]
    [InlineData(MqttLevel.V5, MqttReasonCode.UnspecifiedError)]
    [InlineData(MqttLevel.V311, MqttReasonCode.UnspecifiedError)]
    public async Task With_open_access_any_topic_is_anybodys_but_one_filter(MqttLevel level, MqttReasonCode refusal)
    {
        await using var host = await BrokerHost.StartAsync(("Access", "Open"));
        using var client = await RawClient.ResumeAsync(host.Port, "client", level);
        Assert.Equal(
            [MqttReasonCode.GrantedQos2, refusal],
            await client.SubscribeAsync(
                0, new("#", MqttQos.ExactlyOnce), new("test/nosubscribe", MqttQos.ExactlyOnce)));
        await client.PublishAsync("checkin/v1/hub/alerts", "mine", MqttQos.AtMostOnce);
        Assert.Equal("mine", (await client.TakeAsync()).Text);
    }
}
