using System.Buffers;
using CheckIn.Fixtures;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>What outlives a connection (4.1), at both levels.</summary>
public class SessionTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(MqttLevel.V5)]
    [InlineData(MqttLevel.V311)]
    public async Task What_came_while_a_client_was_away_waits_for_it__MQTT_3_1_2_5(MqttLevel level)
    {
        await using var host = await BrokerHost.StartAsync();
        var away = await RawClient.ResumeAsync(host.Port, "away", level);
        Assert.False(away.Accepted.SessionPresent);
        await away.SubscribeAsync("news/+", MqttQos.ExactlyOnce);
        await away.LeaveAsync();
        using var source = await RawClient.ResumeAsync(host.Port, "source");
        await source.PublishAsync("news/0", "zero", MqttQos.AtMostOnce);
        await source.PublishAsync("news/1", "one");
        await source.PublishAsync("news/2", "two", MqttQos.ExactlyOnce);
        using var back = await RawClient.ResumeAsync(host.Port, "away", level);
        Assert.True(back.Accepted.SessionPresent);
        Assert.Equal("one", (await back.TakeAsync()).Text);
        Assert.Equal("two", (await back.TakeAsync()).Text);
        await back.NothingAsync();
    }

    [Fact]
    public async Task A_session_without_expiry_ends_with_its_connection__MQTT_3_1_2_23()
    {
        await using var host = await BrokerHost.StartAsync();
        var first = await RawClient.ResumeAsync(host.Port, "brief", expiry: 0);
        await first.SubscribeAsync("news", MqttQos.AtLeastOnce);
        await first.LeaveAsync();
        using var again = await RawClient.ResumeAsync(host.Port, "brief", expiry: 0);
        Assert.False(again.Accepted.SessionPresent);
        await host.Bus.PublishAsync(MqttMessage.OfText("news", "x"), Patience.Token);
        await again.NothingAsync();
    }

    [Theory]
    [InlineData(MqttLevel.V5)]
    [InlineData(MqttLevel.V311)]
    public async Task A_clean_start_forgets_the_earlier_session__MQTT_3_1_2_4(MqttLevel level)
    {
        await using var host = await BrokerHost.StartAsync();
        var first = await RawClient.ResumeAsync(host.Port, "again", level);
        await first.SubscribeAsync("news", MqttQos.AtLeastOnce);
        await first.LeaveAsync();
        using var clean = await RawClient.ResumeAsync(host.Port, "again", level, cleanStart: true);
        Assert.False(clean.Accepted.SessionPresent);
        await host.Bus.PublishAsync(MqttMessage.OfText("news", "x"), Patience.Token);
        await clean.NothingAsync();
    }

    [Fact]
    public async Task The_end_of_a_session_that_a_clean_start_replaced_leaves_its_successor_alone__MQTT_3_1_2_4()
    {
        var time = new FakeTime();
        await using var host = await BrokerHost.StartAsync(time);
        await (await RawClient.ResumeAsync(host.Port, "again", expiry: 3)).LeaveAsync();
        await (await RawClient.ResumeAsync(host.Port, "again", expiry: 1000, cleanStart: true)).LeaveAsync();
        await (await RawClient.ResumeAsync(host.Port, "witness", expiry: 3)).LeaveAsync();
        await host.FigureAsync("checkin_mqtt_sessions", n =>
        {
            time.Advance(Second);
            return n < 2;
        });
        using var back = await RawClient.ResumeAsync(host.Port, "again");
        Assert.True(back.Accepted.SessionPresent);
    }

    [Fact]
    public async Task A_session_is_over_when_its_expiry_has_passed_and_not_before__MQTT_3_1_2_23()
    {
        var time = new FakeTime();
        await using var host = await BrokerHost.StartAsync(time);
        await (await RawClient.ResumeAsync(host.Port, "once", expiry: 10)).LeaveAsync();
        time.Advance(9 * Second);
        var back = await RawClient.ResumeAsync(host.Port, "once", expiry: 10);
        Assert.True(back.Accepted.SessionPresent);
        await back.LeaveAsync(expiry: 3);
        await host.FigureAsync("checkin_mqtt_sessions", n =>
        {
            time.Advance(Second);
            return n == 0;
        });
        using var late = await RawClient.ResumeAsync(host.Port, "once");
        Assert.False(late.Accepted.SessionPresent);
    }

    [Fact]
    public async Task A_longer_expiry_than_allowed_is_cut_and_told()
    {
        await using var host = await BrokerHost.StartAsync(("MaxSessionExpiry", "00:01:00"));
        using var greedy = await RawClient.ResumeAsync(host.Port, "greedy", expiry: uint.MaxValue);
        Assert.Equal(60u, greedy.Accepted.Properties!.SessionExpiryInterval);
    }

    [Fact]
    public async Task Expiry_cannot_be_asked_for_only_at_the_end__3_14_2_2_2()
    {
        await using var host = await BrokerHost.StartAsync();
        using var late = await RawClient.ResumeAsync(host.Port, "late", expiry: 0);
        await late.SendAsync(new DisconnectPacket(MqttPacketType.Disconnect, MqttReasonCode.Success)
        {
            Properties = new MqttProperties { SessionExpiryInterval = 5 },
        }.Encode);
        Assert.Equal(MqttReasonCode.ProtocolError, await late.FarewellAsync());
    }

    [Theory]
    [InlineData(MqttLevel.V5)]
    [InlineData(MqttLevel.V311)]
    public async Task What_was_not_acknowledged_comes_again_with_its_identifier__MQTT_4_4_0_1(MqttLevel level)
    {
        await using var host = await BrokerHost.StartAsync();
        var first = await RawClient.ResumeAsync(host.Port, "again", level);
        await first.SubscribeAsync(0, new("one", MqttQos.AtLeastOnce), new("two", MqttQos.ExactlyOnce));
        await host.Bus.PublishAsync(MqttMessage.OfText("one", "1"), Patience.Token);
        await host.Bus.PublishAsync(MqttMessage.OfText("two", "2") with { Qos = MqttQos.ExactlyOnce }, Patience.Token);
        var one = await first.NextAsync();
        var two = await first.NextAsync();
        Assert.False(one.IsDuplicate);
        first.Reset();
        using var second = await RawClient.ResumeAsync(host.Port, "again", level);
        var oneAgain = await second.NextAsync();
        var twoAgain = await second.NextAsync();
        Assert.Equal(("1", one.Id, true), (oneAgain.Text, oneAgain.Id, oneAgain.IsDuplicate));
        Assert.Equal(("2", two.Id, true), (twoAgain.Text, twoAgain.Id, twoAgain.IsDuplicate));
    }

    [Theory]
    [InlineData(MqttLevel.V5)]
    [InlineData(MqttLevel.V311)]
    public async Task What_was_received_at_QoS_2_comes_again_as_PUBREL_only__MQTT_4_3_3_6(MqttLevel level)
    {
        await using var host = await BrokerHost.StartAsync();
        var first = await RawClient.ResumeAsync(host.Port, "again", level);
        await first.SubscribeAsync("two", MqttQos.ExactlyOnce);
        await host.Bus.PublishAsync(MqttMessage.OfText("two", "2") with { Qos = MqttQos.ExactlyOnce }, Patience.Token);
        var two = await first.NextAsync();
        await first.AcknowledgeAsync(MqttPacketType.PubRec, two.Id);
        await first.AnswerAsync(MqttPacketType.PubRel, two.Id);
        first.Reset();
        using var second = await RawClient.ResumeAsync(host.Port, "again", level);
        await second.AnswerAsync(MqttPacketType.PubRel, two.Id);
        await second.AcknowledgeAsync(MqttPacketType.PubComp, two.Id);
        await second.NothingAsync();
    }

    [Theory]
    [InlineData(MqttLevel.V5)]
    [InlineData(MqttLevel.V311)]
    public async Task A_message_sent_again_at_QoS_2_is_delivered_once_across_connections__MQTT_4_3_3_10(MqttLevel level)
    {
        await using var host = await BrokerHost.StartAsync();
        using var sink = await RawClient.ResumeAsync(host.Port, "sink");
        await sink.SubscribeAsync("two", MqttQos.ExactlyOnce);
        var message = MqttMessage.OfText("two", "2") with { Qos = MqttQos.ExactlyOnce, IsText = false };
        var first = await RawClient.ResumeAsync(host.Port, "source", level);
        await first.PublishAsync(message, seeThrough: false);
        first.Reset();
        using var second = await RawClient.ResumeAsync(host.Port, "source", level);
        // It counts its identifiers from 1 again, so this is the same message for the server.
        await second.PublishAsync(message);
        await sink.TakeAsync();
        await sink.NothingAsync();
        await second.PublishAsync(message);
        await sink.TakeAsync();
    }

    [Fact]
    public async Task A_refused_PUBREC_ends_the_matter__MQTT_4_3_3_4()
    {
        await using var host = await BrokerHost.StartAsync();
        using var sink = await RawClient.ResumeAsync(host.Port, "sink");
        await sink.SubscribeAsync("two", MqttQos.ExactlyOnce);
        await host.Bus.PublishAsync(MqttMessage.OfText("two", "2") with { Qos = MqttQos.ExactlyOnce }, Patience.Token);
        var two = await sink.NextAsync();
        await sink.AcknowledgeAsync(MqttPacketType.PubRec, two.Id, MqttReasonCode.UnspecifiedError);
        await sink.NothingAsync();
        await sink.AcknowledgeAsync(MqttPacketType.PubRec, two.Id);
        Assert.Equal(MqttReasonCode.PacketIdentifierNotFound, await sink.AnswerAsync(MqttPacketType.PubRel, two.Id));
    }

    [Fact]
    public async Task Every_client_without_a_name_gets_one_of_its_own__MQTT_3_1_3_6()
    {
        await using var host = await BrokerHost.StartAsync();
        using var one = await RawClient.ResumeAsync(host.Port, "");
        using var other = await RawClient.ResumeAsync(host.Port, "");
        var (first, second) = (one.Accepted.Properties!.AssignedClientIdentifier!,
            other.Accepted.Properties!.AssignedClientIdentifier!);
        Assert.NotEqual(first, second);
        one.Reset();
        using var back = await RawClient.ResumeAsync(host.Port, first);
        Assert.True(back.Accepted.SessionPresent);
    }

    [Fact]
    public async Task At_3_1_1_a_client_without_a_name_and_with_a_session_is_refused__MQTT_3_1_3_8()
    {
        await using var host = await BrokerHost.StartAsync();
        using var raw = await RawClient.OpenAsync(host.Port, MqttLevel.V311);
        await raw.SendAsync(new ConnectPacket { Level = MqttLevel.V311, ClientId = "" }.Encode);
        Assert.Equal([0, 2], (await raw.ExpectAsync(MqttPacketType.ConnAck)).Body.ToArray());
        Assert.Null(await raw.TryReadAsync());
        using var clean = await RawClient.ConnectAsync(
            host.Port, new ConnectPacket { Level = MqttLevel.V311, ClientId = "", CleanStart = true });
    }
}
