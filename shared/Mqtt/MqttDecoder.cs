using System.Buffers;

namespace CheckIn.Mqtt;

/// <summary>One packet as framed: the fixed header taken off, the rest not yet looked at.</summary>
public readonly record struct MqttFrame(MqttPacketType Type, byte Flags, ReadOnlySequence<byte> Body);

/// <summary>
/// What decoding needs to know of a connection: its protocol level, who receives, its limits, the topic aliases and the
/// texts that the peer repeats. Packets decode strictly: everything the standards call malformed or a protocol error
/// throws <see cref="MqttProtocolException"/> with the reason to answer and the clause, before anything has acted on
/// the packet. What the first five bytes tell (type, direction, flags, size) is refused before the body is buffered.
/// A packet is decoded before the next frame is taken. Not thread-safe: one decoder per connection.
/// </summary>
public sealed class MqttDecoder
{
    private const byte BridgeBit = 0x80;
    private readonly bool _anyLevel;
    private MqttTextCache? _texts;
    private MqttProperties? _publishProperties;
    private MqttReceivedAliases? _aliases;
    private bool _connected;

    /// <summary>A decoder that takes any packet of one level.</summary>
    /// <param name="level">The level of the connection.</param>
    /// <param name="maxPacketBytes">Largest packet taken, with its fixed header.</param>
    /// <param name="limits">Null = <see cref="MqttDecoderLimits.Default"/>.</param>
    public MqttDecoder(MqttLevel level, int maxPacketBytes, MqttDecoderLimits? limits = null)
        : this(MqttRole.Any, level, maxPacketBytes, limits)
    {
    }

    private MqttDecoder(MqttRole role, MqttLevel level, int maxPacketBytes, MqttDecoderLimits? limits)
    {
        Role = role;
        Level = level;
        MaxPacketBytes = maxPacketBytes;
        Limits = limits ?? MqttDecoderLimits.Default;
        _anyLevel = role == MqttRole.Server;
    }

    /// <summary>The server's end of a connection; the client's CONNECT decides the level.</summary>
    public static MqttDecoder ForServer(int maxPacketBytes, MqttDecoderLimits? limits = null) =>
        new(MqttRole.Server, MqttLevel.V5, maxPacketBytes, limits);

    /// <summary>The client's end of a connection.</summary>
    public static MqttDecoder ForClient(MqttLevel level, int maxPacketBytes, MqttDecoderLimits? limits = null) =>
        new(MqttRole.Client, level, maxPacketBytes, limits);

    /// <summary>
    /// The connection's level. At a server it is the client's once CONNECT has been decoded, even when that was
    /// refused, so that the answer is one which the client understands.
    /// </summary>
    public MqttLevel Level { get; private set; }

    /// <summary>Who receives.</summary>
    public MqttRole Role { get; }

    /// <summary>Largest packet taken, bytes with the fixed header.</summary>
    public int MaxPacketBytes { get; set; }

    /// <summary>What one packet may hold.</summary>
    public MqttDecoderLimits Limits { get; }

    /// <summary>
    /// What the peer was told in Topic Alias Maximum, 0 to 65,535: PUBLISH then decodes with the topic that its alias
    /// stands for. Null (the default) leaves aliases as they are.
    /// </summary>
    public int? TopicAliasMaximum
    {
        get => _aliases?.Maximum;
        set => _aliases = value is { } maximum ? new MqttReceivedAliases(maximum) : null;
    }

    internal MqttReceivedAliases? Aliases => _aliases;

    /// <summary>The properties of the PUBLISH being decoded; reused, so valid until the next one.</summary>
    internal MqttProperties PublishProperties => _publishProperties ??= new MqttProperties();

    /// <summary>Takes the next complete packet off the buffer; false when there is none yet.</summary>
    /// <exception cref="MqttProtocolException">
    /// The fixed header is malformed, the packet exceeds the limit, or its type has no place here.
    /// </exception>
    public bool TryReadFrame(ref ReadOnlySequence<byte> buffer, out MqttFrame frame)
    {
        frame = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryRead(out var first))
            return false;
        var type = (MqttPacketType)(first >> 4);
        var flags = (byte)(first & 0x0F);
        CheckType(type);
        CheckFlags(type, flags);
        if (!TryReadLength(ref reader, out var length))
            return false;
        if (reader.Consumed + length > MaxPacketBytes)
        {
            throw new MqttProtocolException(MqttReasonCode.PacketTooLarge,
                $"A {type} of {reader.Consumed + length} bytes exceeds the limit of {MaxPacketBytes} "
                + Clause("[MQTT-3.1.2-24] [MQTT-3.2.2-15].", "(2.2.3)."));
        }
        if (reader.Remaining < length)
            return false;
        frame = new MqttFrame(type, flags, reader.UnreadSequence.Slice(0, length));
        buffer = reader.UnreadSequence.Slice(length);
        return true;
    }

    // What is said once, such as all of CONNECT, is not to be kept for as long as the connection lasts.
    internal MqttReader Open(in MqttFrame frame) =>
        new(frame.Body, this, frame.Type == MqttPacketType.Publish ? _texts ??= new MqttTextCache() : null);

    /// <summary>CONNECT named its level; false when it is not spoken here.</summary>
    internal bool TryTakeLevel(byte level)
    {
        if (!_anyLevel)
            return level == (byte)Level;
        // Bridges set the highest bit, and take it back when they are refused in the level's own words.
        Level = (level & ~BridgeBit) < (byte)MqttLevel.V5 ? MqttLevel.V311 : MqttLevel.V5;
        return level is (byte)MqttLevel.V311 or (byte)MqttLevel.V5;
    }

    /// <summary>CONNECT or CONNACK has been decoded; there is no second one.</summary>
    internal void MarkConnected() => _connected = Role != MqttRole.Any;

    internal string Clause(string v5, string v311) => Level == MqttLevel.V311 ? $"MQTT 3.1.1 {v311}" : v5;

    private void CheckType(MqttPacketType type)
    {
        if (type == MqttPacketType.Reserved || (type == MqttPacketType.Auth && Level == MqttLevel.V311))
        {
            throw MqttProtocolException.Malformed(
                $"Packet type {(int)type} is forbidden {Clause("(2.1.2).", "(2.2.1).")}");
        }
        switch (Role)
        {
            case MqttRole.Server:
                CheckFromClient(type);
                break;
            case MqttRole.Client:
                CheckFromServer(type);
                break;
        }
    }

    private void CheckFromClient(MqttPacketType type)
    {
        if (type == MqttPacketType.Connect == _connected)
        {
            throw MqttProtocolException.Violation(_connected
                ? "A second CONNECT [MQTT-3.1.0-2]."
                : $"{type} came before CONNECT [MQTT-3.1.0-1].");
        }
        if (type is MqttPacketType.ConnAck or MqttPacketType.SubAck or MqttPacketType.UnsubAck
            or MqttPacketType.PingResp)
        {
            throw MqttProtocolException.Violation($"A client never sends {type} {Clause("(2.1.2).", "(2.2.1).")}");
        }
    }

    private void CheckFromServer(MqttPacketType type)
    {
        if (type is MqttPacketType.Connect or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe
            or MqttPacketType.PingReq || (type == MqttPacketType.Disconnect && Level == MqttLevel.V311))
        {
            throw MqttProtocolException.Violation($"A server never sends {type} {Clause("(2.1.2).", "(2.2.1).")}");
        }
        if (_connected ? type == MqttPacketType.ConnAck : type is not (MqttPacketType.ConnAck or MqttPacketType.Auth))
        {
            throw MqttProtocolException.Violation(_connected
                ? "A second CONNACK [MQTT-3.2.0-2]."
                : $"{type} came before CONNACK [MQTT-3.2.0-1].");
        }
    }

    private void CheckFlags(MqttPacketType type, byte flags)
    {
        if (type == MqttPacketType.Publish)
        {
            var qos = (flags >> 1) & 3;
            if (qos == 3)
                throw MqttProtocolException.Malformed("PUBLISH with both QoS bits set [MQTT-3.3.1-4].");
            if (qos == 0 && (flags & 8) != 0)
                throw MqttProtocolException.Malformed("PUBLISH at QoS 0 with DUP [MQTT-3.3.1-2].");
            return;
        }
        var required = type is MqttPacketType.PubRel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe ? 2 : 0;
        if (flags != required)
        {
            throw MqttProtocolException.Malformed(
                $"{type} with reserved flags {flags:X} {Clause("[MQTT-2.1.3-1].", "[MQTT-2.2.2-2].")}");
        }
    }

    private bool TryReadLength(ref SequenceReader<byte> reader, out int length)
    {
        length = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            if (!reader.TryRead(out var b))
                return false;
            length |= (b & 0x7F) << shift;
            if ((b & 0x80) != 0)
                continue;
            // 3.1.1 does not ask for the fewest bytes.
            if (b == 0 && shift > 0 && Level != MqttLevel.V311)
                throw MqttProtocolException.Malformed("Remaining Length is not minimal [MQTT-1.5.5-1].");
            return true;
        }
        throw MqttProtocolException.Malformed(
            $"Remaining Length has more than four bytes {Clause("(2.1.4).", "(2.2.3).")}");
    }
}
