using System.Buffers;
using System.Globalization;
using System.Text;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Fixtures.Mqtt;

/// <summary>Any packet: decoded, encoded, and told in full, so that two can be compared.</summary>
public static class MqttPackets
{
    /// <summary>Largest packet of tests, bytes.</summary>
    public const int Limit = 1 << 20;

    public static object Decode(in MqttFrame frame, MqttDecoder decoder) => frame.Type switch
    {
        MqttPacketType.Connect => ConnectPacket.Decode(frame, decoder),
        MqttPacketType.ConnAck => ConnAckPacket.Decode(frame, decoder),
        MqttPacketType.Publish => PublishPacket.Decode(frame, decoder),
        MqttPacketType.PubAck or MqttPacketType.PubRec or MqttPacketType.PubRel or MqttPacketType.PubComp =>
            PublishAckPacket.Decode(frame, decoder),
        MqttPacketType.Subscribe => SubscribePacket.Decode(frame, decoder),
        MqttPacketType.SubAck or MqttPacketType.UnsubAck => SubAckPacket.Decode(frame, decoder),
        MqttPacketType.Unsubscribe => UnsubscribePacket.Decode(frame, decoder),
        MqttPacketType.Disconnect or MqttPacketType.Auth => DisconnectPacket.Decode(frame, decoder),
        _ => PingPacket.Decode(frame, decoder),
    };

    public static void Encode(object packet, MqttWriter writer)
    {
        switch (packet)
        {
            case ConnectPacket p: p.Encode(writer); break;
            case ConnAckPacket p: p.Encode(writer); break;
            case PublishPacket p: p.Encode(writer); break;
            case PublishAckPacket p: p.Encode(writer); break;
            case SubscribePacket p: p.Encode(writer); break;
            case SubAckPacket p: p.Encode(writer); break;
            case UnsubscribePacket p: p.Encode(writer); break;
            case DisconnectPacket p: p.Encode(writer); break;
            case PingPacket p: p.Encode(writer); break;
            default: throw new ArgumentException(packet.GetType().Name, nameof(packet));
        }
    }

    public static byte[] Encode(MqttLevel level, params IEnumerable<object> packets)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MqttWriter(buffer) { Level = level };
        foreach (var packet in packets)
            Encode(packet, writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Every field of a packet in words; a decoded PUBLISH must still be valid.</summary>
    public static string Describe(object packet)
    {
        var text = new StringBuilder(packet.GetType().Name);
        switch (packet)
        {
            case ConnectPacket p:
                text.Append(CultureInfo.InvariantCulture, $" {p.Level} '{p.ClientId}' {p.CleanStart} {p.KeepAlive} ");
                text.Append(CultureInfo.InvariantCulture, $"{p.WillDelay} '{p.UserName}' {Hex(p.Password)} {Will(p.Will)}");
                break;
            case ConnAckPacket p: text.Append(CultureInfo.InvariantCulture, $" {p.Reason} {p.SessionPresent}"); break;
            case PublishPacket p:
                text.Append(CultureInfo.InvariantCulture, $" '{p.Topic}' {p.Qos} {p.Retain} {p.Duplicate} {p.PacketId} ");
                text.Append(Convert.ToHexString(p.Payload.ToArray()));
                break;
            case PublishAckPacket p: text.Append(CultureInfo.InvariantCulture, $" {p.Type} {p.PacketId} {p.Reason}"); break;
            case SubscribePacket p: text.Append(CultureInfo.InvariantCulture, $" {p.PacketId} {string.Join(',', p.Subscriptions)}"); break;
            case SubAckPacket p: text.Append(CultureInfo.InvariantCulture, $" {p.Type} {p.PacketId} {string.Join(',', p.Reasons)}"); break;
            case UnsubscribePacket p: text.Append(CultureInfo.InvariantCulture, $" {p.PacketId} {string.Join('\n', p.Filters)}"); break;
            case DisconnectPacket p: text.Append(CultureInfo.InvariantCulture, $" {p.Type} {p.Reason}"); break;
            case PingPacket p: text.Append(CultureInfo.InvariantCulture, $" {p.Type}"); break;
        }
        return text.Append(Describe(PropertiesOf(packet))).ToString();
    }

    private static MqttProperties? PropertiesOf(object packet) => packet switch
    {
        ConnectPacket p => p.Properties,
        ConnAckPacket p => p.Properties,
        PublishPacket p => p.Properties,
        PublishAckPacket p => p.Properties,
        SubscribePacket p => p.Properties,
        SubAckPacket p => p.Properties,
        UnsubscribePacket p => p.Properties,
        DisconnectPacket p => p.Properties,
        _ => null,
    };

    private static string Describe(MqttProperties? properties)
    {
        if (properties is null)
            return "";
        var text = new StringBuilder();
        foreach (var property in typeof(MqttProperties).GetProperties())
        {
            switch (property.GetValue(properties))
            {
                case uint or string:
                    text.Append(CultureInfo.InvariantCulture, $" {property.Name}={property.GetValue(properties)}");
                    break;
                case ReadOnlyMemory<byte> bytes:
                    text.Append(CultureInfo.InvariantCulture, $" {property.Name}={Hex(bytes)}");
                    break;
                case IReadOnlyList<uint> { Count: > 0 } numbers:
                    text.Append(CultureInfo.InvariantCulture, $" {property.Name}={string.Join(',', numbers)}");
                    break;
                case IReadOnlyList<KeyValuePair<string, string>> { Count: > 0 } pairs:
                    text.Append(CultureInfo.InvariantCulture, $" {property.Name}={string.Join(',', pairs)}");
                    break;
            }
        }
        return text.ToString();
    }

    private static string Hex(ReadOnlyMemory<byte>? bytes) => bytes is { } b ? Convert.ToHexString(b.Span) : "-";

    private static string Will(MqttMessage? will) => will is null ? "" : string.Create(CultureInfo.InvariantCulture,
        $"'{will.Topic}' {Hex(will.Payload)} {will.Qos} {will.Retain} {will.IsText} '{will.ContentType}' ")
        + $"'{will.ResponseTopic}' {Hex(will.CorrelationData)} {will.ExpirySeconds} {string.Join(',', will.UserProperties)}";
}
