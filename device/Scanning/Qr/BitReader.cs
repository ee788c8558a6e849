namespace CheckIn.Gate.Scanning.Qr;

/// <summary>Reads codewords bit by bit, the most significant first.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    /// <summary>Bits that are left.</summary>
    internal readonly int Remaining => (_data.Length * 8) - _position;

    /// <summary>The next bits as a number; false, and nothing is taken, when there are not so many.</summary>
    internal bool TryTake(int count, out int value)
    {
        value = 0;
        if (Remaining < count)
            return false;
        for (var i = 0; i < count; i++, _position++)
            value = (value << 1) | ((_data[_position >> 3] >> (7 - (_position & 7))) & 1);
        return true;
    }
}
