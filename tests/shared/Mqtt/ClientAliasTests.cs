using System.Threading.Channels;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using static CheckIn.Shared.Tests.Mqtt.ClientOfATest;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>Topic aliases both ways (3.3.2.3.4).</summary>
public class ClientAliasTests
{
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
}
