using System.Buffers.Binary;

namespace CheckIn.Credentials.Cbor;

/// <summary>
/// Writes CBOR in its shortest form (RFC 8949 section 4.2.1) into bytes of the caller's. The caller states what an
/// array
/// or map has and writes just that.
/// </summary>
public ref struct CborSink
{
    private readonly Span<byte> _into;

    /// <summary>Begins at the first of these bytes.</summary>
    public CborSink(Span<byte> into) => _into = into;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of the head of an item with this number, 1 to 9.</summary>
    public static int HeadLength(ulong value) => value switch
    {
        < 24 => 1,
        <= byte.MaxValue => 2,
        <= ushort.MaxValue => 3,
        <= uint.MaxValue => 5,
        _ => 9,
    };

    /// <summary>Bytes of a string with its head.</summary>
    public static int StringLength(int length) => HeadLength((ulong)length) + length;

    /// <summary>An integer.</summary>
    /// <exception cref="ArgumentException">It does not fit, as with all others.</exception>
    public void WriteInteger(long value)
    {
        if (value >= 0)
            WriteHead(CborKind.UnsignedInteger, (ulong)value);
        else
            WriteHead(CborKind.NegativeInteger, (ulong)(-1 - value));
    }

    /// <summary>Bytes.</summary>
    public void WriteBytes(scoped ReadOnlySpan<byte> bytes)
    {
        WriteHead(CborKind.ByteString, (ulong)bytes.Length);
        WriteEncoded(bytes);
    }

    /// <summary>A text, already UTF-8.</summary>
    public void WriteText(scoped ReadOnlySpan<byte> text)
    {
        WriteHead(CborKind.TextString, (ulong)text.Length);
        WriteEncoded(text);
    }

    /// <summary>The beginning of an array of so many items.</summary>
    public void WriteArray(int items) => WriteHead(CborKind.Array, (ulong)items);

    /// <summary>The beginning of a map of so many pairs.</summary>
    public void WriteMap(int pairs) => WriteHead(CborKind.Map, (ulong)pairs);

    /// <summary>A tag; its item follows.</summary>
    public void WriteTag(ulong tag) => WriteHead(CborKind.Tag, tag);

    /// <summary>What is CBOR already.</summary>
    public void WriteEncoded(scoped ReadOnlySpan<byte> item)
    {
        if (_into.Length - Length < item.Length)
            throw new ArgumentException($"{Length + item.Length} bytes do not fit into {_into.Length}.");
        item.CopyTo(_into[Length..]);
        Length += item.Length;
    }

    private void WriteHead(CborKind kind, ulong value)
    {
        Span<byte> head = stackalloc byte[9];
        var size = HeadLength(value);
        BinaryPrimitives.WriteUInt64BigEndian(head[1..], value);
        // The number's own bytes are the last ones of the eight.
        head = head[(9 - size)..];
        head[0] = (byte)(((int)kind << 5) | size switch { 1 => (int)value, 2 => 24, 3 => 25, 5 => 26, _ => 27 });
        WriteEncoded(head);
    }
}
