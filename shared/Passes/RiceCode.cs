namespace CheckIn.Passes;

/// <summary>
/// Reads numbers in Rice's code: a quotient in ones, a zero, a rest in so many bits, highest first (R. F. Rice, JPL
/// Publication 79-22).
/// </summary>
internal ref struct RiceReader(ReadOnlySpan<byte> codes, int parameter)
{
    private readonly ReadOnlySpan<byte> _codes = codes;
    private readonly int _parameter = parameter;
    private long _at; // bits

    /// <summary>Only zeros are left, and less than a byte of them.</summary>
    internal readonly bool IsAtEnd => (_at + 7) / 8 == _codes.Length
        && (_at % 8 == 0 || (_codes[^1] & (0xFF >> (int)(_at % 8))) == 0);

    internal bool TryRead(out long number)
    {
        number = 0;
        var quotient = 0L;
        for (var one = 1; one == 1;)
        {
            if (!TryBit(out one))
                return false;
            quotient += one;
        }
        if (quotient > long.MaxValue >> (_parameter + 1))
            return false;
        for (var i = 0; i < _parameter; i++)
        {
            if (!TryBit(out var bit))
                return false;
            number = (number << 1) | (uint)bit;
        }
        number |= quotient << _parameter;
        return true;
    }

    private bool TryBit(out int bit)
    {
        bit = 0;
        var index = _at / 8;
        if (index >= _codes.Length)
            return false;
        bit = (_codes[(int)index] >> (7 - (int)(_at % 8))) & 1;
        _at++;
        return true;
    }
}

/// <summary>Writes what <see cref="RiceReader"/> reads, behind a head.</summary>
internal sealed class RiceWriter(int parameter, int headSize)
{
    private byte[] _bytes = new byte[headSize + 4096];
    private long _at = headSize * 8L;

    internal Span<byte> Head => _bytes.AsSpan(0, headSize);

    internal void Add(long number)
    {
        var quotient = number >> parameter;
        var last = (int)((_at + quotient + 1 + parameter + 7) / 8);
        if (last > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(last, 2 * _bytes.Length));
        for (; quotient > 0; quotient--)
            Put(1);
        Put(0);
        for (var i = parameter - 1; i >= 0; i--)
            Put((int)(number >> i) & 1);
    }

    internal byte[] ToArray() => _bytes.AsSpan(0, (int)((_at + 7) / 8)).ToArray();

    private void Put(int bit)
    {
        _bytes[_at / 8] |= (byte)(bit << (7 - (int)(_at % 8)));
        _at++;
    }
}
