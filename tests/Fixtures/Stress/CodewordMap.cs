namespace CheckIn.Fixtures.Stress;

/// <summary>Which codeword each module of a symbol belongs to, in the order of placement (ISO/IEC 18004, 7.7.3).</summary>
public sealed class CodewordMap
{
    private const int FinderWithFormat = 9;
    private readonly int[,] _codewords;

    public CodewordMap(int size)
    {
        _codewords = new int[size, size];
        Place(size, (size - 17) / 4);
    }

    /// <summary>All codewords of the symbol.</summary>
    public int Count { get; private set; }

    /// <summary>The codeword at a module; null for function patterns, format, version and remainder bits.</summary>
    public int? this[int x, int y] => _codewords[x, y] is >= 0 and var codeword && codeword < Count ? codeword : null;

    private void Place(int size, int version)
    {
        var bits = 0;
        for (var right = size - 1; right > 0; right -= right == 8 ? 3 : 2)
        {
            for (var step = 0; step < size; step++)
            {
                // From the right edge, columns of two run upward and downward in turn; the timing pattern's is left out.
                var columns = (size - 1 - right - (right < 7 ? 1 : 0)) / 2;
                var y = columns % 2 == 0 ? size - 1 - step : step;
                for (var x = right; x > right - 2; x--)
                    _codewords[x, y] = IsFunction(x, y, size, version) ? -1 : bits++ / 8;
            }
        }
        for (var y = 0; y < size; y++)
            _codewords[6, y] = -1;
        Count = bits / 8;
    }

    private static bool IsFunction(int x, int y, int size, int version)
    {
        var (farX, farY) = (size - 1 - x, size - 1 - y);
        if (x == 6 || y == 6)
            return true;
        if (x < FinderWithFormat && (y < FinderWithFormat || farY < FinderWithFormat - 1))
            return true;
        if (y < FinderWithFormat && farX < FinderWithFormat - 1)
            return true;
        if (version >= 7 && ((x < 6 && farY < 11) || (y < 6 && farX < 11)))
            return true;
        return IsAlignment(x, y, size, version);
    }

    private static bool IsAlignment(int x, int y, int size, int version)
    {
        if (version == 1)
            return false;
        var count = (version / 7) + 2;
        var step = ((version * 8) + (count * 3) + 5) / ((count * 4) - 4) * 2;
        var (column, row) = (Nearest(x), Nearest(y));
        var onFinder = (column == 6 && row == 6) || (column == 6 && row == size - 7) || (column == size - 7 && row == 6);
        return !onFinder && Math.Abs(x - column) <= 2 && Math.Abs(y - row) <= 2;

        int Nearest(int at) => Enumerable.Range(0, count - 1).Select(i => size - 7 - (i * step)).Append(6)
            .MinBy(center => Math.Abs(center - at));
    }
}
