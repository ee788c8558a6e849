using System.Threading.Channels;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Shared.Tests.Mqtt;

public class ReconnectingClientTests
{
    private static readonly MqttReconnectOptions AtOnce = new() { First = TimeSpan.FromMilliseconds(1), Cap = TimeSpan.FromMilliseconds(5) };

    private static CancellationToken Patience => ScriptedServer.Patience;

    private static MqttReconnectingClient Start(
        ScriptedServer server, MqttReconnectOptions? reconnect = null, Channel<MqttMessage>? into = null) => new(
            new MqttClientOptions
            {
                Port = server.Port,
                ClientId = "gate-1",
                KeepAlive = TimeSpan.Zero,
                Into = into?.Writer,
            }, reconnect ?? AtOnce);

    private static MqttMessage Message(MqttQos qos) => MqttMessage.OfText("t", "x") with { Qos = qos };

    [Theory]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task A_message_under_way_arrives_over_the_next_connection__MQTT_4_4_0_1(MqttQos qos)
    {
        using var server = new ScriptedServer();
        await using var client = Start(server);
        var publishing = client.PublishAsync(Message(qos), Patience).AsTask();
        await server.AcceptAsync();
        var first = await server.ReadPublishAsync();
        server.Drop();
        await server.AcceptAsync(sessionPresent: true);
        var again = await server.ReadPublishAsync();
        Assert.Equal((first.PacketId, true), (again.PacketId, again.Duplicate));
        if (qos == MqttQos.AtLeastOnce)
        {
            await server.SendAckAsync(MqttPacketType.PubAck, again.PacketId);
        }
        else
        {
            await server.SendAckAsync(MqttPacketType.PubRec, again.PacketId);
            await server.ReadAckAsync(MqttPacketType.PubRel);
            await server.SendAckAsync(MqttPacketType.PubComp, again.PacketId);
        }
        await publishing.WaitAsync(Patience);
    }

    [Fact]
    public async Task After_a_lost_session_QoS_1_is_published_anew_and_QoS_2_says_that_nobody_knows()
    {
        using var server = new ScriptedServer();
        await using var client = Start(server);
        var one = client.PublishAsync(Message(MqttQos.AtLeastOnce), Patience).AsTask();
        await server.AcceptAsync();
        await server.ReadPublishAsync();
        var two = client.PublishAsync(Message(MqttQos.ExactlyOnce), Patience).AsTask();
        await server.ReadPublishAsync();
        server.Drop();
        await server.AcceptAsync(sessionPresent: false);
        Assert.True((await Assert.ThrowsAsync<MqttException>(() => two.WaitAsync(Patience))).IsSessionLost);
        var again = await server.ReadPublishAsync();
        Assert.False(again.Duplicate);
        await server.SendAckAsync(MqttPacketType.PubAck, again.PacketId);
        await one.WaitAsync(Patience);
    }

    [Fact]
    public async Task Subscriptions_are_made_again_when_the_server_lost_the_session_and_only_then()
    {
        using var server = new ScriptedServer();
        var handled = Channel.CreateUnbounded<MqttMessage>();
        await using var client = Start(server);
        var subscribing = client.SubscribeAsync(new("a/+", MqttQos.AtLeastOnce), handled.Writer.WriteAsync, Patience);
        await server.AcceptAsync();
        await server.GrantAsync();
        await subscribing;
        server.Drop();
        await server.AcceptAsync(sessionPresent: true);
        await server.SendPublishAsync("a/1", 0, MqttQos.AtMostOnce);
        Assert.Equal("a/1", (await handled.Reader.ReadAsync(Patience)).Topic);
        server.Drop();
        await server.AcceptAsync(sessionPresent: false);
        Assert.Equal("a/+", (await server.GrantAsync()).Subscriptions[0].Filter);
        await client.ConnectedAsync(Patience);
        Assert.True(client.IsConnected);
    }

    [Fact]
    public async Task A_goodbye_is_said_and_nobody_comes_back()
    {
        using var server = new ScriptedServer();
        var client = Start(server);
        await server.AcceptAsync();
        await client.ConnectedAsync(Patience);
        var leaving = client.DisconnectAsync(Patience);
        Assert.Equal(MqttPacketType.Disconnect, (await server.ReadAsync()).Type);
        server.Drop();
        await leaving.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(
            () => client.PublishAsync(Message(MqttQos.AtLeastOnce), Patience).AsTask());
    }

    [Fact]
    public async Task Disposal_ends_waits_for_a_server_that_is_not_there()
    {
        int port;
        using (var server = new ScriptedServer())
            port = server.Port;
        var client = new MqttReconnectingClient(new MqttClientOptions { Port = port, ClientId = "gate-1" });
        var publishing = client.PublishAsync(Message(MqttQos.AtLeastOnce), Patience).AsTask();
        await client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => publishing.WaitAsync(Patience));
    }

    [Fact]
    public async Task Options_that_cannot_work_are_told_to_whoever_waits()
    {
        await using var client = new MqttReconnectingClient(
            new MqttClientOptions { ClientId = "gate-1", KeepAlive = TimeSpan.FromDays(1) });
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.ConnectedAsync(Patience));
    }

    [Fact]
    public async Task A_refusal_is_reported_with_its_wait_before_the_next_attempt()
    {
        using var server = new ScriptedServer();
        var waits = Channel.CreateUnbounded<MqttException>();
        await using var client = Start(server, AtOnce with { OnWait = (e, _) => waits.Writer.TryWrite(e) });
        await server.AcceptAsync(new ConnAckPacket(MqttReasonCode.ServerBusy));
        Assert.Equal(MqttReasonCode.ServerBusy, (await waits.Reader.ReadAsync(Patience)).Reason);
        await server.AcceptAsync();
        await client.ConnectedAsync(Patience);
    }

    [Fact]
    public async Task After_a_stable_connection_the_waits_start_over_at_the_first_bound()
    {
        using var server = new ScriptedServer();
        var waits = Channel.CreateUnbounded<TimeSpan>();
        await using var client = Start(server, new MqttReconnectOptions
        {
            First = TimeSpan.FromMilliseconds(1),
            Cap = TimeSpan.FromMinutes(1),
            StableAfter = TimeSpan.Zero,
            OnWait = (_, wait) => waits.Writer.TryWrite(wait),
        });
        for (var i = 0; i < 8; i++)
        {
            await server.AcceptAsync(sessionPresent: i > 0);
            await client.ConnectedAsync(Patience);
            server.Drop();
            Assert.True(await waits.Reader.ReadAsync(Patience) <= TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public void Waits_double_to_the_cap_with_full_jitter()
    {
        var options = new MqttReconnectOptions();
        Assert.Equal([1, 2, 4, 32, 60, 60], new[] { 0, 1, 2, 5, 6, 1_000_000 }
            .Select(n => options.WaitBefore(n, null, 1).TotalSeconds));
        Assert.Equal(TimeSpan.Zero, options.WaitBefore(9, null, 0));
    }

    [Theory]
    [InlineData(MqttReasonCode.ServerBusy)]
    [InlineData(MqttReasonCode.QuotaExceeded)]
    [InlineData(MqttReasonCode.ConnectionRateExceeded)]
    public void A_busy_server_is_left_alone_longer(MqttReasonCode reason)
    {
        var options = new MqttReconnectOptions();
        Assert.Equal(TimeSpan.FromSeconds(8), options.WaitBefore(0, reason, 0));
        Assert.Equal(TimeSpan.FromSeconds(16), options.WaitBefore(0, reason, 1));
        Assert.Equal(TimeSpan.FromSeconds(60), options.WaitBefore(3, reason, 1));
    }
}
