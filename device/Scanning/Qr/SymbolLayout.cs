namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// What ISO/IEC 18004, 6.3 fixes about every module of a version: function patterns have a known shade, format and
/// version information are reserved, the rest carries codewords in the zigzag of 7.7.3.
/// </summary>
internal sealed class SymbolLayout
{
    private static readonly SymbolLayout?[] Known = new SymbolLayout?[QrVersion.Largest + 1];
    private readonly sbyte[] _shades;
    private readonly bool[] _reserved;

    private SymbolLayout(int version)
    {
        Size = QrVersion.Size(version);
        (_shades, _reserved) = (new sbyte[Size * Size], new bool[Size * Size]);
        Reserve(0, 0, 9, 9);
        Reserve(Size - 8, 0, 8, 9);
        Reserve(0, Size - 8, 9, 8);
        if (version >= 7)
        {
            Reserve(Size - 11, 0, 3, 6);
            Reserve(0, Size - 11, 6, 3);
        }
        for (var i = 8; i < Size - 8; i++)
        {
            Fix(i, 6, (i & 1) == 0);
            Fix(6, i, (i & 1) == 0);
        }
        AddAlignmentPatterns(version);
        AddFinder(3, 3);
        AddFinder(Size - 4, 3);
        AddFinder(3, Size - 4);
        Fix(8, Size - 8, true);
        Zigzag = Path();
    }

    /// <summary>Modules on a side.</summary>
    internal int Size { get; }

    /// <summary>Places (row times size plus column) of the modules that carry codewords, in reading order.</summary>
    internal int[] Zigzag { get; }

    /// <summary>Row by row: 1 always dark, -1 always light, 0 either.</summary>
    internal ReadOnlySpan<sbyte> Shades => _shades;

    internal static SymbolLayout Of(int version) => Known[version] ??= new SymbolLayout(version);

    private void AddAlignmentPatterns(int version)
    {
        Span<int> centers = stackalloc int[7];
        var count = QrVersion.AlignmentCenters(version, centers);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                var onFinder = (i == 0 && j == 0) || (i == 0 && j == count - 1) || (i == count - 1 && j == 0);
                if (!onFinder)
                    AddRings(centers[i], centers[j], 2, static ring => ring != 1);
            }
        }
    }

    /// <summary>The pattern and the light separator around it.</summary>
    private void AddFinder(int x, int y) => AddRings(x, y, 4, static ring => ring is not (2 or 4));

    private void AddRings(int x, int y, int radius, Func<int, bool> isDark)
    {
        for (var v = -radius; v <= radius; v++)
        {
            for (var u = -radius; u <= radius; u++)
            {
                if ((uint)(x + u) < (uint)Size && (uint)(y + v) < (uint)Size)
                    Fix(x + u, y + v, isDark(Math.Max(Math.Abs(u), Math.Abs(v))));
            }
        }
    }

    private void Fix(int x, int y, bool dark)
    {
        _shades[(y * Size) + x] = dark ? (sbyte)1 : (sbyte)-1;
        _reserved[(y * Size) + x] = true;
    }

    private void Reserve(int left, int top, int width, int height)
    {
        for (var y = top; y < top + height; y++)
            _reserved.AsSpan((y * Size) + left, width).Fill(true);
    }

    private int[] Path()
    {
        var path = new int[_reserved.Count(reserved => !reserved)];
        var count = 0;
        for (var right = Size - 1; right >= 1; right -= 2)
        {
            if (right == 6)
                right = 5; // the vertical timing pattern takes a whole column
            var upward = ((right + 1) & 2) == 0;
            for (var step = 0; step < Size; step++)
            {
                var y = upward ? Size - 1 - step : step;
                for (var x = right; x >= right - 1; x--)
                {
                    if (!_reserved[(y * Size) + x])
                        path[count++] = (y * Size) + x;
                }
            }
        }
        return path;
    }
}
