using System.Text;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

public class EndpointTests
{
    private static MqttMessage Message(
        string topic, string payload, MqttQos qos = MqttQos.AtLeastOnce, bool retain = false) =>
        new(topic, Encoding.UTF8.GetBytes(payload)) { Qos = qos, Retain = retain };

    private static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);

    [Fact]
    public async Task A_gates_message_is_in_the_inbox_before_its_publish_completes()
    {
        await using var host = await BrokerHost.StartAsync();
        await using var gate = await host.ConnectAsync("gate-1");
        await gate.PublishAsync(Message("checkin/v1/gates/gate-1/events", "batch"), Patience.Token);
        Assert.False(host.Inbox.IsEmpty);
        Assert.Equal(new Received("gate-1", GateTopic.Events, "batch"), await host.Inbox.NextAsync());
    }

    [Fact]
    public async Task A_message_at_QoS_0_reaches_the_inbox()
    {
        await using var host = await BrokerHost.StartAsync();
        await using var gate = await host.ConnectAsync("gate-1");
        await gate.PublishAsync(Message("checkin/v1/gates/gate-1/health", "{}", MqttQos.AtMostOnce), Patience.Token);
        Assert.Equal(new Received("gate-1", GateTopic.Health, "{}"), await host.Inbox.NextAsync());
    }

    [Fact]
    public async Task What_the_hub_publishes_reaches_its_subscriber_with_all_its_properties()
    {
        await using var host = await BrokerHost.StartAsync();
        var received = Channel.CreateUnbounded<MqttMessage>();
        await using var gate = await host.ConnectAsync("gate-1", into: received);
        await gate.SubscribeAsync([Topics.Of("gate-1", GateTopic.Commands)], MqttQos.AtLeastOnce, Patience.Token);
        await host.Bus.PublishAsync(Message("checkin/v1/gates/gate-1/commands", "open") with
        {
            ContentType = "text/plain",
            ResponseTopic = "checkin/v1/gates/gate-1/replies",
            CorrelationData = new byte[] { 1, 2 },
            ExpirySeconds = 10,
            UserProperties = [new("a", "b")],
        }, Patience.Token);
        var message = await received.NextAsync();
        Assert.Equal("open", Text(message));
        Assert.Equal("text/plain", message.ContentType);
        Assert.Equal("checkin/v1/gates/gate-1/replies", message.ResponseTopic);
        Assert.Equal([1, 2], message.CorrelationData.ToArray());
        Assert.Equal(10u, message.ExpirySeconds);
        Assert.Equal([new("a", "b")], message.UserProperties);
        Assert.False(message.Retain);
    }

    [Fact]
    public async Task A_retained_message_comes_with_the_subscription_until_an_empty_one_removes_it()
    {
        await using var host = await BrokerHost.StartAsync();
        await host.Bus.PublishAsync(Message("checkin/v1/gates/gate-1/desired", "v1", retain: true), Patience.Token);
        var received = Channel.CreateUnbounded<MqttMessage>();
        await using var gate = await host.ConnectAsync("gate-1", into: received);
        await gate.SubscribeAsync(["checkin/v1/gates/gate-1/desired"], MqttQos.AtLeastOnce, Patience.Token);
        var message = await received.NextAsync();
        Assert.True(message.Retain);
        Assert.Equal("v1", Text(message));
        await host.Bus.PublishAsync(Message("checkin/v1/gates/gate-1/desired", "", retain: true), Patience.Token);
        await received.NextAsync();
        var later = Channel.CreateUnbounded<MqttMessage>();
        await using var tool = await host.ConnectAsync("tool", into: later);
        await tool.SubscribeAsync(["checkin/v1/gates/+/desired"], MqttQos.AtLeastOnce, Patience.Token);
        await host.Bus.PublishAsync(Message("checkin/v1/gates/gate-1/desired", "v2"), Patience.Token);
        Assert.Equal("v2", Text(await later.NextAsync()));
    }

    [Fact]
    public async Task Wildcards_bring_every_gates_state_to_a_tool_once_even_when_filters_overlap()
    {
        await using var host = await BrokerHost.StartAsync();
        var received = Channel.CreateUnbounded<MqttMessage>();
        await using var tool = await host.ConnectAsync("tool", into: received);
        await tool.SubscribeAsync(["checkin/#", "checkin/v1/gates/+/state"], MqttQos.AtLeastOnce, Patience.Token);
        await using var gate = await host.ConnectAsync("gate-1");
        await gate.PublishAsync(Message("checkin/v1/gates/gate-1/state", "ready", retain: true), Patience.Token);
        await gate.PublishAsync(Message("checkin/v1/gates/gate-1/events", "batch"), Patience.Token);
        Assert.Equal("ready", Text(await received.NextAsync()));
        Assert.Equal("batch", Text(await received.NextAsync()));
        await tool.UnsubscribeAsync(["checkin/#"], Patience.Token);
        await gate.PublishAsync(Message("checkin/v1/gates/gate-1/events", "unseen"), Patience.Token);
        await gate.PublishAsync(Message("checkin/v1/gates/gate-1/state", "seen"), Patience.Token);
        Assert.Equal("seen", Text(await received.NextAsync()));
    }

    [Fact]
    public async Task A_gate_may_publish_below_its_own_id_only()
    {
        await using var host = await BrokerHost.StartAsync();
        await using var gate = await host.ConnectAsync("gate-1");
        string[] others = ["checkin/v1/gates/gate-2/events", "checkin/v1/gates/gate-1/ack", "checkin/v1/hub/state"];
        foreach (var topic in others)
        {
            var refused = await Assert.ThrowsAsync<MqttException>(
                () => gate.PublishAsync(Message(topic, "x"), Patience.Token).AsTask());
            Assert.Equal((byte)MqttReasonCode.NotAuthorized, refused.ReasonCode);
        }
        await gate.PublishAsync(Message("elsewhere/is/open", "x"), Patience.Token);
        Assert.True(host.Inbox.IsEmpty);
    }

    [Fact]
    public async Task A_will_on_another_gates_topic_refuses_the_connection()
    {
        await using var host = await BrokerHost.StartAsync();
        var refused = await Assert.ThrowsAsync<MqttException>(
            () => host.ConnectAsync("gate-1", will: Message("checkin/v1/gates/gate-2/state", "lost")));
        Assert.Equal((byte)MqttReasonCode.NotAuthorized, refused.ReasonCode);
    }

    [Fact]
    public async Task A_failing_inbox_closes_the_connection_without_an_acknowledgement_and_others_go_on()
    {
        await using var host = await BrokerHost.StartAsync();
        host.Inbox.Before = r => r.Gate == "gate-1" ? throw new IOException("disk full") : Task.CompletedTask;
        await using var gate = await host.ConnectAsync("gate-1");
        await using var other = await host.ConnectAsync("gate-2");
        var lost = await Assert.ThrowsAsync<MqttException>(
            () => gate.PublishAsync(Message("checkin/v1/gates/gate-1/events", "batch"), Patience.Token).AsTask());
        Assert.Equal((byte)MqttReasonCode.ImplementationSpecificError, lost.ReasonCode);
        await other.PublishAsync(Message("checkin/v1/gates/gate-2/events", "batch"), Patience.Token);
        Assert.Equal("gate-2", (await host.Inbox.NextAsync()).Gate);
    }

    [Fact]
    public async Task While_the_inbox_is_busy_with_one_gate_the_others_are_served()
    {
        await using var host = await BrokerHost.StartAsync();
        var release = new TaskCompletionSource();
        host.Inbox.Before = r => r.Gate == "slow" ? release.Task : Task.CompletedTask;
        await using var slow = await host.ConnectAsync("slow");
        await using var quick = await host.ConnectAsync("quick");
        var waiting = slow.PublishAsync(Message("checkin/v1/gates/slow/events", "x"), Patience.Token).AsTask();
        await quick.PublishAsync(Message("checkin/v1/gates/quick/events", "x"), Patience.Token);
        Assert.False(waiting.IsCompleted);
        release.SetResult();
        await waiting;
    }

    [Fact]
    public async Task A_stopping_hub_says_so_and_publishes_no_wills()
    {
        await using var host = await BrokerHost.StartAsync();
        var will = Message("checkin/v1/gates/gate-1/state", "lost");
        await using var gate = await host.ConnectAsync("gate-1", will);
        await host.StopAsync().Soon();
        Assert.Contains("server shutting down (0x8B)", await gate.Ended.Soon(), StringComparison.Ordinal);
        Assert.True(host.Inbox.IsEmpty);
    }

    [Fact]
    public async Task More_connections_than_allowed_are_told_that_the_server_is_busy()
    {
        await using var host = await BrokerHost.StartAsync(("MaxConnections", "1"));
        await using var first = await host.ConnectAsync("gate-1");
        var refused = await Assert.ThrowsAsync<MqttException>(() => host.ConnectAsync("gate-2"));
        Assert.Equal((byte)MqttReasonCode.ServerBusy, refused.ReasonCode);
    }

    [Fact]
    public async Task No_more_topics_are_retained_than_allowed()
    {
        await using var host = await BrokerHost.StartAsync(("MaxRetained", "1"));
        await using var tool = await host.ConnectAsync("tool");
        await tool.PublishAsync(Message("a", "1", retain: true), Patience.Token);
        var refused = await Assert.ThrowsAsync<MqttException>(
            () => tool.PublishAsync(Message("b", "1", retain: true), Patience.Token).AsTask());
        Assert.Equal((byte)MqttReasonCode.QuotaExceeded, refused.ReasonCode);
    }

    [Fact]
    public async Task An_address_that_other_machines_reach_is_refused_at_start_with_an_explanation()
    {
        var error = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => BrokerHost.StartAsync(("Listen", "0.0.0.0:0")));
        Assert.Contains(
            "Broker:Listen is '0.0.0.0:0', which other machines could reach", error.Message, StringComparison.Ordinal);
    }
}
