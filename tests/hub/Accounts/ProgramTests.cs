using System.Text;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Tests.Broker;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Accounts;

/// <summary>Programs with a token at the MQTT endpoint, and those without one.</summary>
public sealed class ProgramTests
{
    [Theory]
    [InlineData("#", MqttTransport.Tcp)]
    [InlineData("checkin/v1/gates/+/state", MqttTransport.WebSocket)]
    [InlineData("$share/g/checkin/#", MqttTransport.Tcp)]
    public async Task A_token_of_one_node_brings_its_gates_and_none_of_the_neighbours(string filter, MqttTransport transport)
    {
        await using var world = await TwoNodes.StartAsync(31);
        await SayAsync(world, TwoNodes.Lost(TwoNodes.Neighbour), TwoNodes.Canary + " kept", retain: true);
        await SayAsync(world, TwoNodes.Lost(TwoNodes.Own), "kept", retain: true);
        var received = Channel.CreateUnbounded<MqttMessage>();
        await using var program = await ConnectAsync(world, "technician@" + TwoNodes.Own, received, transport);
        await program.SubscribeAsync([filter], MqttQos.AtLeastOnce, Patience.Token);
        await SayAsync(world, TwoNodes.There(TwoNodes.Neighbour), TwoNodes.Canary, retain: false);
        await SayAsync(world, TwoNodes.There(TwoNodes.Own), "live", retain: false);
        var heard = new List<MqttMessage>();
        do
            heard.Add(await received.Reader.ReadAsync(Patience.Token));
        while (Text(heard[^1]) != "live");
        Assert.DoesNotContain(heard, message =>
            (message.Topic + Text(message)).Contains(TwoNodes.Canary, StringComparison.OrdinalIgnoreCase));
        // A shared subscription brings nothing retained (4.8.2).
        Assert.Equal(!filter.StartsWith("$share", StringComparison.Ordinal), heard.Exists(static message => Text(message) == "kept"));
    }

    [Fact]
    public async Task Events_are_for_whoever_may_see_events_and_alerts_for_whoever_sees_what_they_are_about()
    {
        await using var world = await TwoNodes.StartAsync(32);
        var (viewers, managers) = (Channel.CreateUnbounded<MqttMessage>(), Channel.CreateUnbounded<MqttMessage>());
        await using var viewer = await ConnectAsync(world, "viewer@" + TwoNodes.Own, viewers);
        await using var manager = await ConnectAsync(world, "site_manager@" + TwoNodes.Own, managers);
        foreach (var program in new[] { viewer, manager })
            await program.SubscribeAsync(["checkin/v1/gates/+/events", "checkin/v1/hub/#"], MqttQos.AtLeastOnce, Patience.Token);
        var bus = world.Hub.Get<IMessageBus>();
        await PublishAsync(bus, Topics.Of(TwoNodes.Lost(TwoNodes.Own), GateTopic.Events), "events");
        foreach (var (kind, id) in new[] { ("gate", TwoNodes.Lost(TwoNodes.Neighbour)), ("hub", ""), ("node", "tinh") })
            await PublishAsync(bus, Topics.HubAlerts, $$"""{"number":1,"subjectKind":"{{kind}}","subject":"{{id}}","kind":"offline"}""");
        await PublishAsync(bus, Topics.HubAlerts, "no alert at all");
        var own = $$"""{"number":2,"detail":{"subject":"x"},"subjectKind":"site","subject":"{{TwoNodes.Site(TwoNodes.Own)}}"}""";
        await PublishAsync(bus, Topics.HubAlerts, own);
        Assert.Equal([own], await UntilAsync(viewers, own));
        Assert.Equal(["events", own], await UntilAsync(managers, own));
    }

    [Fact]
    public async Task A_token_of_the_whole_hub_reads_everything_and_publishes_nothing_of_the_products()
    {
        await using var world = await TwoNodes.StartAsync(33);
        var received = Channel.CreateUnbounded<MqttMessage>();
        await using var program = await ConnectAsync(world, "administrator@", received);
        await program.SubscribeAsync(["checkin/v1/gates/+/state"], MqttQos.AtLeastOnce, Patience.Token);
        await SayAsync(world, TwoNodes.There(TwoNodes.Neighbour), "heard", retain: false);
        Assert.Equal("heard", Text(await received.Reader.ReadAsync(Patience.Token)));
        var refused = await Assert.ThrowsAsync<MqttException>(() => program.PublishAsync(
            new MqttMessage(Topics.Of("program", GateTopic.State), "x"u8.ToArray()) { Qos = MqttQos.AtLeastOnce }, Patience.Token).AsTask());
        Assert.Equal((byte)MqttReasonCode.NotAuthorized, refused.ReasonCode);
    }

    [Fact]
    public async Task Without_a_token_the_products_topics_are_shut_and_others_open()
    {
        await using var world = await TwoNodes.StartAsync(34);
        var received = Channel.CreateUnbounded<MqttMessage>();
        await using var nobody = await MqttClient.ConnectAsync(Options(world, null, received), Patience.Token);
        foreach (var filter in new[] { "checkin/#", "checkin/v1/gates/+/state", "checkin/v1/hub/alerts", "$share/g/checkin/#" })
        {
            await Assert.ThrowsAsync<MqttException>(
                () => nobody.SubscribeAsync([filter], MqttQos.AtMostOnce, Patience.Token));
        }
        await nobody.SubscribeAsync(["#", "+/v1/#"], MqttQos.AtLeastOnce, Patience.Token);
        await SayAsync(world, TwoNodes.There(TwoNodes.Own), "not for you", retain: true);
        await nobody.PublishAsync(
            new MqttMessage("house/lamp", "on"u8.ToArray()) { Qos = MqttQos.AtLeastOnce }, Patience.Token);
        Assert.Equal(["on"], await UntilAsync(received, "on"));
    }

    [Fact]
    public async Task A_token_that_is_no_good_is_refused_and_one_that_is_withdrawn_ends_its_connection()
    {
        await using var world = await TwoNodes.StartAsync(35);
        const string who = "technician@" + TwoNodes.Own;
        await using var program = await ConnectAsync(world, who, Channel.CreateUnbounded<MqttMessage>());
        await world.WithdrawAsync(who);
        // Looked up every few seconds; a minute is the promise.
        await program.Ended.WaitAsync(TimeSpan.FromSeconds(20));
        var refused = await Assert.ThrowsAsync<MqttException>(() => ConnectAsync(world, who, Channel.CreateUnbounded<MqttMessage>()));
        Assert.Equal((byte)MqttReasonCode.BadUserNameOrPassword, refused.ReasonCode);
    }

    [Fact]
    public async Task Nobody_inherits_what_waits_for_a_program_by_calling_himself_as_it_does()
    {
        await using var world = await TwoNodes.StartAsync(36);
        var connect = new ConnectPacket
        {
            ClientId = "program",
            UserName = "anything",
            Password = Encoding.UTF8.GetBytes(world.Token("technician@" + TwoNodes.Own)),
            Properties = new MqttProperties { SessionExpiryInterval = 300 },
        };
        using (var program = await RawClient.ConnectAsync(world.Hub.MqttPort, connect))
        {
            await program.SubscribeAsync(
                0, new("checkin/v1/gates/#", MqttQos.AtLeastOnce), new("house/#", MqttQos.AtLeastOnce));
            await program.LeaveAsync(300);
        }
        await SayAsync(world, TwoNodes.There(TwoNodes.Own), "waits", retain: false);
        await PublishAsync(world.Hub.Get<IMessageBus>(), "house/lamp", "on");
        using var nobody = await RawClient.ConnectAsync(world.Hub.MqttPort, connect with { UserName = null, Password = null });
        Assert.True(nobody.Accepted.SessionPresent);
        await SayAsync(world, TwoNodes.There(TwoNodes.Own), "live", retain: false);
        await PublishAsync(world.Hub.Get<IMessageBus>(), "house/lamp", "off");
        Assert.Equal(["on", "off"], [(await nobody.TakeAsync()).Text, (await nobody.TakeAsync()).Text]);
    }

    private static ValueTask SayAsync(TwoNodes world, string gate, string text, bool retain) =>
        world.Hub.Get<IMessageBus>().PublishAsync(
            new MqttMessage(Topics.Of(gate, GateTopic.State), Encoding.UTF8.GetBytes(text)) { Qos = MqttQos.AtLeastOnce, Retain = retain },
            Patience.Token);

    private static ValueTask PublishAsync(IMessageBus bus, string topic, string text) =>
        bus.PublishAsync(new MqttMessage(topic, Encoding.UTF8.GetBytes(text)) { Qos = MqttQos.AtLeastOnce }, Patience.Token);

    private static async Task<string[]> UntilAsync(Channel<MqttMessage> received, string last)
    {
        var heard = new List<string>();
        do
        {
            var message = await received.Reader.ReadAsync(Patience.Token);
            if (message.Topic != Topics.HubState)
                heard.Add(Text(message));
        }
        while (heard.LastOrDefault() != last);
        return [.. heard];
    }

    private static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);

    private static Task<MqttClient> ConnectAsync(
        TwoNodes world, string who, Channel<MqttMessage> received, MqttTransport transport = MqttTransport.Tcp) =>
        MqttClient.ConnectAsync(Options(world, who, received) with
        {
            Transport = transport,
            Port = transport == MqttTransport.WebSocket ? world.Hub.Http.BaseAddress!.Port : world.Hub.MqttPort,
        }, Patience.Token);

    private static MqttClientOptions Options(TwoNodes world, string? who, Channel<MqttMessage> received) => new()
    {
        Port = world.Hub.MqttPort,
        ClientId = "program" + (who is null ? "" : who.Split('@')[0].Replace("_", "-", StringComparison.Ordinal)),
        UserName = who is null ? null : "anything",
        Password = who is null ? null : (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(world.Token(who)),
        OnMessage = (message, cancellation) => received.Writer.WriteAsync(message, cancellation),
    };
}
