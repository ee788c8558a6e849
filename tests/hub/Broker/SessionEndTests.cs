using System.Text;
using CheckIn.Contract;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

public class SessionEndTests
{
    private static readonly MqttMessage Will =
        new("checkin/v1/gates/gate-1/state", Encoding.UTF8.GetBytes("lost")) { Retain = true };

    private static ConnectPacket Connect(ushort keepAlive = 0) =>
        new() { ClientId = "gate-1", CleanStart = true, Will = Will, KeepAlive = keepAlive };

    private static async Task<MqttReasonCode> ReadDisconnectAsync(RawClient client)
    {
        var frame = await client.ReadAsync();
        Assert.Equal(MqttPacketType.Disconnect, frame.Type);
        return DisconnectPacket.Decode(frame, client.Decoder).Reason;
    }

    [Fact]
    public async Task A_connection_that_breaks_leaves_its_will_with_the_inbox_and_the_retained_messages()
    {
        await using var host = await BrokerHost.StartAsync();
        var raw = await RawClient.ConnectAsync(host.Port, Connect());
        raw.Reset();
        Assert.Equal(new Received("gate-1", GateTopic.State, "lost"), await host.Inbox.NextAsync());
        var received = System.Threading.Channels.Channel.CreateUnbounded<MqttMessage>();
        await using var tool = await host.ConnectAsync("tool", into: received);
        await tool.SubscribeAsync(["#"], MqttQos.AtMostOnce, Patience.Token);
        Assert.Equal("lost", Encoding.UTF8.GetString((await received.NextAsync()).Payload.Span));
    }

    [Fact]
    public async Task A_client_that_says_goodbye_leaves_no_will()
    {
        await using var host = await BrokerHost.StartAsync();
        var gate = await host.ConnectAsync("gate-1", Will);
        await gate.DisconnectAsync(Patience.Token);
        await gate.DisposeAsync();
        await using var next = await host.ConnectAsync("gate-1");
        await next.PublishAsync(Will with { Payload = "ready"u8.ToArray() }, Patience.Token);
        Assert.Equal("ready", (await host.Inbox.NextAsync()).Payload);
    }

    [Fact]
    public async Task Goodbye_with_will_leaves_the_will()
    {
        await using var host = await BrokerHost.StartAsync();
        using var raw = await RawClient.ConnectAsync(host.Port, Connect());
        await raw.SendAsync(new DisconnectPacket(MqttPacketType.Disconnect, MqttReasonCode.DisconnectWithWill).Encode);
        Assert.Equal("lost", (await host.Inbox.NextAsync()).Payload);
        Assert.Null(await raw.TryReadAsync());
    }

    [Fact]
    public async Task A_newer_connection_takes_over_and_the_olders_will_comes_before_its_birth()
    {
        await using var host = await BrokerHost.StartAsync();
        await using var older = await host.ConnectAsync("gate-1", Will);
        await using var newer = await host.ConnectAsync("gate-1");
        await newer.PublishAsync(Will with { Payload = "ready"u8.ToArray() }, Patience.Token);
        Assert.Contains("session taken over (0x8E)", await older.Ended.Soon(), StringComparison.Ordinal);
        Assert.Equal("lost", (await host.Inbox.NextAsync()).Payload);
        Assert.Equal("ready", (await host.Inbox.NextAsync()).Payload);
        Assert.False(newer.Ended.IsCompleted);
    }

    [Fact]
    public async Task Many_connections_of_one_client_leave_exactly_one_alive()
    {
        await using var host = await BrokerHost.StartAsync();
        var attempts = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                return await host.ConnectAsync("gate-1");
            }
            catch (MqttException)
            {
                return null;
            }
        }));
        await using var last = await host.ConnectAsync("gate-1");
        foreach (var client in attempts.OfType<MqttClient>())
            await client.Ended.Soon();
        await last.PublishAsync(Will, Patience.Token);
    }

    [Fact]
    public async Task A_silent_client_is_disconnected_after_one_and_a_half_keep_alives()
    {
        await using var host = await BrokerHost.StartAsync();
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        using var raw = await RawClient.ConnectAsync(host.Port, Connect(keepAlive: 1));
        Assert.Equal(MqttReasonCode.KeepAliveTimeout, await ReadDisconnectAsync(raw));
        Assert.InRange(time.GetElapsedTime(start).TotalSeconds, 1.5, 10);
        Assert.Equal("lost", (await host.Inbox.NextAsync()).Payload);
    }

    [Fact]
    public async Task A_client_without_keep_alive_is_told_the_servers()
    {
        await using var host = await BrokerHost.StartAsync(("MaxKeepAlive", "00:01:00"));
        using var raw = await RawClient.OpenAsync(host.Port);
        await raw.SendAsync(new ConnectPacket { ClientId = "", CleanStart = true }.Encode);
        var answer = ConnAckPacket.Decode(await raw.ReadAsync(), raw.Decoder);
        Assert.Equal(60u, answer.Properties!.ServerKeepAlive);
        Assert.Null(answer.Properties.MaximumQos);
        Assert.NotNull(answer.Properties.AssignedClientIdentifier);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_disconnected_and_harms_nobody()
    {
        await using var host = await BrokerHost.StartAsync(("MaxQueuedBytes", "65536"));
        using var slow = await RawClient.ConnectAsync(host.Port, Connect());
        await slow.SendAsync(new SubscribePacket(1, [new("load", MqttQos.AtLeastOnce)]).Encode);
        Assert.Equal(MqttPacketType.SubAck, (await slow.ReadAsync()).Type);
        await using var tool = await host.ConnectAsync("tool");
        var load = new MqttMessage("load", new byte[60_000]);
        // The will comes when the server has given the slow one up; nothing that it was sent has been read.
        var given = host.Inbox.NextAsync();
        for (var i = 0; i < 2000 && !given.IsCompleted; i++)
            await tool.PublishAsync(load, Patience.Token);
        Assert.Equal("lost", (await given.Soon()).Payload);
        await tool.PublishAsync(load, Patience.Token);
    }

    public static TheoryData<string, byte[], MqttReasonCode> Wrong() => new()
    {
        { "reserved flags", [0xC1, 0x00], MqttReasonCode.MalformedPacket },
        { "a second CONNECT",
            [0x10, 0x0D, 0, 4, 0x4D, 0x51, 0x54, 0x54, 5, 2, 0, 0, 0, 0, 0], MqttReasonCode.ProtocolError },
        { "identifier 0", [0x32, 0x06, 0, 1, 0x61, 0, 0, 0], MqttReasonCode.ProtocolError },
        { "QoS 3", [0x36, 0x06, 0, 1, 0x61, 0, 1, 0], MqttReasonCode.MalformedPacket },
        { "a wildcard", [0x30, 0x04, 0, 1, 0x23, 0], MqttReasonCode.TopicNameInvalid },
        { "an alias beyond ours", [0x30, 0x07, 0, 1, 0x61, 3, 0x23, 0, 17], MqttReasonCode.TopicAliasInvalid },
        { "alias 0", [0x30, 0x07, 0, 1, 0x61, 3, 0x23, 0, 0], MqttReasonCode.TopicAliasInvalid },
        { "an alias never given", [0x30, 0x06, 0, 0, 3, 0x23, 0, 1], MqttReasonCode.ProtocolError },
        { "bad UTF-8", [0x30, 0x04, 0, 1, 0xFF, 0], MqttReasonCode.MalformedPacket },
        { "too large", [0x30, 0xFF, 0xFF, 0x7F], MqttReasonCode.PacketTooLarge },
        { "a length of five bytes", [0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], MqttReasonCode.MalformedPacket },
        { "no filter", [0x82, 0x03, 0, 1, 0], MqttReasonCode.ProtocolError },
        { "CONNACK from a client", [0x20, 0x03, 0, 0, 0], MqttReasonCode.ProtocolError },
        { "AUTH", [0xF0, 0x00], MqttReasonCode.ProtocolError },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_packet_is_answered_with_its_reason(string what, byte[] packet, MqttReasonCode reason)
    {
        Assert.NotEmpty(what);
        await using var host = await BrokerHost.StartAsync();
        using var raw = await RawClient.ConnectAsync(host.Port, Connect());
        await raw.SendAsync(packet);
        Assert.Equal(reason, await ReadDisconnectAsync(raw));
        raw.Finish();
        Assert.Null(await raw.TryReadAsync());
        Assert.Equal("lost", (await host.Inbox.NextAsync()).Payload);
    }

    [Theory]
    [InlineData(
        new byte[] { 0x10, 0x0D, 0, 4, 0x4D, 0x51, 0x54, 0x54, 6, 2, 0, 0, 0, 0, 0 },
        MqttReasonCode.UnsupportedProtocolVersion)]
    [InlineData(
        new byte[] { 0x10, 0x0D, 0, 4, 0x4D, 0x51, 0x54, 0x54, 5, 3, 0, 0, 0, 0, 0 },
        MqttReasonCode.MalformedPacket)]
    [InlineData(new byte[] { 0xC0, 0x00 }, MqttReasonCode.ProtocolError)]
    public async Task A_wrong_first_packet_is_answered_with_a_refusal(byte[] packet, MqttReasonCode reason)
    {
        await using var host = await BrokerHost.StartAsync();
        using var raw = await RawClient.OpenAsync(host.Port);
        await raw.SendAsync(packet);
        Assert.Equal(reason, ConnAckPacket.Decode(await raw.ReadAsync(), raw.Decoder).Reason);
        Assert.Null(await raw.TryReadAsync());
    }

    [Fact]
    public async Task Random_bytes_never_harm_a_good_client()
    {
        await using var host = await BrokerHost.StartAsync();
        await using var good = await host.ConnectAsync("good");
        var random = new Random(1);
        for (var i = 0; i < 100; i++)
        {
            using var raw = i % 2 == 0
                ? await RawClient.OpenAsync(host.Port)
                : await RawClient.ConnectAsync(host.Port, new ConnectPacket { ClientId = "bad", CleanStart = true });
            var bytes = new byte[random.Next(1, 300)];
            random.NextBytes(bytes);
            try
            {
                await raw.SendAsync(bytes);
            }
            catch (IOException)
            {
                // The server may close before it has read everything.
            }
        }
        await good.PublishAsync(new MqttMessage("checkin/v1/gates/good/events", "x"u8.ToArray()), Patience.Token);
    }
}
