using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>How a connection begins and ends (3.1, 3.2, 3.12, 3.14, 4.13), statement by statement.</summary>
public class HandshakeStatementTests
{
    private static ConnectPacket Connect(string id = "client") => new() { ClientId = id };

    private static async Task ClosedAsync(RawClient client) => Assert.Null(await client.TryReadAsync());

    [Fact]
    public async Task Whoever_does_not_begin_with_CONNECT_is_sent_away_without_DISCONNECT__MQTT_3_1_0_1__MQTT_3_14_0_1()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.OpenAsync(host.Port);
        await client.SendAsync(new PingPacket(MqttPacketType.PingReq).Encode);
        while (await client.TryReadAsync() is { } frame)
            Assert.True(ConnAckPacket.Decode(frame, client.Decoder).Reason.IsError());
    }

    [Fact]
    public async Task A_second_CONNECT_ends_the_connection__MQTT_3_1_0_2__MQTT_4_13_1_1()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ConnectAsync(host.Port, Connect());
        await client.SendAsync(Connect().Encode);
        Assert.Equal(MqttReasonCode.ProtocolError, await client.FarewellAsync());
        client.Finish();
        await ClosedAsync(client);
    }

    [Theory]
    [InlineData("MQTT", 3, new byte[] { 0x20, 2, 0, 1 })]
    [InlineData("MQIsdp", 3, new byte[] { 0x20, 2, 0, 1 })]
    [InlineData("MQTT", 0x84, new byte[] { 0x20, 2, 0, 1 })]
    [InlineData("MQTT", 6, new byte[] { 0x20, 3, 0, 0x84, 0 })]
    public async Task A_level_not_spoken_is_refused_in_words_its_client_knows__MQTT_3_1_2_1__MQTT_3_1_2_2(
        string name, byte level, byte[] answer)
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.OpenAsync(host.Port);
        byte[] body = [0, (byte)name.Length, .. System.Text.Encoding.ASCII.GetBytes(name), level, 2, 0, 60, 0, 1, (byte)'c'];
        await client.SendAsync([0x10, (byte)body.Length, .. body]);
        Assert.Equal(answer, await client.ReadToEndAsync());
    }

    [Fact]
    public async Task A_malformed_CONNECT_is_refused_and_the_connection_closed__MQTT_3_1_4_1__MQTT_3_2_2_7__MQTT_4_13_2_1()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.OpenAsync(host.Port);
        await client.SendAsync([0x10, 14, 0, 4, .. "MQTT"u8, 5, 0x03, 0, 60, 0, 0, 1, (byte)'c']);
        Assert.Equal(MqttReasonCode.MalformedPacket, await client.RefusalAsync());
        await ClosedAsync(client);
    }

    [Fact]
    public async Task After_a_refusal_nothing_is_processed__MQTT_3_1_4_6()
    {
        await using var host = await BrokerHost.StartAsync();
        using var watcher = await RawClient.ConnectAsync(host.Port, Connect("watcher"));
        await watcher.SubscribeAsync("#", MqttQos.AtMostOnce);
        using var refused = await RawClient.OpenAsync(host.Port);
        var connect = Connect() with { Properties = new MqttProperties { AuthenticationMethod = "SCRAM" } };
        await refused.SendAsync(connect.Encode, w => new PublishPacket("a", default).Encode(w));
        Assert.Equal(MqttReasonCode.BadAuthenticationMethod, await refused.RefusalAsync());
        await ClosedAsync(refused);
        await watcher.NothingAsync();
    }

    [Fact]
    public async Task Session_present_tells_whether_there_was_one__MQTT_3_2_2_2__MQTT_3_2_2_3__MQTT_3_1_2_6()
    {
        await using var host = await BrokerHost.StartAsync();
        foreach (var (clean, present) in new[] { (false, false), (false, true), (true, false), (false, true) })
        {
            var client = await RawClient.ResumeAsync(host.Port, "client", cleanStart: clean);
            Assert.Equal(present, client.Accepted.SessionPresent);
            await client.LeaveAsync();
        }
    }

    [Fact]
    public async Task An_older_connection_is_told_that_it_was_taken_over__MQTT_3_1_4_3()
    {
        await using var host = await BrokerHost.StartAsync();
        using var older = await RawClient.ConnectAsync(host.Port, Connect());
        using var newer = await RawClient.ConnectAsync(host.Port, Connect());
        Assert.Equal(MqttReasonCode.SessionTakenOver, await older.FarewellAsync());
        older.Finish();
        await ClosedAsync(older);
        await newer.NothingAsync();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0123456789abcdefghijklm")]
    [InlineData("nopqrstuvwxyzABCDEFGHIJ")]
    [InlineData("KLMNOPQRSTUVWXYZ")]
    public async Task Every_client_identifier_that_the_standard_names_is_taken__MQTT_3_1_3_5(string id)
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ConnectAsync(host.Port, Connect(id));
        Assert.Null(client.Accepted.Properties?.AssignedClientIdentifier);
    }

    [Fact]
    public async Task What_was_not_asked_for_is_not_told__MQTT_3_1_2_28__MQTT_3_1_2_29()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ConnectAsync(host.Port, Connect() with
        {
            Properties = new MqttProperties { RequestResponseInformation = 0, RequestProblemInformation = 0 },
        });
        Assert.Null(client.Accepted.Properties?.ResponseInformation);
        await client.SendAsync(w => new PublishPacket("checkin/v1/gates/other/state", default)
        {
            Qos = MqttQos.AtLeastOnce,
            PacketId = 1,
        }.Encode(w));
        var refused = PublishAckPacket.Decode(await client.ExpectAsync(MqttPacketType.PubAck), client.Decoder);
        Assert.Equal((MqttReasonCode.NotAuthorized, null), (refused.Reason, refused.Properties));
    }

    [Fact]
    public async Task Reasons_in_words_keep_to_the_clients_packet_size__MQTT_3_2_2_19__MQTT_3_14_2_3()
    {
        await using var host = await BrokerHost.StartAsync();
        var small = new MqttProperties { MaximumPacketSize = 60 };
        using var refused = await RawClient.OpenAsync(host.Port);
        await refused.SendAsync((Connect() with
        {
            Properties = new MqttProperties { MaximumPacketSize = 60, AuthenticationMethod = "SCRAM" },
        }).Encode);
        Assert.InRange((await refused.ReadToEndAsync()).Length, 5, 60);
        using var client = await RawClient.ConnectAsync(host.Port, Connect() with { Properties = small });
        await client.SendAsync([0x30, 3, 0, 1, (byte)'#']);
        client.Finish();
        Assert.InRange((await client.ReadToEndAsync()).Length, 3, 60);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_will_is_retained_as_its_client_said__MQTT_3_1_2_14__MQTT_3_1_2_15(bool retain)
    {
        await using var host = await BrokerHost.StartAsync();
        using var watcher = await RawClient.ConnectAsync(host.Port, Connect("watcher"));
        await watcher.SubscribeAsync("gone", MqttQos.AtMostOnce);
        (await RawClient.ConnectAsync(host.Port,
            Connect() with { Will = MqttMessage.OfText("gone", "lost") with { Retain = retain } })).Reset();
        await watcher.TakeAsync();
        using var later = await RawClient.ConnectAsync(host.Port, Connect("later"));
        await later.SubscribeAsync("gone", MqttQos.AtMostOnce);
        if (retain)
            Assert.True((await later.TakeAsync()).Message.Retain);
        await later.NothingAsync();
    }

    [Fact]
    public async Task Every_PINGREQ_is_answered__MQTT_3_12_4_1()
    {
        await using var host = await BrokerHost.StartAsync();
        using var client = await RawClient.ConnectAsync(host.Port, Connect());
        var ping = new PingPacket(MqttPacketType.PingReq);
        await client.SendAsync(ping.Encode, ping.Encode, ping.Encode);
        for (var i = 0; i < 3; i++)
            await client.ExpectAsync(MqttPacketType.PingResp);
    }
}
