namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// The modules of one symbol, 1 dark and 0 light; x to the right, y down. Beside each stands how sure it is: the distance
/// of its level from the threshold, as a share of the contrast there.
/// </summary>
internal sealed class ModuleGrid
{
    private readonly byte[] _modules = new byte[QrVersion.LargestSize * QrVersion.LargestSize];
    private readonly float[] _certainty = new float[QrVersion.LargestSize * QrVersion.LargestSize];

    /// <summary>Modules on a side.</summary>
    internal int Size { get; private set; }

    internal void Reset(int size) => Size = size;

    internal int Bit(int x, int y) => _modules[(y * Size) + x];

    /// <summary>The module at a place, row times size plus column.</summary>
    internal int Bit(int place) => _modules[place];

    internal float Certainty(int place) => _certainty[place];

    /// <summary>Positive for dark, negative for light, the farther from 0 the surer.</summary>
    internal float Signed(int x, int y) => Bit(x, y) != 0 ? _certainty[(y * Size) + x] : -_certainty[(y * Size) + x];

    internal void Set(int x, int y, bool dark, float certainty = 1)
    {
        _modules[(y * Size) + x] = dark ? (byte)1 : (byte)0;
        _certainty[(y * Size) + x] = certainty;
    }

    /// <summary>Lessens how sure a module is.</summary>
    internal void Trust(int place, float share) => _certainty[place] *= share;

    /// <summary>Whether a module's eight neighbours are as dark as it is; not asked at the edge.</summary>
    internal bool IsEven(int x, int y)
    {
        var above = _modules.AsSpan(((y - 1) * Size) + x - 1, 3);
        var beside = _modules.AsSpan((y * Size) + x - 1, 3);
        var below = _modules.AsSpan(((y + 1) * Size) + x - 1, 3);
        var dark = above[0] + above[1] + above[2] + beside[0] + beside[1] + beside[2] + below[0] + below[1] + below[2];
        return dark is 0 or 9;
    }

    /// <summary>Turns the grid over its diagonal: a symbol seen from behind.</summary>
    internal void Transpose()
    {
        for (var y = 0; y < Size; y++)
        {
            for (var x = y + 1; x < Size; x++)
            {
                int here = (y * Size) + x, there = (x * Size) + y;
                (_modules[here], _modules[there]) = (_modules[there], _modules[here]);
                (_certainty[here], _certainty[there]) = (_certainty[there], _certainty[here]);
            }
        }
    }

    /// <summary>Share of the modules whose shade is fixed that have it, 0 to 1; chance gives about a half.</summary>
    internal float FunctionPatternMatch(SymbolLayout layout)
    {
        int right = 0, all = 0;
        var shades = layout.Shades;
        for (var i = 0; i < shades.Length; i++)
        {
            if (shades[i] == 0)
                continue;
            all++;
            right += shades[i] > 0 == (_modules[i] != 0) ? 1 : 0;
        }
        return right / (float)all;
    }
}
