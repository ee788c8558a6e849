using CheckIn.Fixtures;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>Wills with all that belongs to them (3.1.2.5, 3.1.3.2).</summary>
public class WillTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static ConnectPacket Connect(uint delay = 0, uint expiry = 100, MqttMessage? will = null) => new()
    {
        ClientId = "mortal",
        Properties = new MqttProperties { SessionExpiryInterval = expiry },
        Will = will ?? MqttMessage.OfText("wills", "gone"),
        WillDelay = delay,
    };

    private static async Task<RawClient> WatchAsync(BrokerHost host)
    {
        var watcher = await RawClient.ResumeAsync(host.Port, "watcher");
        await watcher.SubscribeAsync("#", MqttQos.ExactlyOnce);
        return watcher;
    }

    /// <summary>Until the connection has left its session, which happens after it has closed.</summary>
    private static Task GoneAsync(BrokerHost host, int left) =>
        host.FigureAsync("checkin_mqtt_connections", n => n == left);

    /// <summary>Time passes step by step: what is due is looked for in the background.</summary>
    private static async Task PassAsync(FakeTime time, TimeSpan span, Task until)
    {
        for (var passed = TimeSpan.Zero; passed < span || !until.IsCompleted; passed += Second / 2)
        {
            time.Advance(Second / 2);
            await Task.Delay(1);
        }
        await until;
    }

    [Fact]
    public async Task A_will_goes_out_with_all_its_properties__MQTT_3_1_3_2()
    {
        await using var host = await BrokerHost.StartAsync();
        using var watcher = await WatchAsync(host);
        var will = MqttMessage.OfText("wills", "gone") with
        {
            Qos = MqttQos.ExactlyOnce,
            Retain = true,
            ContentType = "text/plain",
            ResponseTopic = "answers",
            CorrelationData = new byte[] { 1 },
            ExpirySeconds = 100,
            UserProperties = [new("a", "b"), new("a", "c")],
        };
        (await RawClient.ConnectAsync(host.Port, Connect(will: will))).Reset();
        var arrival = (await watcher.TakeAsync()).Message;
        Assert.Equal(("gone", MqttQos.ExactlyOnce, "text/plain", "answers", true),
            (arrival.Text, arrival.Qos, arrival.ContentType, arrival.ResponseTopic, arrival.IsText));
        Assert.Equal([1], arrival.CorrelationData.ToArray());
        Assert.InRange(arrival.ExpirySeconds!.Value, 50u, 100u);
        Assert.Equal([new("a", "b"), new("a", "c")], arrival.UserProperties);
        using var later = await RawClient.ResumeAsync(host.Port, "later");
        await later.SubscribeAsync("wills", MqttQos.AtMostOnce);
        Assert.True((await later.TakeAsync()).Message.Retain);
    }

    [Fact]
    public async Task A_delayed_will_waits__3_1_3_2_2()
    {
        var time = new FakeTime();
        await using var host = await BrokerHost.StartAsync(time);
        using var watcher = await WatchAsync(host);
        (await RawClient.ConnectAsync(host.Port, Connect(delay: 10))).Reset();
        await GoneAsync(host, 1);
        time.Advance(9 * Second);
        await watcher.NothingAsync();
        var arrival = watcher.TakeAsync();
        await PassAsync(time, 2 * Second, arrival);
        Assert.Equal("gone", (await arrival).Text);
    }

    [Fact]
    public async Task A_client_that_is_back_in_time_leaves_no_will__MQTT_3_1_3_9()
    {
        var time = new FakeTime();
        await using var host = await BrokerHost.StartAsync(time);
        using var watcher = await WatchAsync(host);
        (await RawClient.ConnectAsync(host.Port, Connect(delay: 10))).Reset();
        await GoneAsync(host, 1);
        time.Advance(5 * Second);
        using var back = await RawClient.ResumeAsync(host.Port, "mortal");
        Assert.True(back.Accepted.SessionPresent);
        await PassAsync(time, 10 * Second, Task.CompletedTask);
        await back.NothingAsync();
        await watcher.NothingAsync();
    }

    [Fact]
    public async Task A_session_that_ends_first_takes_its_will_out__MQTT_3_1_2_8()
    {
        var time = new FakeTime();
        await using var host = await BrokerHost.StartAsync(time);
        using var watcher = await WatchAsync(host);
        (await RawClient.ConnectAsync(host.Port, Connect(delay: 10))).Reset();
        await GoneAsync(host, 1);
        using var clean = await RawClient.ResumeAsync(host.Port, "mortal", cleanStart: true);
        Assert.Equal("gone", (await watcher.TakeAsync()).Text);
        (await RawClient.ConnectAsync(host.Port, Connect(delay: 10, expiry: 3) with { ClientId = "brief" })).Reset();
        await GoneAsync(host, 2);
        var arrival = watcher.TakeAsync();
        await PassAsync(time, 4 * Second, arrival);
        Assert.Equal("gone", (await arrival).Text);
    }

    [Fact]
    public async Task An_ordinary_goodbye_leaves_no_will_and_another_reason_does__MQTT_3_14_4_3()
    {
        await using var host = await BrokerHost.StartAsync();
        using var watcher = await WatchAsync(host);
        await (await RawClient.ConnectAsync(host.Port, Connect())).LeaveAsync();
        await watcher.NothingAsync();
        var wilful = await RawClient.ConnectAsync(host.Port, Connect());
        await wilful.LeaveAsync(reason: MqttReasonCode.DisconnectWithWill);
        Assert.Equal("gone", (await watcher.TakeAsync()).Text);
    }
}
