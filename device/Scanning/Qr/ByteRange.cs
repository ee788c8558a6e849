namespace CheckIn.Gate.Scanning.Qr;

/// <summary>A class of characters in a character set, by the bytes that make one, and what one of them costs.</summary>
/// <param name="From">First lead byte, or first single byte.</param>
/// <param name="To">Last lead byte.</param>
/// <param name="TrailFrom">First trail byte; 0 for single bytes.</param>
/// <param name="TrailTo">Last trail byte.</param>
/// <param name="Bits">Information in one character: how rare the class is, and how many share it.</param>
internal readonly record struct ByteRange(byte From, byte To, byte TrailFrom, byte TrailTo, double Bits)
{
    /// <summary>Bytes in one character, 1 or 2.</summary>
    internal int Length => TrailFrom == 0 ? 1 : 2;

    /// <summary>Single bytes.</summary>
    internal static ByteRange Single(byte from, byte to, double bits) => new(from, to, 0, 0, bits);

    /// <summary>Pairs of lead and trail bytes.</summary>
    internal static ByteRange Pairs(byte from, byte to, byte trailFrom, byte trailTo, double bits) =>
        new(from, to, trailFrom, trailTo, bits);

    internal bool Begins(ReadOnlySpan<byte> bytes) => bytes[0] >= From && bytes[0] <= To
        && (TrailFrom == 0 || (bytes.Length > 1 && bytes[1] >= TrailFrom && bytes[1] <= TrailTo));
}
