using System.Threading.Channels;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

public class FlowControlTests
{
    private static MqttMessage Numbered(int n) => new("numbers", BitConverter.GetBytes(n));

    [Fact]
    public async Task The_server_sends_no_more_than_the_client_allows_until_it_acknowledges()
    {
        await using var host = await BrokerHost.StartAsync();
        using var raw = await RawClient.ConnectAsync(host.Port, new ConnectPacket
        {
            ClientId = "slow",
            CleanStart = true,
            Properties = new MqttProperties { ReceiveMaximum = 2 },
        });
        await raw.SendAsync(new SubscribePacket(1, [new("numbers", MqttQos.AtLeastOnce)]).Encode);
        Assert.Equal(MqttPacketType.SubAck, (await raw.ReadAsync()).Type);
        for (var i = 0; i < 3; i++)
            await host.Bus.PublishAsync(Numbered(i), Patience.Token);
        var first = PublishPacket.Decode(await raw.ReadAsync(), raw.Decoder).PacketId;
        Assert.Equal(MqttPacketType.Publish, (await raw.ReadAsync()).Type);
        // The answer to a ping overtakes the third message, which therefore was not sent.
        await raw.SendAsync(new PingPacket(MqttPacketType.PingReq).Encode);
        Assert.Equal(MqttPacketType.PingResp, (await raw.ReadAsync()).Type);
        await raw.SendAsync(new PublishAckPacket(MqttPacketType.PubAck, first, MqttReasonCode.Success).Encode);
        Assert.Equal(MqttPacketType.Publish, (await raw.ReadAsync()).Type);
    }

    [Fact]
    public async Task Many_messages_arrive_once_and_in_order_through_small_windows()
    {
        await using var host = await BrokerHost.StartAsync(("ReceiveMaximum", "4"), ("MaxInFlight", "3"));
        var received = Channel.CreateUnbounded<MqttMessage>();
        await using var sink = await host.ConnectAsync("sink", into: received);
        await sink.SubscribeAsync(["numbers"], MqttQos.AtLeastOnce, Patience.Token);
        await using var source = await host.ConnectAsync("source");
        var publishing = new List<Task>();
        for (var i = 0; i < 500; i++)
            publishing.Add(source.PublishAsync(Numbered(i), Patience.Token).AsTask());
        await Task.WhenAll(publishing).Soon();
        var seen = new List<int>();
        for (var i = 0; i < 500; i++)
            seen.Add(BitConverter.ToInt32((await received.NextAsync()).Payload.Span));
        Assert.Equal(Enumerable.Range(0, 500), seen.Order());
    }

    [Fact]
    public async Task A_handler_may_publish_and_wait_for_the_acknowledgement()
    {
        await using var host = await BrokerHost.StartAsync();
        var done = new TaskCompletionSource();
        MqttClient? client = null;
        client = await MqttClient.ConnectAsync(new MqttClientOptions
        {
            Port = host.Port,
            ClientId = "echo",
            ReceiveMaximum = 1,
            OnMessage = async (m, c) =>
            {
                if (m.Topic == "answer")
                    done.TrySetResult();
                else
                    await client!.PublishAsync(m with { Topic = "answer" }, c);
            },
        }, TimeProvider.System, Patience.Token);
        await using var closing = client;
        await client.SubscribeAsync(["ask", "answer"], MqttQos.AtLeastOnce, Patience.Token);
        await client.PublishAsync(Numbered(1) with { Topic = "ask" }, Patience.Token);
        await done.Task.Soon();
    }

    [Fact]
    public async Task Subscription_options_are_honoured()
    {
        await using var host = await BrokerHost.StartAsync();
        await host.Bus.PublishAsync(Numbered(0) with { Retain = true }, Patience.Token);
        using var raw = await RawClient.ConnectAsync(
            host.Port, new ConnectPacket { ClientId = "tool", CleanStart = true });
        var wanted = new MqttSubscription("numbers", MqttQos.AtLeastOnce)
        {
            NoLocal = true,
            RetainAsPublished = true,
            RetainHandling = MqttRetainHandling.Never,
        };
        var properties = new MqttProperties();
        properties.AddSubscriptionIdentifier(300);
        await raw.SendAsync(new SubscribePacket(1,
        [
            wanted,
            new("$share/a/b", MqttQos.AtMostOnce),
            new("a#", MqttQos.AtMostOnce),
            new("two", MqttQos.ExactlyOnce),
        ])
        { Properties = properties }.Encode);
        Assert.Equal(
            [MqttReasonCode.GrantedQos1, MqttReasonCode.Success, MqttReasonCode.TopicFilterInvalid,
                MqttReasonCode.GrantedQos2],
            SubAckPacket.Decode(await raw.ReadAsync(), raw.Decoder).Reasons);
        await raw.SendAsync(w =>
            new PublishPacket("numbers", default) { Qos = MqttQos.AtLeastOnce, PacketId = 7 }.Encode(w));
        Assert.Equal(MqttPacketType.PubAck, (await raw.ReadAsync()).Type);
        await host.Bus.PublishAsync(Numbered(2) with { Retain = true }, Patience.Token);
        var publish = PublishPacket.Decode(await raw.ReadAsync(), raw.Decoder);
        Assert.True(publish.Retain);
        Assert.Equal([300u], publish.Properties!.SubscriptionIdentifiers);
    }
}
