using CheckIn.Fixtures;

namespace CheckIn.Bench.View;

/// <summary>What a person holds up: a printed card, or a telephone in dark mode, with a code in its middle.</summary>
internal sealed class CodeCard
{
    // Texels a module; more than a camera resolves at the sizes shown: edges are as soft as the sensor makes them.
    private const int Fine = 4;
    private const int Quiet = 4, Margin = 5;
    private readonly byte[] _texture;
    private readonly int _side;

    internal CodeCard(string text, byte dark, byte light, bool darkMode)
    {
        var modules = QrPicture.Modules(text);
        Modules = modules.GetLength(0);
        _side = (Modules + (2 * (Quiet + Margin))) * Fine;
        _texture = new byte[_side * _side];
        var (module, ground) = darkMode ? (light, dark) : (dark, light);
        for (var y = 0; y < _side; y++)
        {
            for (var x = 0; x < _side; x++)
            {
                var (u, v) = ((x / Fine) - Quiet - Margin, (y / Fine) - Quiet - Margin);
                _texture[(y * _side) + x] = Inside(u, v, 0) && modules[u, v] ? module
                    : Inside(u, v, Quiet) ? ground
                    : (byte)((dark + (3 * light)) / 4);
            }
        }
    }

    /// <summary>Modules on a side of the code.</summary>
    internal int Modules { get; }

    /// <summary>Half a side of the card, in modules.</summary>
    internal double Reach => (Modules / 2.0) + Quiet + Margin;

    /// <summary>From the middle to the farthest corner, however it is turned and tilted, in modules.</summary>
    internal double Extent => Reach * 1.7;

    /// <summary>The level at a place in modules from the middle, interpolated; -1 beside the card.</summary>
    internal double Level(double u, double v)
    {
        var (x, y) = (((u + Reach) * Fine) - 0.5, ((v + Reach) * Fine) - 0.5);
        if (x < 0 || y < 0 || x >= _side - 1 || y >= _side - 1)
            return -1;
        var (left, top) = ((int)x, (int)y);
        var (right, down) = (x - left, y - top);
        var at = (top * _side) + left;
        var upper = _texture[at] + (right * (_texture[at + 1] - _texture[at]));
        var lower = _texture[at + _side] + (right * (_texture[at + _side + 1] - _texture[at + _side]));
        return upper + (down * (lower - upper));
    }

    private bool Inside(int u, int v, int around) =>
        u >= -around && v >= -around && u < Modules + around && v < Modules + around;
}
