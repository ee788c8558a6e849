using System.Buffers.Binary;
using System.Text.Unicode;

namespace CheckIn.Credentials.Cbor;

/// <summary>
/// Reads CBOR (RFC 8949) from bytes that anybody may have made, without allocating and without recursion. The first
/// thing that is not as asked for breaks the cursor: from then on it stands still, reads give nothing and
/// <see cref="IsBroken"/> is true, so that a caller asks once, at the end. A length is believed only as far as there
/// are
/// bytes. Not asked for: the shortest form of a number, an order of keys. Strings of unstated length are skipped
/// rightly and read as none.
/// </summary>
public ref struct CborCursor
{
    /// <summary>Levels of arrays and maps within one item.</summary>
    public const int MaxDepth = 16;

    private const int Unstated = 31;
    private ReadOnlySpan<byte> _rest;

    /// <summary>Begins at the first of these bytes.</summary>
    public CborCursor(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>Whether something was not as it was asked for.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether everything was read, and all of it was as it was asked for.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty && !IsBroken;

    /// <summary>What stands next.</summary>
    public readonly CborKind Next
    {
        get
        {
            if (_rest.IsEmpty || IsBroken)
                return CborKind.End;
            var (major, info) = (_rest[0] >> 5, _rest[0] & 31);
            return major < 7 ? (CborKind)major
                : info == Unstated ? CborKind.Break
                : info is 25 or 26 or 27 ? CborKind.Float
                : CborKind.Simple;
        }
    }

    /// <summary>An integer between -2^63 and 2^63 - 1.</summary>
    public long ReadInteger()
    {
        var kind = Next;
        if (!TryHead(CborKind.UnsignedInteger, CborKind.NegativeInteger, out var value) || value > long.MaxValue)
            return Fail();
        return kind == CborKind.UnsignedInteger ? (long)value : -1 - (long)value;
    }

    /// <summary>An integer or a float, finite.</summary>
    public double ReadNumber()
    {
        if (Next is CborKind.UnsignedInteger or CborKind.NegativeInteger)
            return ReadInteger();
        if (Next != CborKind.Float)
            return Fail();
        var info = _rest[0] & 31;
        if (!TryHead(out var bits, out _))
            return Fail();
        var number = info switch
        {
            25 => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
            26 => BitConverter.UInt32BitsToSingle((uint)bits),
            _ => BitConverter.UInt64BitsToDouble(bits),
        };
        return double.IsFinite(number) ? number : Fail();
    }

    /// <summary>Bytes of stated length.</summary>
    public ReadOnlySpan<byte> ReadBytes() => TryHead(CborKind.ByteString, out var length) ? Take(length) : default;

    /// <summary>A text of stated length, as UTF-8, which is checked.</summary>
    public ReadOnlySpan<byte> ReadText()
    {
        var text = TryHead(CborKind.TextString, out var length) ? Take(length) : default;
        if (Utf8.IsValid(text))
            return text;
        Fail();
        return default;
    }

    /// <summary>The beginning of an array; its items follow.</summary>
    public CborItems ReadArray() => ReadItems(CborKind.Array, leastBytes: 1);

    /// <summary>The beginning of a map; its keys and values follow in turn.</summary>
    public CborItems ReadMap() => ReadItems(CborKind.Map, leastBytes: 2);

    /// <summary>Reads a tag if it is this one.</summary>
    public bool TryReadTag(ulong tag)
    {
        var before = _rest;
        if (Next == CborKind.Tag && TryHead(out var value, out _) && value == tag)
            return true;
        _rest = before;
        return false;
    }

    /// <summary>One item of any kind, with everything in it, as it is encoded.</summary>
    public ReadOnlySpan<byte> ReadItem()
    {
        var before = _rest;
        Skip();
        return IsBroken ? default : before[..^_rest.Length];
    }

    /// <summary>Passes over one item with everything in it, at most <see cref="MaxDepth"/> levels of it.</summary>
    public void Skip()
    {
        var levels = new CborLevels();
        while (!IsBroken && levels.Next())
        {
            if (Next == CborKind.Break)
            {
                if (!TryReadBreak() || !levels.End())
                    Fail();
                continue;
            }
            SkipHead(ref levels);
        }
    }

    internal bool TryReadBreak()
    {
        if (Next != CborKind.Break)
            return false;
        _rest = _rest[1..];
        return true;
    }

    private void SkipHead(ref CborLevels levels)
    {
        var kind = Next;
        if (!TryHead(out var value, out var isUnstated))
        {
            Fail();
            return;
        }
        var isSound = kind switch
        {
            CborKind.ByteString or CborKind.TextString => isUnstated ? SkipChunks(kind)
                : Take(value).Length == (int)value,
            CborKind.Array => isUnstated ? levels.BeginUnstatedArray() : value <= Length && levels.Begin((long)value),
            CborKind.Map => isUnstated ? levels.BeginUnstatedMap()
                : value <= Length / 2 && levels.Begin(2 * (long)value),
            CborKind.Tag => Next is not (CborKind.Break or CborKind.End) && levels.Again(),
            _ => true,
        };
        if (!isSound)
            Fail();
    }

    private bool SkipChunks(CborKind kind)
    {
        while (!IsBroken && !TryReadBreak())
        {
            if (TryHead(kind, out var length))
                Take(length);
        }
        return !IsBroken;
    }

    private CborItems ReadItems(CborKind kind, ulong leastBytes)
    {
        if (Next == kind && (_rest[0] & 31) == Unstated)
        {
            _rest = _rest[1..];
            return CborItems.OfUnstatedLength;
        }
        if (TryHead(kind, out var count) && count <= Length / leastBytes)
            return new((long)count);
        Fail();
        return default;
    }

    private readonly ulong Length => (ulong)_rest.Length;

    private bool TryHead(CborKind kind, out ulong value) => TryHead(kind, kind, out value);

    /// <summary>The head of an item of one of two kinds, of stated length; otherwise the cursor breaks.</summary>
    private bool TryHead(CborKind kind, CborKind other, out ulong value)
    {
        value = 0;
        if ((Next == kind || Next == other) && TryHead(out value, out var isUnstated) && !isUnstated)
            return true;
        Fail();
        return false;
    }

    /// <summary>Any head (RFC 8949 section 3): the number in or after its first byte.</summary>
    private bool TryHead(out ulong value, out bool isUnstated)
    {
        (value, isUnstated) = (0, false);
        if (_rest.IsEmpty || IsBroken)
            return false;
        var (major, info) = (_rest[0] >> 5, _rest[0] & 31);
        var size = info < 24 ? 0 : info < 28 ? 1 << (info - 24) : -1;
        isUnstated = info == Unstated && major is >= 2 and <= 5;
        if ((size < 0 && !isUnstated) || _rest.Length <= size)
            return false;
        value = size switch
        {
            1 => _rest[1],
            2 => BinaryPrimitives.ReadUInt16BigEndian(_rest[1..]),
            4 => BinaryPrimitives.ReadUInt32BigEndian(_rest[1..]),
            8 => BinaryPrimitives.ReadUInt64BigEndian(_rest[1..]),
            _ => (ulong)info,
        };
        _rest = _rest[(1 + Math.Max(0, size))..];
        // Section 3.3: a simple value below 32 in two bytes is not well-formed.
        return !(major == 7 && info == 24 && value < 32);
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > Length)
        {
            Fail();
            return default;
        }
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private int Fail()
    {
        IsBroken = true;
        return 0;
    }
}
