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
}
