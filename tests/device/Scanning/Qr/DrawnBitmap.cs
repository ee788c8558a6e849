using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

/// <summary>A black and white picture of something that is measured in modules from the picture's middle.</summary>
internal sealed class DrawnBitmap
{
    private readonly (float Sin, float Cos) _turn;
    private readonly float _moduleSize;
    private readonly float _middle;

    /// <param name="isDark">What is dark, by modules to the right of the middle and below it.</param>
    /// <param name="modules">Modules on a side that are shown, whatever the turn.</param>
    /// <param name="moduleSize">Pixels.</param>
    /// <param name="degrees">Clockwise.</param>
    internal DrawnBitmap(Func<float, float, bool> isDark, float modules, float moduleSize, float degrees)
    {
        (_moduleSize, _turn) = (moduleSize, MathF.SinCos(degrees * MathF.PI / 180));
        var side = (int)MathF.Ceiling(modules * moduleSize * MathF.Sqrt(2));
        // Off the grid, as nothing in the world lies on it.
        _middle = (side / 2f) + 0.3f;
        Bitmap.Resize(side, side);
        for (var y = 0; y < side; y++)
        {
            var row = Bitmap.Row(y);
            row.Clear();
            for (var x = 0; x < side; x++)
            {
                float dx = (x + 0.5f - _middle) / moduleSize, dy = (y + 0.5f - _middle) / moduleSize;
                var dark = isDark((dx * _turn.Cos) + (dy * _turn.Sin), (dy * _turn.Cos) - (dx * _turn.Sin));
                row[x / 64] |= dark ? 1UL << (x % 64) : 0;
            }
        }
    }

    internal Bitmap Bitmap { get; } = new();

    /// <summary>The finder's middle: a dark square of three modules in a ring.</summary>
    internal static bool Finder(float u, float v) => MathF.Max(MathF.Abs(u), MathF.Abs(v)) is < 1.5f or (>= 2.5f and < 3.5f);

    /// <summary>The modules of a symbol, and light around them.</summary>
    internal static Func<float, float, bool> Symbol(bool[,] modules, bool inverted = false) => (u, v) =>
    {
        var size = modules.GetLength(0);
        int x = (int)MathF.Floor(u + (size / 2f)), y = (int)MathF.Floor(v + (size / 2f));
        return inverted != (x >= 0 && y >= 0 && x < size && y < size && modules[x, y]);
    };

    /// <summary>Where something stands in the picture.</summary>
    internal PixelPoint At(float u, float v) => new(
        _middle + (_moduleSize * ((u * _turn.Cos) - (v * _turn.Sin))),
        _middle + (_moduleSize * ((u * _turn.Sin) + (v * _turn.Cos))));
}
