using System.Buffers;

namespace CheckIn.Mqtt;

/// <summary>One packet as framed: the fixed header taken off, the rest not yet looked at.</summary>
public readonly record struct MqttFrame(MqttPacketType Type, byte Flags, ReadOnlySequence<byte> Body);

/// <summary>
/// What decoding needs to know of a connection: its protocol level, its largest packet, the texts its peer repeats.
/// Packets decode strictly: everything the standard calls malformed or a protocol error throws
/// <see cref="MqttProtocolException"/> with the reason to answer, before anything has acted on the packet.
/// </summary>
public sealed class MqttDecoder(MqttLevel level, int maxPacketBytes)
{
    private readonly MqttTextCache _texts = new();
    private MqttProperties? _publishProperties;

    public MqttLevel Level { get; } = level;

    /// <summary>Takes the next complete packet off the buffer; false when there is none yet.</summary>
    /// <exception cref="MqttProtocolException">
    /// The fixed header is malformed, or the packet exceeds the limit.
    /// </exception>
    public bool TryReadFrame(ref ReadOnlySequence<byte> buffer, out MqttFrame frame)
    {
        frame = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryRead(out var first))
            return false;
        var type = (MqttPacketType)(first >> 4);
        var flags = (byte)(first & 0x0F);
        CheckFlags(type, flags);
        if (!TryReadLength(ref reader, out var length))
            return false;
        if (reader.Consumed + length > maxPacketBytes)
        {
            throw new MqttProtocolException(MqttReasonCode.PacketTooLarge,
                $"A {type} of {reader.Consumed + length} bytes exceeds the limit of {maxPacketBytes} (3.2.2.3.6).");
        }
        if (reader.Remaining < length)
            return false;
        frame = new MqttFrame(type, flags, reader.UnreadSequence.Slice(0, length));
        buffer = reader.UnreadSequence.Slice(length);
        return true;
    }

    internal MqttReader Open(in MqttFrame frame)
    {
        var body = frame.Body;
        return new MqttReader(body, _texts);
    }

    /// <summary>The properties of the PUBLISH being decoded; reused, so valid until the next one.</summary>
    internal MqttProperties PublishProperties => _publishProperties ??= new MqttProperties();

    private static void CheckFlags(MqttPacketType type, byte flags)
    {
        switch (type)
        {
            case MqttPacketType.Reserved:
                throw MqttProtocolException.Malformed("Packet type 0 is forbidden (2.1.2).");
            case MqttPacketType.Publish:
                var qos = (flags >> 1) & 3;
                if (qos == 3)
                    throw MqttProtocolException.Malformed("PUBLISH with both QoS bits set [MQTT-3.3.1-4].");
                if (qos == 0 && (flags & 8) != 0)
                    throw MqttProtocolException.Malformed("PUBLISH at QoS 0 with DUP [MQTT-3.3.1-2].");
                return;
            default:
                var required = type is MqttPacketType.PubRel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe
                    ? 2 : 0;
                if (flags != required)
                    throw MqttProtocolException.Malformed($"{type} with reserved flags {flags:X} [MQTT-2.1.3-1].");
                return;
        }
    }

    private static bool TryReadLength(ref SequenceReader<byte> reader, out int length)
    {
        length = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            if (!reader.TryRead(out var b))
                return false;
            length |= (b & 0x7F) << shift;
            if ((b & 0x80) != 0)
                continue;
            if (b == 0 && shift > 0)
                throw MqttProtocolException.Malformed("Remaining Length is not minimal [MQTT-1.5.5-1].");
            return true;
        }
        throw MqttProtocolException.Malformed("Remaining Length has more than four bytes (2.1.4).");
    }
}
