namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// The bytes of all segments, one behind the other, and beside each the origin that says how it becomes text: an ECI
/// assignment number, or one of the negative numbers below. Segments of the same origin that follow each other thus
/// become one, and a character cut between them is whole again.
/// </summary>
internal ref struct SegmentBuffer(Span<byte> bytes, Span<int> origins)
{
    /// <summary>A byte segment without an ECI before it.</summary>
    internal const int Undeclared = -1;
    /// <summary>A numeric or alphanumeric segment.</summary>
    internal const int Ascii = -2;
    /// <summary>Shift-JIS of a kanji segment.</summary>
    internal const int Kanji = -3;
    /// <summary>GB 2312 of a hanzi segment.</summary>
    internal const int Hanzi = -4;

    private readonly Span<byte> _bytes = bytes;
    private readonly Span<int> _origins = origins;
    private int _count;

    internal readonly ReadOnlySpan<byte> Bytes => _bytes[.._count];

    internal readonly ReadOnlySpan<int> Origins => _origins[.._count];

    /// <summary>Bytes that so many bits can become at most: three digits take ten bits, and nothing is denser.</summary>
    internal static int Most(int bits) => (bits * 3 / 10) + 3;

    internal void Add(int value, int origin)
    {
        _bytes[_count] = (byte)value;
        _origins[_count++] = origin;
    }
}
