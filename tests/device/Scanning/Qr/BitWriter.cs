namespace CheckIn.Gate.Tests.Scanning.Qr;

/// <summary>Puts bits together as a QR encoder does, for segments that no encoder at hand would write.</summary>
internal sealed class BitWriter
{
    private readonly List<bool> _bits = [];

    internal BitWriter Add(int value, int bits)
    {
        for (var bit = bits - 1; bit >= 0; bit--)
            _bits.Add(((value >> bit) & 1) != 0);
        return this;
    }

    internal BitWriter Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            Add(value, 8);
        return this;
    }

    /// <summary>A byte segment of version 1 to 9.</summary>
    internal BitWriter Bytes(ReadOnlySpan<byte> bytes) => Add(4, 4).Add(bytes.Length, 8).Add(bytes);

    /// <summary>The codewords, with the last one filled up with zeros.</summary>
    internal byte[] ToArray()
    {
        var bytes = new byte[(_bits.Count + 7) / 8];
        for (var i = 0; i < _bits.Count; i++)
            bytes[i / 8] |= (byte)(_bits[i] ? 0x80 >> (i % 8) : 0);
        return bytes;
    }
}
