using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using static CheckIn.Shared.Tests.Mqtt.RawPackets;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>MQTT 3.1.1: what a decoder must refuse and what is never sent, by the statement that asks for it.</summary>
public class Decoder311Tests
{
    [Fact]
    public void CONNECT_decides_the_level__MQTT311_3_1_2_2()
    {
        var decoder = MqttDecoder.ForServer(100);
        var connect = (ConnectPacket)Decode(decoder, Connect(4, 2, Text("c")));
        Assert.Equal((MqttLevel.V311, MqttLevel.V311), (connect.Level, decoder.Level));
        Assert.Equal("a", ((PublishPacket)Decode(decoder, Packet(0x30, Text("a"), "payload"u8.ToArray()))).Topic);
    }

    [Fact]
    public void A_string_that_is_not_UTF_8_is_refused__MQTT311_1_5_3_1() =>
        Malformed311("[MQTT-1.5.3-1]", Packet(0x30, [0, 3, 0xED, 0xA0, 0x80]));

    [Fact]
    public void A_string_with_U_0000_is_refused__MQTT311_1_5_3_2() => Malformed311("[MQTT-1.5.3-2]", Packet(0x30, [0, 1, 0]));

    [Fact]
    public void Packet_types_0_and_15_are_refused__MQTT311_2_2_1()
    {
        Malformed311("(2.2.1)", [0x00, 0]);
        Malformed311("(2.2.1)", [0xF0, 0]);
    }

    [Fact]
    public void Reserved_flags_are_refused__MQTT311_2_2_2_2()
    {
        Malformed311("[MQTT-2.2.2-2]", [0x80, 0]);
        Malformed311("[MQTT-2.2.2-2]", [0x60, 0]);
        Malformed311("[MQTT-2.2.2-2]", [0xE1, 0]);
    }

    [Fact]
    public void A_packet_identifier_of_zero_is_refused__MQTT311_2_3_1_1()
    {
        Violates311("[MQTT-2.3.1-1]", Packet(0x32, Text("a"), [0, 0]));
        Violates311("[MQTT-2.3.1-1]", Packet(0x82, [0, 0], Text("a"), [0]));
    }

    [Fact]
    public void A_password_without_a_user_name_is_refused__MQTT311_3_1_2_22()
    {
        Malformed311("[MQTT-3.1.2-22]", Connect(4, 0x42, Text("c"), [0, 1, 9]));
        Assert.Throws<ArgumentException>(() => MqttPackets.Encode(MqttLevel.V311, new ConnectPacket
        {
            Level = MqttLevel.V311,
            ClientId = "c",
            Password = new byte[] { 1 },
        }));
    }

    [Fact]
    public void A_will_QoS_of_3_or_without_a_will_is_refused__MQTT311_3_1_2_14()
    {
        Malformed311("[MQTT-3.1.2-14]", Connect(4, 0x1E, Text("c"), Text("w"), Text("")));
        Malformed311("[MQTT-3.1.2-11]", Connect(4, 0x0A, Text("c")));
    }

    [Fact]
    public void An_empty_client_identifier_needs_a_clean_session__MQTT311_3_1_3_8()
    {
        var decoder = MqttDecoder.ForServer(100);
        Refused(decoder, MqttReasonCode.ClientIdentifierNotValid, "[MQTT-3.1.3-8]", Connect(4, 0, Text("")));
        Assert.Equal([0x20, 2, 0, 2],
            MqttPackets.Encode(decoder.Level, new ConnAckPacket(MqttReasonCode.ClientIdentifierNotValid)));
    }

    [Fact]
    public void A_return_code_that_is_reserved_is_refused__MQTT311_3_2_2_3() => Violates311("3.2.2.3", [0x20, 2, 0, 6]);

    [Fact]
    public void Session_present_with_a_refusal_is_refused__MQTT311_3_2_2_4() => Violates311("[MQTT-3.2.2-4]", [0x20, 2, 1, 5]);

    [Theory]
    [InlineData(MqttReasonCode.ServerBusy, 3)]
    [InlineData(MqttReasonCode.QuotaExceeded, 3)]
    [InlineData(MqttReasonCode.Banned, 5)]
    [InlineData(MqttReasonCode.BadUserNameOrPassword, 4)]
    public void A_reason_is_told_by_its_return_code__MQTT311_3_2_2_3(MqttReasonCode reason, byte code) =>
        Assert.Equal([0x20, 2, 0, code], MqttPackets.Encode(MqttLevel.V311, new ConnAckPacket(reason)));

    [Fact]
    public void A_reason_without_a_return_code_sends_no_CONNACK__MQTT311_3_2_2_6() =>
        Assert.Empty(MqttPackets.Encode(MqttLevel.V311, new ConnAckPacket(MqttReasonCode.MalformedPacket)));

    [Fact]
    public void An_empty_topic_is_refused__MQTT311_4_7_3_1() => Violates311("[MQTT-4.7.3-1]", Packet(0x30, Text("")));

    [Fact]
    public void An_acknowledgement_is_an_identifier_and_nothing_more__MQTT311_3_4_1()
    {
        Malformed311("(2.2.3)", [0x40, 3, 0, 1, 0]);
        Assert.Equal([0x40, 2, 0, 1], MqttPackets.Encode(
            MqttLevel.V311, new PublishAckPacket(MqttPacketType.PubAck, 1, MqttReasonCode.QuotaExceeded)));
    }

    [Fact]
    public void A_requested_QoS_other_than_0_1_2_is_refused__MQTT311_3_8_3_4()
    {
        Malformed311("[MQTT-3.8.3-4]", Packet(0x82, [0, 1], Text("a"), [3]));
        Malformed311("[MQTT-3.8.3-4]", Packet(0x82, [0, 1], Text("a"), [4]));
    }

    [Fact]
    public void A_SUBSCRIBE_without_a_filter_is_refused__MQTT311_3_8_3_3() => Violates311("[MQTT-3.8.3-3]", Packet(0x82, [0, 1]));

    [Fact]
    public void A_SUBACK_has_four_return_codes__MQTT311_3_9_3_2()
    {
        Violates311("[MQTT-3.9.3-2]", Packet(0x90, [0, 1, 0x87]));
        Assert.Equal([0x90, 4, 0, 1, 2, 0x80], MqttPackets.Encode(MqttLevel.V311, new SubAckPacket(
            MqttPacketType.SubAck, 1, [MqttReasonCode.GrantedQos2, MqttReasonCode.NotAuthorized])));
    }

    [Fact]
    public void An_UNSUBACK_has_no_return_codes__MQTT311_3_11_3()
    {
        Assert.Equal([0xB0, 2, 0, 1], MqttPackets.Encode(MqttLevel.V311, new SubAckPacket(
            MqttPacketType.UnsubAck, 1, [MqttReasonCode.Success])));
        Malformed311("(2.2.3)", [0xB0, 3, 0, 1, 0]);
    }

    [Fact]
    public void A_server_never_sends_DISCONNECT__MQTT311_3_14()
    {
        Assert.Empty(MqttPackets.Encode(
            MqttLevel.V311, new DisconnectPacket(MqttPacketType.Disconnect, MqttReasonCode.SessionTakenOver)));
        Refused(ConnectedClient(MqttLevel.V311), MqttReasonCode.ProtocolError, "2.2.1", [0xE0]);
    }

    [Fact]
    public void The_handshake_comes_first_and_once__MQTT311_3_1_0_2()
    {
        Refused(ConnectedServer(MqttLevel.V311), MqttReasonCode.ProtocolError, "MQTT-3.1.0-2", [0x10]);
        Refused(MqttDecoder.ForClient(MqttLevel.V311, 100), MqttReasonCode.ProtocolError, "MQTT-3.2.0-1", [0x30]);
    }
}
