using System.Threading.Channels;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using static CheckIn.Shared.Tests.Mqtt.ClientOfATest;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>Subscriptions, and whose handler has a message.</summary>
public class ClientSubscriptionTests
{
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
}
