using System.Buffers;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using static CheckIn.Shared.Tests.Mqtt.ClientOfATest;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>What CONNECT says, and what a server answers instead of CONNACK.</summary>
public class ClientConnectTests
{
    [Fact]
    public async Task CONNECT_carries_the_will_with_all_its_properties_and_the_credentials__MQTT_3_1_2_9()
    {
        using var server = new ScriptedServer();
        var will = new MqttMessage("gone", new byte[] { 1 })
        {
            Qos = MqttQos.ExactlyOnce,
            Retain = true,
            ContentType = "text/plain",
            ResponseTopic = "answers",
            CorrelationData = new byte[] { 2, 3 },
            ExpirySeconds = 60,
            UserProperties = [new("a", "b")],
        };
        await using var client = await ConnectAsync(server, Options(server) with
        {
            Will = will,
            WillDelay = TimeSpan.FromSeconds(5),
            UserName = "me",
            Password = new byte[] { 9 },
            KeepAlive = TimeSpan.FromSeconds(30),
            UserProperties = [new("site", "north")],
        });
        var connect = server.Connect!;
        Assert.Equal((will.Topic, will.Qos, will.Retain), (connect.Will!.Topic, connect.Will.Qos, connect.Will.Retain));
        Assert.Equal(("text/plain", "answers", 60u),
            (connect.Will.ContentType, connect.Will.ResponseTopic, connect.Will.ExpirySeconds));
        Assert.Equal([2, 3], connect.Will.CorrelationData.ToArray());
        Assert.Equal([new("a", "b")], connect.Will.UserProperties);
        Assert.Equal((5u, "me", (ushort)30), (connect.WillDelay, connect.UserName, connect.KeepAlive));
        Assert.Equal([9], connect.Password!.Value.ToArray());
        Assert.Equal([new("site", "north")], connect.Properties!.UserProperties);
        Assert.Equal(16u, connect.Properties.ReceiveMaximum);
    }

    [Fact]
    public async Task The_servers_keep_alive_is_used_instead_of_the_clients__MQTT_3_1_2_21()
    {
        using var server = new ScriptedServer();
        // Three seconds leave a busy machine one and a half to wake up in; with one it would be half of one.
        await using var client = await ConnectAsync(server, limits: new MqttProperties { ServerKeepAlive = 3 });
        Assert.Equal(TimeSpan.FromSeconds(3), client.Server.KeepAlive);
        Assert.Equal(MqttPacketType.PingReq, (await server.ReadAsync()).Type);
    }

    [Fact]
    public async Task An_assigned_client_identifier_is_told__MQTT_3_1_3_7()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server, Options(server) with { ClientId = "" },
            new MqttProperties { AssignedClientIdentifier = "auto-1" });
        Assert.Equal("auto-1", client.Server.ClientId);
    }

    [Theory]
    [InlineData(1, MqttReasonCode.UnsupportedProtocolVersion)]
    [InlineData(2, MqttReasonCode.ClientIdentifierNotValid)]
    [InlineData(3, MqttReasonCode.ServerUnavailable)]
    [InlineData(4, MqttReasonCode.BadUserNameOrPassword)]
    [InlineData(5, MqttReasonCode.NotAuthorized)]
    public async Task A_return_code_of_3_1_1_is_told_as_its_reason__MQTT_3_1_1_3_2_2_3(byte code, MqttReasonCode reason)
    {
        using var server = new ScriptedServer();
        var accepting = server.AcceptSilentlyAsync();
        var connecting = MqttClient.ConnectAsync(Options(server) with { Level = MqttLevel.V311 }, Patience);
        await accepting;
        Assert.Equal(MqttLevel.V311, server.Connect!.Level);
        await server.SendAsync(new byte[] { 0x20, 2, 0, code });
        Assert.Equal(reason, (await Assert.ThrowsAsync<MqttException>(() => connecting)).Reason);
    }

    [Fact]
    public async Task A_refusal_that_names_another_server_is_reported__MQTT_4_11()
    {
        using var server = new ScriptedServer();
        var accepting = server.AcceptAsync(new ConnAckPacket(MqttReasonCode.UseAnotherServer)
        {
            Properties = new MqttProperties { ServerReference = "other:1883" },
        });
        var refused = await Assert.ThrowsAsync<MqttException>(
            () => MqttClient.ConnectAsync(Options(server), Patience));
        await accepting;
        Assert.Equal((MqttReasonCode.UseAnotherServer, "other:1883"), (refused.Reason, refused.ServerReference));
    }

    [Fact]
    public async Task A_DISCONNECT_that_names_another_server_is_reported__MQTT_4_11()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        await server.SendAsync(new DisconnectPacket(MqttPacketType.Disconnect, MqttReasonCode.ServerMoved)
        {
            Properties = new MqttProperties { ServerReference = "other:1883" },
        }.Encode);
        Assert.Contains("other:1883", await client.Ended.WaitAsync(Patience), StringComparison.Ordinal);
        Assert.Equal((MqttReasonCode.ServerMoved, "other:1883"), (client.EndedBy!.Reason, client.EndedBy.ServerReference));
    }

    [Fact]
    public async Task AUTH_that_was_not_asked_for_ends_the_connection__MQTT_4_12_0_6()
    {
        using var server = new ScriptedServer();
        await using var client = await ConnectAsync(server);
        await server.SendAsync(new DisconnectPacket(MqttPacketType.Auth, MqttReasonCode.ContinueAuthentication)
        {
            Properties = new MqttProperties { AuthenticationMethod = "SCRAM" },
        }.Encode);
        var farewell = DisconnectPacket.Decode(await server.ReadAsync(), server.Decoder);
        Assert.Equal(MqttReasonCode.ProtocolError, farewell.Reason);
        Assert.Contains("MQTT-4.12.0-6", await client.Ended.WaitAsync(Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AUTH_instead_of_CONNACK_is_refused__MQTT_4_12_0_6()
    {
        using var server = new ScriptedServer();
        var accepting = server.AcceptSilentlyAsync();
        var connecting = MqttClient.ConnectAsync(Options(server), Patience);
        await accepting;
        await server.SendAsync(new DisconnectPacket(MqttPacketType.Auth, MqttReasonCode.ContinueAuthentication)
        {
            Properties = new MqttProperties { AuthenticationMethod = "SCRAM" },
        }.Encode);
        Assert.Equal(MqttReasonCode.ProtocolError, (await Assert.ThrowsAsync<MqttException>(() => connecting)).Reason);
    }
}
