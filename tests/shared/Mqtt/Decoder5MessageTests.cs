using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using static CheckIn.Shared.Tests.Mqtt.RawPackets;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>
/// MQTT 5.0: what a decoder must refuse, by the statement that asks for it; messages and subscriptions.
/// </summary>
public class Decoder5MessageTests
{
    private static readonly byte[] None = [0];

    [Fact]
    public void DUP_at_QoS_0_is_refused__MQTT_3_3_1_2() => Malformed("MQTT-3.3.1-2", [0x38, 0x00]);

    [Fact]
    public void Both_QoS_bits_are_refused__MQTT_3_3_1_4() => Malformed("MQTT-3.3.1-4", [0x36, 0x00]);

    [Theory]
    [InlineData("a/#")]
    [InlineData("+")]
    public void A_topic_name_with_a_wildcard_is_refused__MQTT_3_3_2_2(string topic) => Refused(
        new MqttDecoder(MqttLevel.V5, 100), MqttReasonCode.TopicNameInvalid, "MQTT-3.3.2-2", Packet(0x30, Text(topic), None));

    [Fact]
    public void A_message_without_topic_and_alias_is_refused__MQTT_3_3_2_1()
    {
        Violates("3.3.2.1", Packet(0x30, Text(""), None));
        Violates("3.3.2.1", Packet(0x30, Text(""), [2, 1, 0]));
    }

    [Fact]
    public void A_payload_format_other_than_0_and_1_is_refused__MQTT_3_3_2_3_2() => Violates("3.3.2.3.2", Publish(1, 2));

    [Fact]
    public void A_topic_alias_of_zero_is_refused__MQTT_3_3_2_8() => Refused(
        new MqttDecoder(MqttLevel.V5, 100), MqttReasonCode.TopicAliasInvalid, "MQTT-3.3.2-8", Publish(0x23, 0, 0));

    [Fact]
    public void A_topic_alias_beyond_the_maximum_is_refused__MQTT_3_3_2_9()
    {
        var decoder = ConnectedServer();
        decoder.TopicAliasMaximum = 2;
        Refused(decoder, MqttReasonCode.TopicAliasInvalid, "MQTT-3.3.2-9", Publish(0x23, 0, 3));
        decoder.TopicAliasMaximum = 0;
        Refused(decoder, MqttReasonCode.TopicAliasInvalid, "MQTT-3.3.2-9", Publish(0x23, 0, 1));
    }

    [Fact]
    public void A_topic_alias_stands_for_its_last_topic__MQTT_3_3_2_12()
    {
        var decoder = ConnectedServer();
        decoder.TopicAliasMaximum = 2;
        byte[] alias = [3, 0x23, 0, 2];
        Assert.Equal("x", ((PublishPacket)Decode(decoder, Packet(0x30, Text("x"), alias))).Topic);
        Assert.Equal("x", ((PublishPacket)Decode(decoder, Packet(0x30, Text(""), alias))).Topic);
        Assert.Equal("y", ((PublishPacket)Decode(decoder, Packet(0x30, Text("y"), alias))).Topic);
        Assert.Equal("y", ((PublishPacket)Decode(decoder, Packet(0x30, Text(""), alias))).Topic);
        Refused(decoder, MqttReasonCode.ProtocolError, "3.3.2.3.4", Packet(0x30, Text(""), [3, 0x23, 0, 1]));
    }

    [Theory]
    [InlineData("#")]
    [InlineData("")]
    public void A_response_topic_that_is_no_topic_name_is_refused__MQTT_3_3_2_14(string topic) =>
        Violates("MQTT-3.3.2-14", Publish([8, .. Text(topic)]));

    [Fact]
    public void A_subscription_identifier_of_zero_is_refused__MQTT_3_8_2_1_2()
    {
        Violates("3.8.2.1.2", Packet(0x82, [0, 1, 2, 0x0B, 0], Text("a"), [0]));
        Violates("3.3.2.3.8", Publish(0x0B, 0));
    }

    [Fact]
    public void A_client_sends_no_subscription_identifier_with_a_message__MQTT_3_3_4_6() =>
        Refused(ConnectedServer(), MqttReasonCode.ProtocolError, "MQTT-3.3.4-6", Publish(0x0B, 1));

    [Fact]
    public void A_server_may_send_several_subscription_identifiers__MQTT_3_3_4_3()
    {
        var publish = (PublishPacket)Decode(ConnectedClient(), Publish(0x0B, 1, 0x0B, 2));
        Assert.Equal([1u, 2u], publish.Properties!.SubscriptionIdentifiers);
    }

    [Theory]
    [InlineData(0x40, "MQTT-3.4.2-1")]
    [InlineData(0x50, "MQTT-3.5.2-1")]
    [InlineData(0x62, "MQTT-3.6.2-1")]
    [InlineData(0x70, "MQTT-3.7.2-1")]
    public void A_reason_that_is_not_the_acknowledgements_is_refused__MQTT_3_4_2_1(byte first, string clause) =>
        Violates(clause, [first, 3, 0, 1, 0x04]);

    [Theory]
    [InlineData(0x40)]
    [InlineData(0x50)]
    [InlineData(0x62)]
    [InlineData(0x70)]
    public void Reason_and_properties_of_an_acknowledgement_may_be_left_out__MQTT_3_4_2_1(byte first)
    {
        var bare = (PublishAckPacket)Decode(MqttLevel.V5, [first, 2, 0, 1]);
        Assert.Equal((1, MqttReasonCode.Success), (bare.PacketId, bare.Reason));
        Assert.Equal(bare.Reason, ((PublishAckPacket)Decode(MqttLevel.V5, [first, 3, 0, 1, 0])).Reason);
        Assert.Equal(bare.Reason, ((PublishAckPacket)Decode(MqttLevel.V5, [first, 4, 0, 1, 0, 0])).Reason);
    }

    [Fact]
    public void A_SUBSCRIBE_without_a_filter_is_refused__MQTT_3_8_3_2() => Violates("MQTT-3.8.3-2", Packet(0x82, [0, 1, 0]));

    [Fact]
    public void No_Local_on_a_shared_subscription_is_refused__MQTT_3_8_3_4() =>
        Violates("MQTT-3.8.3-4", Packet(0x82, [0, 1, 0], Text("$share/g/a"), [4]));

    [Theory]
    [InlineData(0x40)]
    [InlineData(0x80)]
    public void Reserved_subscription_options_are_refused__MQTT_3_8_3_5(byte options) =>
        Malformed("MQTT-3.8.3-5", Packet(0x82, [0, 1, 0], Text("a"), [options]));

    [Theory]
    [InlineData(0x03)]
    [InlineData(0x30)]
    public void A_maximum_QoS_or_retain_handling_of_3_is_refused__MQTT_3_8_3_1(byte options) =>
        Violates("3.8.3.1", Packet(0x82, [0, 1, 0], Text("a"), [options]));

    [Fact]
    public void A_SUBACK_without_a_reason_or_with_a_wrong_one_is_refused__MQTT_3_9_3_2()
    {
        Violates("3.9.3", Packet(0x90, [0, 1, 0]));
        Violates("MQTT-3.9.3-2", Packet(0x90, [0, 1, 0, 3]));
    }

    [Fact]
    public void An_UNSUBSCRIBE_without_a_filter_is_refused__MQTT_3_10_3_2() => Violates("MQTT-3.10.3-2", Packet(0xA2, [0, 1, 0]));

    [Fact]
    public void An_UNSUBACK_without_a_reason_or_with_a_wrong_one_is_refused__MQTT_3_11_3_2()
    {
        Violates("3.11.3", Packet(0xB0, [0, 1, 0]));
        Violates("MQTT-3.11.3-2", Packet(0xB0, [0, 1, 0, 1]));
    }

    [Fact]
    public void A_DISCONNECT_with_a_wrong_reason_is_refused__MQTT_3_14_2_1() => Violates("MQTT-3.14.2-1", [0xE0, 1, 0x01]);

    [Fact]
    public void An_empty_DISCONNECT_means_success__MQTT_3_14_2_1() =>
        Assert.Equal(MqttReasonCode.Success, ((DisconnectPacket)Decode(MqttLevel.V5, [0xE0, 0])).Reason);

    [Fact]
    public void A_server_sends_no_session_expiry_with_DISCONNECT__MQTT_3_14_2_2()
    {
        byte[] farewell = [0xE0, 7, 0x8E, 5, 0x11, 0, 0, 0, 1];
        Refused(ConnectedClient(), MqttReasonCode.ProtocolError, "MQTT-3.14.2-2", farewell);
        Decode(ConnectedServer(), farewell);
    }

    [Fact]
    public void An_AUTH_without_a_method_or_with_a_wrong_reason_is_refused__MQTT_3_15_2_1()
    {
        Violates("3.15.2.2.2", [0xF0, 2, 0x18, 0]);
        Violates("MQTT-3.15.2-1", [0xF0, 2, 0x87, 0]);
        Decode(MqttLevel.V5, [0xF0, 0]);
    }

    [Fact]
    public void More_user_properties_filters_or_identifiers_than_the_limit_are_refused()
    {
        var limits = new MqttDecoderLimits { MaxUserProperties = 2, MaxFilters = 2, MaxSubscriptionIdentifiers = 2 };
        byte[] user = [0x26, 0, 0, 0, 0];
        void TooMany(byte[] bytes) => Refused(
            new MqttDecoder(MqttLevel.V5, 1000, limits), MqttReasonCode.QuotaExceeded, "More than 2", bytes);
        TooMany(Publish([.. user, .. user, .. user]));
        TooMany(Publish(0x0B, 1, 0x0B, 2, 0x0B, 3));
        TooMany(Packet(0x82, [0, 1, 0], Text("a"), [0], Text("b"), [0], Text("c"), [0]));
        TooMany(Packet(0xA2, [0, 1, 0], Text("a"), Text("b"), Text("c")));
        TooMany(Packet(0x90, [0, 1, 0, 0, 0, 0]));
        Decode(new MqttDecoder(MqttLevel.V5, 1000, limits), Publish([.. user, .. user]));
    }

    [Fact]
    public void A_property_is_never_encoded_where_it_has_no_place__MQTT_2_2_2_2()
    {
        var alias = new MqttProperties { TopicAlias = 1 };
        Assert.Throws<ArgumentException>(() => MqttPackets.Encode(
            MqttLevel.V5, new ConnAckPacket(MqttReasonCode.Success) { Properties = alias }));
        var identified = new MqttProperties();
        identified.AddSubscriptionIdentifier(1);
        Assert.Throws<ArgumentException>(() => MqttPackets.Encode(
            MqttLevel.V5, new UnsubscribePacket(1, ["a"]) { Properties = identified }));
    }

    [Theory]
    [InlineData("$share/g/a/#", true)]
    [InlineData("$share/g/$SYS/a", true)]
    [InlineData("$share//a", false)]
    [InlineData("$share/g", false)]
    [InlineData("$share/g/", false)]
    [InlineData("$share/+/a", false)]
    [InlineData("$share/g#/a", false)]
    [InlineData("$share/g/a#", false)]
    [InlineData("a/g/a", false)]
    public void A_shared_filter_has_a_group_and_a_filter__MQTT_4_8_2_1(string filter, bool valid)
    {
        Assert.Equal(valid, MqttTopic.TrySplitShared(filter, out var group, out var shared));
        if (valid)
            Assert.Equal(filter, $"$share/{group}/{shared}");
    }
}
