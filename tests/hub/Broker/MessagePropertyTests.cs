using CheckIn.Fixtures;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>What a message bears, and what limits it on its way (3.3.2.3).</summary>
public class MessagePropertyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Every_property_arrives_as_sent_with_user_properties_in_order__MQTT_3_3_2_17()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        await client.SubscribeAsync("a", MqttQos.AtMostOnce);
        await client.PublishAsync(MqttMessage.OfText("a", "x") with
        {
            Qos = MqttQos.AtMostOnce,
            ContentType = "t",
            ResponseTopic = "r",
            CorrelationData = new byte[] { 9, 8 },
            UserProperties = [new("k", "1"), new("k", "2"), new("j", "3")],
        });
        var got = (await client.TakeAsync()).Message;
        Assert.Equal((true, "t", "r"), (got.IsText, got.ContentType, got.ResponseTopic));
        Assert.Equal([9, 8], got.CorrelationData.ToArray());
        Assert.Equal([new("k", "1"), new("k", "2"), new("j", "3")], got.UserProperties);
    }

    [Fact]
    public async Task A_message_bears_the_rest_of_its_life_and_dies_in_the_queue__MQTT_3_3_2_5__MQTT_3_3_2_6()
    {
        var time = new FakeTime();
        await using var host = await BrokerHost.StartAsync(time);
        var away = await RawClient.ResumeAsync(host.Port, "away");
        await away.SubscribeAsync("a", MqttQos.AtLeastOnce);
        await away.LeaveAsync();
        foreach (var life in (uint[])[5, 20])
        {
            await host.Bus.PublishAsync(
                MqttMessage.OfText("a", $"{life}") with { ExpirySeconds = life }, Patience.Token);
        }
        time.Advance(6 * Second);
        using var back = await RawClient.ResumeAsync(host.Port, "away");
        var got = (await back.TakeAsync()).Message;
        Assert.Equal(("20", 14u), (got.Text, got.ExpirySeconds));
        await back.NothingAsync();
    }

    [Fact]
    public async Task A_retained_message_dies_too__MQTT_3_3_2_5()
    {
        var time = new FakeTime();
        await using var host = await BrokerHost.StartAsync(time);
        await host.Bus.PublishAsync(
            MqttMessage.OfText("a", "x") with { Retain = true, ExpirySeconds = 5 }, Patience.Token);
        time.Advance(6 * Second);
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        await client.SubscribeAsync("a", MqttQos.AtLeastOnce);
        await client.NothingAsync();
    }

    [Fact]
    public async Task What_is_too_large_for_a_client_is_left_out_and_the_next_one_comes__MQTT_3_1_2_25()
    {
        await using var host = await BrokerHost.StartAsync();
        using var small = await RawClient.ConnectAsync(host.Port, new ConnectPacket
        {
            ClientId = "small",
            Properties = new MqttProperties { MaximumPacketSize = 100 },
        });
        await small.SubscribeAsync("a", MqttQos.AtLeastOnce);
        await host.Bus.PublishAsync(new MqttMessage("a", new byte[200]), Patience.Token);
        await host.Bus.PublishAsync(MqttMessage.OfText("a", "x"), Patience.Token);
        Assert.Equal("x", (await small.TakeAsync()).Text);
        await small.NothingAsync();
    }

    [Fact]
    public async Task The_server_abbreviates_topics_for_a_client_that_allows_it_and_no_more_of_them__MQTT_3_1_2_26()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ConnectAsync(host.Port, new ConnectPacket
        {
            ClientId = "client",
            Properties = new MqttProperties { TopicAliasMaximum = 1 },
        });
        await client.SubscribeAsync("#", MqttQos.AtMostOnce);
        client.Decoder.TopicAliasMaximum = 1;
        foreach (var topic in (string[])["a", "a", "b", "a"])
            await host.Bus.PublishAsync(MqttMessage.OfText(topic, "x"), Patience.Token);
        var topics = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            var arrival = await client.TakeAsync();
            Assert.True(arrival.Alias is null or 1);
            topics.Add(arrival.Message.Topic);
        }
        Assert.Equal(["a", "a", "b", "a"], topics);
    }

    [Fact]
    public async Task A_client_may_abbreviate_topics_and_give_an_alias_anew__MQTT_3_3_2_12()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        Assert.Equal(16u, client.Accepted.Properties!.TopicAliasMaximum);
        await client.SubscribeAsync("#", MqttQos.AtMostOnce);
        foreach (var topic in (string[])["a", "", "b", ""])
        {
            await client.SendAsync(w => new PublishPacket(topic, default)
            {
                Properties = new MqttProperties { TopicAlias = 16 },
            }.Encode(w));
        }
        foreach (var topic in (string[])["a", "a", "b", "b"])
            Assert.Equal(topic, (await client.TakeAsync()).Message.Topic);
    }

    [Fact]
    public async Task Extended_authentication_is_refused__MQTT_4_12_0_1()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.OpenAsync(host.Port);
        await client.SendAsync(new ConnectPacket
        {
            ClientId = "client",
            Properties = new MqttProperties { AuthenticationMethod = "SCRAM" },
        }.Encode);
        var answer = ConnAckPacket.Decode(await client.ReadAsync(), client.Decoder);
        Assert.Equal(MqttReasonCode.BadAuthenticationMethod, answer.Reason);
        Assert.Null(await client.TryReadAsync());
    }
}
