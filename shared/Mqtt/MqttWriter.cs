using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CheckIn.Mqtt;

/// <summary>
/// Writes packets to a buffer writer. A packet's length stands before its fields, so the fields are collected in a
/// pooled array behind room for the largest fixed header, and leave with it in one piece; a PUBLISH payload is never
/// collected but written straight through. Not thread-safe: one writer per connection.
/// </summary>
public sealed class MqttWriter(IBufferWriter<byte> output)
{
    private const int HeaderRoom = 5;
    // Throws where there is no UTF-8 for it: half a surrogate pair [MQTT-1.5.4-1].
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    /// <summary>Largest Remaining Length that four bytes can say, 268,435,455.</summary>
    public const int MaxRemainingLength = 268_435_455;
    private byte[] _buffer = [];
    private int _at;
    private byte _first;

    /// <summary>
    /// What is written in; 5.0 unless told. Encoding CONNECT sets it to that packet's, a server sets it to the
    /// client's. At 3.1.1, properties and the reasons that it cannot say are left out.
    /// </summary>
    public MqttLevel Level { get; set; } = MqttLevel.V5;

    /// <summary>Starts a packet; everything written since the last one ended is forgotten.</summary>
    public void Begin(MqttPacketType type, byte flags = 0)
    {
        _first = (byte)(((int)type << 4) | flags);
        _at = HeaderRoom;
    }

    /// <summary>One byte.</summary>
    public void WriteByte(byte value) => Room(1)[0] = value;

    /// <summary>Two Byte Integer.</summary>
    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Room(2), value);

    /// <summary>Four Byte Integer.</summary>
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Room(4), value);

    /// <summary>Variable Byte Integer, 0 to 268,435,455.</summary>
    public void WriteVariableInteger(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        var count = Encode(value, bytes);
        bytes[..count].CopyTo(Room(count));
    }

    /// <summary>UTF-8 Encoded String.</summary>
    /// <exception cref="ArgumentException">
    /// The text is longer than 65,535 bytes, or cannot stand in a packet.
    /// </exception>
    public void WriteText(string text)
    {
        var length = Strict.GetByteCount(text);
        if (length > ushort.MaxValue || text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException(
                $"A text of {length} bytes, or with U+0000, cannot stand in a packet.", nameof(text));
        WriteUInt16((ushort)length);
        Strict.GetBytes(text, Room(length));
    }

    /// <summary>Binary Data with its length.</summary>
    /// <exception cref="ArgumentException">Longer than 65,535 bytes.</exception>
    public void WriteBinary(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ushort.MaxValue)
            throw new ArgumentException($"Binary data of {bytes.Length} bytes; 65535 is the limit.", nameof(bytes));
        WriteUInt16((ushort)bytes.Length);
        WriteBytes(bytes);
    }

    /// <summary>Bytes as they are.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    /// <summary>Property Length and the properties, unless the level has none.</summary>
    /// <param name="properties">Null = none.</param>
    /// <param name="packet">The packet they stand in; <see cref="MqttPacketType.Reserved"/> = the will.</param>
    /// <exception cref="ArgumentException">A property has no place in this packet.</exception>
    public void WriteProperties(MqttProperties? properties, MqttPacketType packet)
    {
        if (Level == MqttLevel.V311)
            return;
        var lengthAt = _at;
        WriteByte(0);
        if (properties is null)
            return;
        properties.Write(this, packet);
        var length = _at - lengthAt - 1;
        Span<byte> bytes = stackalloc byte[4];
        var count = Encode((uint)length, bytes);
        // One byte was kept for the length; a longer one moves the properties.
        Room(count - 1);
        _buffer.AsSpan(lengthAt + 1, length).CopyTo(_buffer.AsSpan(lengthAt + count));
        bytes[..count].CopyTo(_buffer.AsSpan(lengthAt));
    }

    /// <summary>Sends the packet. Returns its size in bytes, or 0 when it exceeds the limit and was not sent.</summary>
    public int End(in ReadOnlySequence<byte> payload = default, long maxBytes = MaxRemainingLength + 5L)
    {
        if (_buffer.Length == 0)
            Room(0);
        var remaining = _at - HeaderRoom + payload.Length;
        Span<byte> length = stackalloc byte[4];
        var count = remaining <= MaxRemainingLength ? Encode((uint)remaining, length) : 0;
        var total = 1 + count + remaining;
        var sent = count > 0 && total <= maxBytes;
        if (sent)
        {
            var start = HeaderRoom - 1 - count;
            _buffer[start] = _first;
            length[..count].CopyTo(_buffer.AsSpan(start + 1));
            output.Write(_buffer.AsSpan(start, _at - start));
            foreach (var segment in payload)
                output.Write(segment.Span);
        }
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        return sent ? (int)total : 0;
    }

    private static int Encode(uint value, Span<byte> bytes)
    {
        var count = 0;
        do
        {
            var b = (byte)(value & 0x7F);
            value >>= 7;
            bytes[count++] = (byte)(value > 0 ? b | 0x80 : b);
        }
        while (value > 0);
        return count;
    }

    private Span<byte> Room(int count)
    {
        if (_at + count > _buffer.Length || _buffer.Length == 0)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(128, Math.Max(_buffer.Length * 2, _at + count)));
            _buffer.AsSpan(0, Math.Min(_at, _buffer.Length)).CopyTo(larger);
            if (_buffer.Length > 0)
                ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        var room = _buffer.AsSpan(_at, count);
        _at += count;
        return room;
    }
}
