using CheckIn.Fixtures;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>Every limit keeps its policy, counts, and lets everybody else be served.</summary>
public class LimitTests
{
    private const int Large = 900_000;

    private static MqttMessage Sized(string topic, int bytes, MqttQos qos = MqttQos.AtLeastOnce) =>
        new(topic, new byte[bytes]) { Qos = qos };

    private static async Task<MqttReasonCode> RefusalAsync(int port, ConnectPacket connect)
    {
        using var raw = await RawClient.OpenAsync(port, connect.Level);
        await raw.SendAsync(connect.Encode);
        var answer = ConnAckPacket.Decode(await raw.ReadAsync(), raw.Decoder);
        Assert.Null(await raw.TryReadAsync());
        return answer.Reason;
    }

    /// <summary>The beginning of a large message: its size is known, its end does not come.</summary>
    private static Task BeginAsync(RawClient client) =>
        client.SendAsync([0x30, .. Length(Large), 0, 1, (byte)'a', 0, .. new byte[10_000 - 4]]);

    private static Task EndAsync(RawClient client) => client.SendAsync(new byte[Large - 10_000]);

    private static byte[] Length(int value) => [(byte)(value | 0x80), (byte)((value >> 7) | 0x80), (byte)(value >> 14)];

    [Theory]
    [InlineData(MqttLevel.V5)]
    [InlineData(MqttLevel.V311)]
    public async Task More_connections_than_allowed_are_told_so_and_the_others_stay(MqttLevel level)
    {
        await using var host = await BrokerHost.StartAsync(("MaxConnections", "1"));
        using var first = await RawClient.ResumeAsync(host.Port, "first");
        var second = new ConnectPacket { ClientId = "second", CleanStart = true, Level = level };
        Assert.Equal(level == MqttLevel.V5 ? MqttReasonCode.ServerBusy : MqttReasonCode.ServerUnavailable,
            await RefusalAsync(host.Port, second));
        await first.NothingAsync();
        Assert.Equal(1, host.Figure("checkin_mqtt_connects_refused_total", "0x89"));
        first.Reset();
        await host.FigureAsync("checkin_mqtt_connections", n => n == 0);
        using var third = await RawClient.ResumeAsync(host.Port, "third");
    }

    [Fact]
    public async Task More_CONNECTs_a_second_than_allowed_are_told_that_the_server_is_busy()
    {
        var time = new FakeTime();
        await using var host = await BrokerHost.StartAsync(time, ("MaxConnectsPerSecond", "2"));
        using var one = await RawClient.ResumeAsync(host.Port, "one");
        using var two = await RawClient.ResumeAsync(host.Port, "two");
        var third = new ConnectPacket { ClientId = "three" };
        Assert.Equal(MqttReasonCode.ServerBusy, await RefusalAsync(host.Port, third));
        Assert.Equal(1, host.Figure("checkin_mqtt_connects_refused_total", "0x89"));
        time.Advance(TimeSpan.FromSeconds(1));
        using var three = await RawClient.ResumeAsync(host.Port, "three");
    }

    [Fact]
    public async Task A_socket_that_never_says_CONNECT_is_closed()
    {
        var time = new FakeTime();
        await using var host = await BrokerHost.StartAsync(time);
        using var mute = await RawClient.OpenAsync(host.Port);
        await host.FigureAsync("checkin_mqtt_connections", n => n == 1);
        var end = mute.TryReadAsync();
        while (!end.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }
        Assert.Null(await end);
    }

    [Fact]
    public async Task More_sessions_than_allowed_are_refused_by_quota_and_known_ones_are_not()
    {
        await using var host = await BrokerHost.StartAsync(("MaxSessions", "1"));
        await (await RawClient.ResumeAsync(host.Port, "first")).LeaveAsync();
        var other = new ConnectPacket { ClientId = "other" };
        Assert.Equal(MqttReasonCode.QuotaExceeded, await RefusalAsync(host.Port, other));
        using var first = await RawClient.ResumeAsync(host.Port, "first");
        Assert.True(first.Accepted.SessionPresent);
    }

    [Fact]
    public async Task A_packet_over_the_limit_is_refused_by_its_header_and_the_limit_is_told()
    {
        await using var host = await BrokerHost.StartAsync(("MaxPacketBytes", "2048"));
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        Assert.Equal(2048u, client.Accepted.Properties!.MaximumPacketSize);
        await client.PublishAsync(Sized("a", 2000));
        await client.SendAsync([0x30, .. Length(Large)]);
        Assert.Equal(MqttReasonCode.PacketTooLarge, await client.FarewellAsync());
        Assert.Equal(1, host.Figure("checkin_mqtt_closed_total", "0x95"));
    }

    [Fact]
    public async Task A_large_packet_waits_until_its_bytes_are_free_and_small_ones_pass()
    {
        await using var host = await BrokerHost.StartAsync(
            ("MaxReceivingBytes", "1048576"), ("MaxPacketBytes", "1048576"));
        using var one = await RawClient.ResumeAsync(host.Port, "one");
        using var two = await RawClient.ResumeAsync(host.Port, "two");
        using var small = await RawClient.ResumeAsync(host.Port, "small");
        await small.SubscribeAsync("a", MqttQos.AtMostOnce);
        await BeginAsync(one);
        await host.FigureAsync("checkin_mqtt_receiving_bytes", n => n > Large);
        await BeginAsync(two);
        await host.FigureAsync("checkin_mqtt_receiving_waits_total", n => n == 1);
        var second = EndAsync(two);
        await small.PublishAsync(Sized("b", 100));
        await EndAsync(one);
        Assert.Equal(Large - 4, (await small.TakeAsync()).Message.Payload.Length);
        await second;
        Assert.Equal(Large - 4, (await small.TakeAsync()).Message.Payload.Length);
        await host.FigureAsync("checkin_mqtt_receiving_bytes", n => n == 0);
    }

    [Fact]
    public async Task Whoever_sends_slowly_does_not_keep_others_from_sending()
    {
        var time = new FakeTime();
        await using var host = await BrokerHost.StartAsync(
            time, ("MaxReceivingBytes", "1048576"), ("MaxPacketBytes", "1048576"));
        using var slow = await RawClient.ResumeAsync(host.Port, "slow");
        using var quick = await RawClient.ResumeAsync(host.Port, "quick");
        await BeginAsync(slow);
        await host.FigureAsync("checkin_mqtt_receiving_bytes", n => n > Large);
        time.Advance(TimeSpan.FromSeconds(11));
        await BeginAsync(quick);
        await host.FigureAsync("checkin_mqtt_receiving_waits_total", n => n == 1);
        var farewell = slow.FarewellAsync();
        while (!farewell.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }
        Assert.Equal(MqttReasonCode.QuotaExceeded, await farewell);
        slow.Finish();
        await EndAsync(quick);
        await quick.NothingAsync();
    }

    [Fact]
    public async Task Past_its_queue_an_absent_client_gets_no_more_and_what_is_dropped_is_counted()
    {
        await using var host = await BrokerHost.StartAsync(("MaxQueuedMessages", "3"));
        var away = await RawClient.ResumeAsync(host.Port, "away");
        await away.SubscribeAsync("a", MqttQos.AtLeastOnce);
        await away.LeaveAsync();
        for (var i = 0; i < 5; i++)
            await host.Bus.PublishAsync(MqttMessage.OfText("a", $"{i}"), Patience.Token);
        Assert.Equal(2, host.Figure("checkin_mqtt_messages_dropped_total", "absent_full"));
        Assert.Equal(3, host.Figure("checkin_mqtt_queued_messages"));
        using var back = await RawClient.ResumeAsync(host.Port, "away");
        for (var i = 0; i < 3; i++)
            Assert.Equal($"{i}", (await back.TakeAsync()).Text);
        await back.NothingAsync();
        Assert.Equal((0, 0), (host.Figure("checkin_mqtt_queued_messages"), host.Figure("checkin_mqtt_queued_bytes")));
    }

    [Fact]
    public async Task Past_the_bytes_of_all_only_those_who_keep_up_are_served()
    {
        await using var host = await BrokerHost.StartAsync(("MaxQueuedBytesInAll", "1048576"));
        foreach (var id in (string[])["one", "two"])
        {
            var away = await RawClient.ResumeAsync(host.Port, id);
            await away.SubscribeAsync("a", MqttQos.AtLeastOnce);
            await away.LeaveAsync();
        }
        using var quick = await RawClient.ResumeAsync(host.Port, "quick");
        await quick.SubscribeAsync("a", MqttQos.AtLeastOnce);
        for (var i = 0; i < 20; i++)
        {
            await host.Bus.PublishAsync(Sized("a", 100_000), Patience.Token);
            await quick.TakeAsync();
            await quick.NothingAsync();
        }
        Assert.InRange(host.Figure("checkin_mqtt_queued_bytes"), 900_000, 1_048_576);
        Assert.Equal(30, host.Figure("checkin_mqtt_messages_dropped_total", "absent_full"));
    }

    [Fact]
    public async Task A_slow_client_at_QoS_0_loses_messages_and_stays()
    {
        await using var host = await BrokerHost.StartAsync(("MaxQueuedBytes", "65536"));
        using var slow = await RawClient.ResumeAsync(host.Port, "slow");
        await slow.SubscribeAsync("load", MqttQos.AtMostOnce);
        await using var tool = await host.ConnectAsync("tool");
        for (var i = 0; i < 2000 && host.Figure("checkin_mqtt_messages_dropped_total", "slow") == 0; i++)
            await tool.PublishAsync(Sized("load", 60_000), Patience.Token);
        Assert.NotEqual(0, host.Figure("checkin_mqtt_messages_dropped_total", "slow"));
        await slow.SendAsync(new PingPacket(MqttPacketType.PingReq).Encode);
        while ((await slow.ReadAsync()).Type == MqttPacketType.Publish) { }
    }

    /// <summary>Messages at QoS 1, whose answers are not waited for.</summary>
    private static Task BurstAsync(RawClient source, int count) => source.SendAsync(
        [.. Enumerable.Range(1, count).Select(i => (Action<MqttWriter>)(w => new PublishPacket("load", default)
        {
            Qos = MqttQos.AtLeastOnce,
            PacketId = (ushort)i,
        }.Encode(w)))]);

    [Fact]
    public async Task A_subscriber_that_falls_behind_but_works_holds_its_publishers_back_and_loses_nothing()
    {
        const int Messages = 3000;
        await using var host = await BrokerHost.StartAsync(
            new FakeTime(), ("MaxQueuedMessages", "100"), ("MaxInFlight", "2"));
        var received = System.Threading.Channels.Channel.CreateUnbounded<MqttMessage>();
        await using var sink = await host.ConnectAsync("sink", into: received);
        await sink.SubscribeAsync(["load"], MqttQos.AtLeastOnce, Patience.Token);
        using var source = await RawClient.ResumeAsync(host.Port, "source");
        await BurstAsync(source, Messages);
        Assert.Equal(Messages * 4, await source.SkipAsync(Messages * 4));
        for (var i = 0; i < Messages; i++)
            await received.NextAsync();
        Assert.Equal(0, host.Figure("checkin_mqtt_messages_dropped_total"));
        Assert.NotEqual(0, host.Figure("checkin_mqtt_held_back_total"));
    }

    [Fact]
    public async Task A_subscriber_that_does_not_work_holds_nobody_back_for_long_and_is_sent_away()
    {
        var time = new FakeTime();
        await using var host = await BrokerHost.StartAsync(time, ("MaxQueuedMessages", "100"), ("MaxInFlight", "2"));
        using var sink = await RawClient.ResumeAsync(host.Port, "sink");
        await sink.SubscribeAsync("load", MqttQos.AtLeastOnce);
        using var source = await RawClient.ResumeAsync(host.Port, "source");
        await BurstAsync(source, 300);
        await host.FigureAsync("checkin_mqtt_held_back_total", n => n == 1);
        var answers = source.SkipAsync(300 * 4);
        while (!answers.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(1);
        }
        Assert.Equal(300 * 4, await answers);
        Assert.Equal(1, host.Figure("checkin_mqtt_held_back_total"));
        await sink.NextAsync();
        await sink.NextAsync();
        Assert.Equal(MqttReasonCode.QuotaExceeded, await sink.FarewellAsync());
    }

    [Fact]
    public async Task Past_the_bytes_retained_a_message_is_refused_and_an_older_one_may_be_replaced()
    {
        await using var host = await BrokerHost.StartAsync(("MaxRetainedBytes", "65536"));
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        Assert.Equal(MqttReasonCode.Success, await client.PublishAsync(Sized("a", 60_000) with { Retain = true }));
        var second = Sized("b", 60_000) with { Retain = true };
        Assert.Equal(MqttReasonCode.QuotaExceeded, await client.PublishAsync(second));
        Assert.Equal(MqttReasonCode.Success, await client.PublishAsync(Sized("a", 50_000) with { Retain = true }));
        Assert.Equal(1, host.Figure("checkin_mqtt_messages_refused_total", "0x97"));
        Assert.Equal(1, host.Figure("checkin_mqtt_retained"));
        using var old = await RawClient.ResumeAsync(host.Port, "old", MqttLevel.V311);
        await old.SendAsync(w => new PublishPacket("b", new(new byte[60_000]))
        {
            Qos = MqttQos.AtLeastOnce,
            Retain = true,
            PacketId = 1,
        }.Encode(w));
        Assert.Null(await old.TryReadAsync());
    }

    [Fact]
    public async Task Past_its_filters_a_client_is_refused_the_next_and_keeps_the_others()
    {
        await using var host = await BrokerHost.StartAsync(("MaxSubscriptions", "2"), ("MaxSubscriptionsInAll", "3"));
        using var one = await RawClient.ResumeAsync(host.Port, "one");
        using var two = await RawClient.ResumeAsync(host.Port, "two");
        Assert.Equal(
            [MqttReasonCode.Success, MqttReasonCode.Success, MqttReasonCode.QuotaExceeded],
            await one.SubscribeAsync(0, new("a", default), new("b", default), new("c", default)));
        Assert.Equal([MqttReasonCode.GrantedQos1], await one.SubscribeAsync("a", MqttQos.AtLeastOnce));
        Assert.Equal([MqttReasonCode.QuotaExceeded], await two.SubscribeAsync(new string('x', 200), default));
        Assert.Equal([MqttReasonCode.Success], await two.SubscribeAsync("x", default));
        Assert.Equal(2, host.Figure("checkin_mqtt_subscriptions_refused_total", "0x97"));
    }

    [Fact]
    public async Task Past_the_bytes_of_wills_a_client_may_connect_without_one()
    {
        await using var host = await BrokerHost.StartAsync(("MaxWillBytes", "1048576"), ("MaxConnections", "100"));
        var mortals = new List<RawClient>();
        var will = Sized("wills", 60_000);
        while (host.Figure("checkin_mqtt_will_bytes") < 1_048_576)
        {
            mortals.Add(await RawClient.ConnectAsync(
                host.Port, new ConnectPacket { ClientId = $"mortal-{mortals.Count}", Will = will }));
        }
        var late = new ConnectPacket { ClientId = "late", Will = will };
        Assert.Equal(MqttReasonCode.QuotaExceeded, await RefusalAsync(host.Port, late));
        using var without = await RawClient.ConnectAsync(host.Port, late with { Will = null });
        // One bids farewell, which takes its will back; the others' go out.
        await mortals[0].LeaveAsync();
        foreach (var mortal in mortals[1..])
            mortal.Reset();
        await host.FigureAsync("checkin_mqtt_will_bytes", n => n == 0);
    }

    [Fact]
    public async Task More_messages_under_way_than_Receive_Maximum_end_the_connection__MQTT_3_3_4_9()
    {
        await using var host = await BrokerHost.StartAsync(("ReceiveMaximum", "2"));
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        Assert.Equal(2u, client.Accepted.Properties!.ReceiveMaximum);
        for (var i = 0; i < 2; i++)
            await client.PublishAsync(Sized("a", 1, MqttQos.ExactlyOnce), seeThrough: false);
        var third = new PublishPacket("a", default) { Qos = MqttQos.ExactlyOnce, PacketId = 9 };
        await client.SendAsync(w => third.Encode(w));
        Assert.Equal(MqttReasonCode.ReceiveMaximumExceeded, await client.FarewellAsync());
    }

    [Fact]
    public async Task Clients_that_never_stop_sending_starve_nobody()
    {
        await using var host = await BrokerHost.StartAsync();
        using var good = await RawClient.ResumeAsync(host.Port, "good");
        var isDone = false;
        var hoses = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(async i =>
        {
            using var hose = await RawClient.ResumeAsync(host.Port, $"hose-{i}");
            var messages = Enumerable.Repeat((byte[])[0x30, 4, 0, 1, (byte)'a', 0], 20_000).SelectMany(m => m).ToArray();
            while (!Volatile.Read(ref isDone))
                await hose.SendAsync(messages);
        }).ToArray();
        for (var i = 0; i < 100; i++)
            await good.PublishAsync("b", "x").Soon();
        Volatile.Write(ref isDone, true);
        await Task.WhenAll(hoses).Soon();
    }

    [Fact]
    public async Task Whoever_does_not_read_its_answers_is_not_read_and_gets_them_all()
    {
        const int Pings = 1_000_000;
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        var pings = new byte[Pings * 2];
        for (var i = 0; i < pings.Length; i += 2)
            pings[i] = 0xC0;
        var sending = client.SendAsync(pings);
        Assert.Equal(Pings * 2, await client.SkipAsync(Pings * 2));
        await sending;
    }
}
