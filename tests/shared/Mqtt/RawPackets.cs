using System.Buffers;
using System.Text;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>Packets written byte by byte, right or wrong, and what a decoder says to them.</summary>
internal static class RawPackets
{
    /// <summary>A packet with its length.</summary>
    public static byte[] Packet(byte first, params byte[][] fields)
    {
        var body = Join(fields);
        return body.Length < 128
            ? [first, (byte)body.Length, .. body]
            : [first, (byte)(body.Length % 128 | 0x80), (byte)(body.Length / 128), .. body];
    }

    public static byte[] Join(params byte[][] fields) => [.. fields.SelectMany(f => f)];

    public static byte[] Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return [(byte)(utf8.Length >> 8), (byte)utf8.Length, .. utf8];
    }

    /// <summary>CONNECT up to Keep Alive, and the fields that follow.</summary>
    public static byte[] Connect(byte level, byte flags, params byte[][] fields) =>
        Packet(0x10, [Text("MQTT"), [level, flags, 0, 60], .. fields]);

    /// <summary>A PUBLISH at QoS 0 on <c>a</c> with these properties.</summary>
    public static byte[] Publish(params byte[] properties) =>
        Packet(0x30, Text("a"), [(byte)properties.Length], properties);

    /// <summary>Decodes everything; returns the last packet.</summary>
    public static object Decode(MqttDecoder decoder, byte[] bytes)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        object? last = null;
        while (decoder.TryReadFrame(ref buffer, out var frame))
            last = MqttPackets.Decode(frame, decoder);
        Assert.True(buffer.IsEmpty, "The packet is longer than its bytes.");
        return last!;
    }

    public static object Decode(MqttLevel level, byte[] bytes) => Decode(new MqttDecoder(level, MqttPackets.Limit), bytes);

    /// <summary>The decoder refuses the bytes with this reason, and says which clause asks for it.</summary>
    public static void Refused(MqttDecoder decoder, MqttReasonCode reason, string clause, byte[] bytes)
    {
        var error = Assert.Throws<MqttProtocolException>(() => Decode(decoder, bytes));
        Assert.Contains(clause, error.Message, StringComparison.Ordinal);
        Assert.Equal(reason, error.Reason);
    }

    public static void Malformed(string clause, byte[] bytes) =>
        Refused(new MqttDecoder(MqttLevel.V5, MqttPackets.Limit), MqttReasonCode.MalformedPacket, clause, bytes);

    public static void Violates(string clause, byte[] bytes) =>
        Refused(new MqttDecoder(MqttLevel.V5, MqttPackets.Limit), MqttReasonCode.ProtocolError, clause, bytes);

    /// <summary>The same for MQTT 3.1.1.</summary>
    public static void Malformed311(string clause, byte[] bytes) =>
        Refused(new MqttDecoder(MqttLevel.V311, MqttPackets.Limit), MqttReasonCode.MalformedPacket, "MQTT 3.1.1 " + clause, bytes);

    public static void Violates311(string clause, byte[] bytes) =>
        Refused(new MqttDecoder(MqttLevel.V311, MqttPackets.Limit), MqttReasonCode.ProtocolError, clause, bytes);

    /// <summary>A server's decoder that has taken a CONNECT of this level.</summary>
    public static MqttDecoder ConnectedServer(MqttLevel level = MqttLevel.V5, MqttDecoderLimits? limits = null)
    {
        var decoder = MqttDecoder.ForServer(MqttPackets.Limit, limits);
        Decode(decoder, level == MqttLevel.V5
            ? Connect(5, 2, [0], Text("c"))
            : Connect(4, 2, Text("c")));
        return decoder;
    }

    /// <summary>A client's decoder that has taken a CONNACK.</summary>
    public static MqttDecoder ConnectedClient(MqttLevel level = MqttLevel.V5)
    {
        var decoder = MqttDecoder.ForClient(level, MqttPackets.Limit);
        Decode(decoder, level == MqttLevel.V5 ? [0x20, 3, 0, 0, 0] : [0x20, 2, 0, 0]);
        return decoder;
    }
}
