using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using static CheckIn.Shared.Tests.Mqtt.RawPackets;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>
/// MQTT 5.0: what a decoder must refuse, by the statement that asks for it; chapters 1, 2 and the handshake.
/// </summary>
public class Decoder5Tests
{
    private static readonly byte[] None = [0];

    [Fact]
    public void A_string_that_is_not_UTF_8_is_refused__MQTT_1_5_4_1()
    {
        Malformed("MQTT-1.5.4-1", Packet(0x30, [0, 3, 0xED, 0xA0, 0x80], None));
        Malformed("MQTT-1.5.4-1", Packet(0x30, [0, 2, 0xC0, 0x80], None));
        Malformed("MQTT-1.5.4-1", Packet(0x30, [0, 4, 0xF4, 0x90, 0x80, 0x80], None));
        Malformed("MQTT-1.5.4-1", Packet(0x30, [0, 1, 0xFF], None));
    }

    [Fact]
    public void A_string_with_U_0000_is_refused__MQTT_1_5_4_2() =>
        Malformed("MQTT-1.5.4-2", Packet(0x30, [0, 2, 0x61, 0], None));

    [Fact]
    public void A_byte_order_mark_is_a_character_and_not_skipped__MQTT_1_5_4_3()
    {
        var publish = (PublishPacket)Decode(MqttLevel.V5, Packet(0x30, [0, 4, 0xEF, 0xBB, 0xBF, 0x61], None));
        Assert.Equal("\uFEFFa", publish.Topic);
        Assert.Equal([0xEF, 0xBB, 0xBF, 0x61], MqttPackets.Encode(MqttLevel.V5, publish)[4..8]);
    }

    [Fact]
    public void A_lone_surrogate_is_never_encoded__MQTT_1_5_4_1() =>
        Assert.ThrowsAny<ArgumentException>(() => MqttPackets.Encode(MqttLevel.V5, new PublishPacket("a\uD800", default)));

    [Fact]
    public void A_variable_byte_integer_that_is_not_minimal_is_refused__MQTT_1_5_5_1()
    {
        Malformed("MQTT-1.5.5-1", [0xC0, 0x80, 0x00]);
        Malformed("MQTT-1.5.5-1", Packet(0x30, Text("a"), [0x80, 0x00]));
        Malformed("1.5.5", Packet(0x30, Text("a"), [0x80, 0x80, 0x80, 0x80, 0x01]));
        Malformed("2.1.4", [0xC0, 0x80, 0x80, 0x80, 0x80, 0x01]);
    }

    [Fact]
    public void Packet_type_0_is_refused__MQTT_2_1_2() => Malformed("2.1.2", [0x00, 0x00]);

    [Fact]
    public void Reserved_flags_are_refused_in_every_packet__MQTT_2_1_3_1()
    {
        foreach (var type in Enum.GetValues<MqttPacketType>().Except([MqttPacketType.Reserved, MqttPacketType.Publish]))
        {
            var right = type is MqttPacketType.PubRel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe ? 2 : 0;
            for (var flags = 0; flags < 16; flags++)
            {
                if (flags != right)
                    Malformed("MQTT-2.1.3-1", [(byte)((int)type << 4 | flags), 0]);
            }
        }
    }

    [Fact]
    public void A_packet_that_ends_in_a_field_or_goes_on_after_the_last_is_refused__MQTT_2_1_4()
    {
        Malformed("2.1.4", Packet(0x40, [0]));
        Malformed("2.1.4", Packet(0xC0, [0]));
        Malformed("2.1.4", Packet(0x30, [0, 9, 0x61]));
    }

    [Fact]
    public void A_packet_identifier_of_zero_is_refused__MQTT_2_2_1_3()
    {
        Violates("MQTT-2.2.1-3", Packet(0x32, Text("a"), [0, 0], None));
        Violates("MQTT-2.2.1-3", Packet(0x82, [0, 0], None, Text("a"), [0]));
        Violates("MQTT-2.2.1-3", Packet(0xA2, [0, 0], None, Text("a")));
        Violates("MQTT-2.2.1-3", Packet(0x40, [0, 0]));
    }

    [Fact]
    public void A_property_that_is_unknown_or_of_another_packet_is_refused__MQTT_2_2_2_2()
    {
        Malformed("2.2.2.2", Publish(0x7F, 0));
        Malformed("2.2.2.2", Publish(0x24, 0));
        Malformed("2.2.2.2", Publish(0x80, 0x01, 0));
        Malformed("2.2.2.2", Packet(0x40, [0, 1, 0, 2, 0x01, 0]));
    }

    [Fact]
    public void A_property_that_occurs_twice_is_refused__MQTT_2_2_2_2()
    {
        Violates("2.2.2.2", Publish(1, 0, 1, 0));
        Violates("2.2.2.2", Packet(0x82, [0, 1, 4, 0x0B, 1, 0x0B, 2], Text("a"), [0]));
    }

    [Fact]
    public void Properties_that_run_past_their_length_or_the_packet_are_refused__MQTT_2_2_2_1()
    {
        Malformed("2.2.2.1", Packet(0x30, Text("a"), [9]));
        Malformed("2.2.2.1", Packet(0x30, Text("a"), [2, 2, 0, 0, 0, 0]));
    }

    [Fact]
    public void User_properties_keep_their_order_and_may_repeat__MQTT_3_3_2_18()
    {
        byte[] one = [0x26, .. Text("k"), .. Text("1")], two = [0x26, .. Text("k"), .. Text("2")];
        var publish = (PublishPacket)Decode(MqttLevel.V5, Publish([.. one, .. two, .. one]));
        Assert.Equal([new("k", "1"), new("k", "2"), new("k", "1")], publish.Properties!.UserProperties);
    }

    [Fact]
    public void The_first_packet_is_CONNECT__MQTT_3_1_0_1() => Refused(
        MqttDecoder.ForServer(100), MqttReasonCode.ProtocolError, "MQTT-3.1.0-1", [0xC0]);

    [Fact]
    public void A_second_CONNECT_is_refused__MQTT_3_1_0_2() =>
        Refused(ConnectedServer(), MqttReasonCode.ProtocolError, "MQTT-3.1.0-2", [0x10]);

    [Fact]
    public void A_protocol_name_other_than_MQTT_is_refused__MQTT_3_1_2_1() => Refused(
        MqttDecoder.ForServer(100), MqttReasonCode.UnsupportedProtocolVersion, "MQTT-3.1.2-1",
        Packet(0x10, Text("MQIsdp"), [3, 2, 0, 60], Text("c")));

    [Theory]
    [InlineData(3, MqttLevel.V311)]
    [InlineData(6, MqttLevel.V5)]
    [InlineData(0x84, MqttLevel.V311)]
    public void A_level_not_spoken_is_refused_in_the_nearest_that_is__MQTT_3_1_2_2(byte level, MqttLevel answered)
    {
        var decoder = MqttDecoder.ForServer(100);
        Refused(decoder, MqttReasonCode.UnsupportedProtocolVersion, "MQTT-3.1.2-2", Connect(level, 2, None, Text("c")));
        Assert.Equal(answered, decoder.Level);
        Assert.Equal(answered == MqttLevel.V311 ? 1 : 0x84,
            MqttPackets.Encode(decoder.Level, new ConnAckPacket(MqttReasonCode.UnsupportedProtocolVersion))[3]);
    }

    [Fact]
    public void The_reserved_connect_flag_is_refused__MQTT_3_1_2_3() =>
        Malformed("MQTT-3.1.2-3", Connect(5, 0x03, None, Text("c")));

    [Fact]
    public void A_will_QoS_or_will_retain_without_a_will_is_refused__MQTT_3_1_2_11()
    {
        Malformed("MQTT-3.1.2-11", Connect(5, 0x0A, None, Text("c")));
        Malformed("MQTT-3.1.2-13", Connect(5, 0x22, None, Text("c")));
    }

    [Fact]
    public void A_will_QoS_of_3_is_refused__MQTT_3_1_2_12() =>
        Malformed("MQTT-3.1.2-12", Connect(5, 0x1E, None, Text("c"), None, Text("w"), Text("")));

    [Fact]
    public void A_password_without_a_user_name_is_taken_as_5_0_allows__MQTT_3_1_2_9()
    {
        var connect = (ConnectPacket)Decode(MqttLevel.V5, Connect(5, 0x42, None, Text("c"), [0, 1, 9]));
        Assert.Null(connect.UserName);
        Assert.Equal([9], connect.Password!.Value.ToArray());
    }

    [Fact]
    public void Fields_that_the_flags_announce_must_be_there_and_no_others__MQTT_3_1_3_1()
    {
        Malformed("2.1.4", Connect(5, 0x82, None, Text("c")));
        Malformed("2.1.4", Connect(5, 0x02, None, Text("c"), Text("user")));
    }

    [Theory]
    [InlineData(0x21, "3.1.2.11.3")]
    [InlineData(0x27, "3.1.2.11.4")]
    public void A_limit_of_zero_is_refused__MQTT_3_1_2_11(byte property, string clause)
    {
        byte[] value = property == 0x21 ? [0x21, 0, 0] : [0x27, 0, 0, 0, 0];
        Violates(clause, Connect(5, 2, [(byte)value.Length], value, Text("c")));
    }

    [Theory]
    [InlineData(0x17, "3.1.2.11.7")]
    [InlineData(0x19, "3.1.2.11.6")]
    public void A_request_flag_other_than_0_and_1_is_refused__MQTT_3_1_2_11(byte property, string clause) =>
        Violates(clause, Connect(5, 2, [2, property, 2], Text("c")));

    [Fact]
    public void Authentication_data_without_a_method_is_refused__MQTT_3_1_2_11_10() =>
        Violates("3.1.2.11.10", Connect(5, 2, [4, 0x16, 0, 1, 9], Text("c")));

    [Fact]
    public void A_will_topic_with_a_wildcard_is_refused__MQTT_4_7_1_1() => Refused(
        new MqttDecoder(MqttLevel.V5, 100), MqttReasonCode.TopicNameInvalid, "MQTT-4.7.1-1",
        Connect(5, 0x06, None, Text("c"), None, Text("a/#"), Text("")));

    [Fact]
    public void The_first_packet_from_a_server_is_CONNACK__MQTT_3_2_0_1() => Refused(
        MqttDecoder.ForClient(MqttLevel.V5, 100), MqttReasonCode.ProtocolError, "MQTT-3.2.0-1", [0x30]);

    [Fact]
    public void A_second_CONNACK_is_refused__MQTT_3_2_0_2() =>
        Refused(ConnectedClient(), MqttReasonCode.ProtocolError, "MQTT-3.2.0-2", [0x20]);

    [Fact]
    public void Reserved_acknowledge_flags_are_refused__MQTT_3_2_2_1() => Malformed("MQTT-3.2.2-1", [0x20, 3, 2, 0, 0]);

    [Fact]
    public void A_refusal_with_session_present_is_refused__MQTT_3_2_2_6() => Violates("MQTT-3.2.2-6", [0x20, 3, 1, 0x87, 0]);

    [Fact]
    public void A_reason_that_is_not_CONNACKs_is_refused__MQTT_3_2_2_8() => Violates("MQTT-3.2.2-8", [0x20, 3, 0, 0x10, 0]);

    [Theory]
    [InlineData(0x24, "3.2.2.3.4")]
    [InlineData(0x25, "3.2.2.3.5")]
    [InlineData(0x28, "3.2.2.3.11")]
    [InlineData(0x29, "3.2.2.3.12")]
    [InlineData(0x2A, "3.2.2.3.13")]
    public void A_flag_of_CONNACK_other_than_0_and_1_is_refused__MQTT_3_2_2_3(byte property, string clause) =>
        Violates(clause, [0x20, 5, 0, 0, 2, property, 2]);

    [Fact]
    public void What_travels_one_way_is_refused_the_other_way__MQTT_2_1_2()
    {
        foreach (var first in (byte[])[0x20, 0x90, 0xB0, 0xD0])
            Refused(ConnectedServer(), MqttReasonCode.ProtocolError, "2.1.2", [first]);
        foreach (var first in (byte[])[0x10, 0x82, 0xA2, 0xC0])
            Refused(ConnectedClient(), MqttReasonCode.ProtocolError, "2.1.2", [first]);
    }

    [Fact]
    public void A_packet_beyond_the_limit_is_refused_at_its_fixed_header__MQTT_3_1_2_24() => Refused(
        new MqttDecoder(MqttLevel.V5, 100), MqttReasonCode.PacketTooLarge, "MQTT-3.1.2-24", [0x30, 0xFF, 0xFF, 0xFF, 0x7F]);

    [Fact]
    public void A_packet_of_exactly_the_limit_is_taken__MQTT_3_1_2_24()
    {
        var packet = Packet(0x30, Text("a"), None, new byte[94]);
        Assert.Equal(100, packet.Length);
        Decode(new MqttDecoder(MqttLevel.V5, 100), packet);
        Refused(new MqttDecoder(MqttLevel.V5, 99), MqttReasonCode.PacketTooLarge, "99", packet);
    }
}
