namespace CheckIn.Gate.Scanning.Qr;

/// <summary>The modules of one symbol, 1 dark and 0 light; x to the right, y down.</summary>
internal sealed class ModuleGrid
{
    private readonly byte[] _modules = new byte[QrVersion.LargestSize * QrVersion.LargestSize];

    /// <summary>Modules on a side.</summary>
    internal int Size { get; private set; }

    internal void Reset(int size) => Size = size;

    internal int Bit(int x, int y) => _modules[(y * Size) + x];

    internal void Set(int x, int y, bool dark) => _modules[(y * Size) + x] = dark ? (byte)1 : (byte)0;

    /// <summary>Turns the grid over its diagonal: a symbol seen from behind.</summary>
    internal void Transpose()
    {
        for (var y = 0; y < Size; y++)
        {
            for (var x = y + 1; x < Size; x++)
                (_modules[(y * Size) + x], _modules[(x * Size) + y]) = (_modules[(x * Size) + y], _modules[(y * Size) + x]);
        }
    }

    /// <summary>Share of finder and timing modules that are as they must be, 0 to 1; chance gives about a half.</summary>
    internal float FunctionPatternMatch()
    {
        int right = 0, all = 0;
        for (var y = 0; y < 7; y++)
        {
            for (var x = 0; x < 7; x++)
            {
                var expected = Math.Max(Math.Abs(x - 3), Math.Abs(y - 3)) == 2 ? 0 : 1;
                right += Match(x, y, expected) + Match(Size - 1 - x, y, expected) + Match(x, Size - 1 - y, expected);
                all += 3;
            }
        }
        for (var i = 8; i < Size - 8; i++)
        {
            var expected = 1 - (i & 1);
            right += Match(i, 6, expected) + Match(6, i, expected);
            all += 2;
        }
        return right / (float)all;
    }

    private int Match(int x, int y, int expected) => Bit(x, y) == expected ? 1 : 0;
}
