using System.Buffers;
using System.Text.Unicode;

namespace CheckIn.Mqtt;

/// <summary>
/// Reads the data types of MQTT 5.0 and 3.1.1, 1.5, from the body of one packet; running out of it is malformed.
/// </summary>
public ref struct MqttReader
{
    private SequenceReader<byte> _in;
    private readonly MqttDecoder? _decoder;
    private readonly MqttTextCache? _texts;

    /// <summary>Reads by the rules of MQTT 5.0.</summary>
    public MqttReader(ReadOnlySequence<byte> body) : this(body, null) { }

    /// <param name="body">What is read.</param>
    /// <param name="decoder">Whose rules hold; null = those of MQTT 5.0.</param>
    /// <param name="texts">Texts that may have been read before; null = these are read once.</param>
    internal MqttReader(ReadOnlySequence<byte> body, MqttDecoder? decoder, MqttTextCache? texts = null)
    {
        _texts = texts;
        _in = new SequenceReader<byte>(body);
        _decoder = decoder;
    }

    /// <summary>Bytes not read yet.</summary>
    public readonly long Remaining => _in.Remaining;

    internal readonly MqttLevel Level => _decoder?.Level ?? MqttLevel.V5;

    internal readonly MqttDecoderLimits Limits => _decoder?.Limits ?? MqttDecoderLimits.Default;

    /// <summary>One byte.</summary>
    public byte ReadByte() => _in.TryRead(out var value) ? value : throw TooShort();

    /// <summary>Two Byte Integer.</summary>
    public ushort ReadUInt16() => _in.TryReadBigEndian(out short value) ? (ushort)value : throw TooShort();

    /// <summary>Four Byte Integer.</summary>
    public uint ReadUInt32() => _in.TryReadBigEndian(out int value) ? (uint)value : throw TooShort();

    /// <summary>Variable Byte Integer, 0 to 268,435,455, in the fewest bytes possible [MQTT-1.5.5-1].</summary>
    public uint ReadVariableInteger()
    {
        uint value = 0;
        for (var shift = 0; shift < 28; shift += 7)
        {
            var b = ReadByte();
            value |= (uint)(b & 0x7F) << shift;
            if ((b & 0x80) != 0)
                continue;
            if (b == 0 && shift > 0)
                throw MqttProtocolException.Malformed("Variable Byte Integer is not minimal [MQTT-1.5.5-1].");
            return value;
        }
        throw MqttProtocolException.Malformed("Variable Byte Integer has more than four bytes (1.5.5).");
    }

    /// <summary>UTF-8 Encoded String, at most 65,535 bytes.</summary>
    public string ReadText()
    {
        var bytes = Take(ReadUInt16());
        var utf8 = bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray();
        if (!Utf8.IsValid(utf8))
        {
            throw MqttProtocolException.Malformed(
                $"String is not well-formed UTF-8 {Clause("[MQTT-1.5.4-1].", "[MQTT-1.5.3-1].")}");
        }
        if (utf8.Contains((byte)0))
        {
            throw MqttProtocolException.Malformed(
                $"String contains U+0000 {Clause("[MQTT-1.5.4-2].", "[MQTT-1.5.3-2].")}");
        }
        return _texts?.Get(utf8) ?? System.Text.Encoding.UTF8.GetString(utf8);
    }

    /// <summary>Binary Data, at most 65,535 bytes.</summary>
    public byte[] ReadBinary() => Take(ReadUInt16()).ToArray();

    /// <summary>Packet Identifier, which is never 0 [MQTT-2.2.1-3].</summary>
    public ushort ReadPacketId()
    {
        var id = ReadUInt16();
        return id != 0
            ? id
            : throw MqttProtocolException.Violation(
                $"Packet Identifier is 0 {Clause("[MQTT-2.2.1-3] [MQTT-2.2.1-4].", "[MQTT-2.3.1-1].")}");
    }

    /// <summary>Everything that is left, not copied.</summary>
    public ReadOnlySequence<byte> ReadRest() => Take(_in.Remaining);

    /// <summary>Asserts that nothing is left.</summary>
    public readonly void End()
    {
        if (_in.Remaining > 0)
        {
            throw MqttProtocolException.Malformed(
                $"Bytes are left after the packet's last field {Clause("(2.1.4).", "(2.2.3).")}");
        }
    }

    internal readonly string Clause(string v5, string v311) => _decoder?.Clause(v5, v311) ?? v5;

    private ReadOnlySequence<byte> Take(long length)
    {
        if (length > _in.Remaining)
            throw TooShort();
        var taken = _in.UnreadSequence.Slice(0, length);
        _in.Advance(length);
        return taken;
    }

    private readonly MqttProtocolException TooShort() => MqttProtocolException.Malformed(
        $"The packet ends in the middle of a field {Clause("(2.1.4).", "(2.2.3).")}");
}
