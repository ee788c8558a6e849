namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// The perspective that takes given points of a symbol nearest to given points of the picture, by weighted least
/// squares; four pairs or more. Both planes are centred and scaled first, without which the equations are ill-conditioned.
/// </summary>
internal ref struct PerspectiveFit
{
    private const int Unknowns = 8;
    private const int Columns = Unknowns + 1;
    private readonly Span<double> _equations;
    private readonly float _moduleCenter, _moduleScale, _pixelScale;
    private readonly PixelPoint _pixelCenter;

    /// <param name="equations">Room for <see cref="Room"/> numbers.</param>
    /// <param name="size">Modules on a side.</param>
    /// <param name="center">About where the symbol is.</param>
    /// <param name="extent">About how many pixels it measures.</param>
    internal PerspectiveFit(Span<double> equations, int size, PixelPoint center, float extent)
    {
        _equations = equations[..Room];
        _equations.Clear();
        (_moduleCenter, _moduleScale) = (size / 2f, 2f / size);
        (_pixelCenter, _pixelScale) = (center, 2f / MathF.Max(1, extent));
    }

    internal static int Room => Unknowns * Columns;

    internal readonly void Add(float moduleX, float moduleY, PixelPoint pixel, float weight = 1)
    {
        double u = (moduleX - _moduleCenter) * _moduleScale, v = (moduleY - _moduleCenter) * _moduleScale;
        double x = (pixel.X - _pixelCenter.X) * _pixelScale, y = (pixel.Y - _pixelCenter.Y) * _pixelScale;
        Accumulate([u, v, 1, 0, 0, 0, -u * x, -v * x, x], weight);
        Accumulate([0, 0, 0, u, v, 1, -u * y, -v * y, y], weight);
    }

    /// <summary>The transform, or null when the points do not determine one. The equations are used up.</summary>
    internal readonly PerspectiveTransform? Solve()
    {
        var e = _equations;
        for (var column = 0; column < Unknowns; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < Unknowns; row++)
            {
                if (Math.Abs(e[(row * Columns) + column]) > Math.Abs(e[(pivot * Columns) + column]))
                    pivot = row;
            }
            if (!(Math.Abs(e[(pivot * Columns) + column]) > 1e-9))
                return null;
            for (var k = 0; k < Columns; k++)
                (e[(column * Columns) + k], e[(pivot * Columns) + k]) = (e[(pivot * Columns) + k], e[(column * Columns) + k]);
            for (var row = 0; row < Unknowns; row++)
            {
                var factor = row == column ? 0 : e[(row * Columns) + column] / e[(column * Columns) + column];
                for (var k = column; k < Columns && factor != 0; k++)
                    e[(row * Columns) + k] -= factor * e[(column * Columns) + k];
            }
        }
        Span<double> h = stackalloc double[Unknowns];
        for (var i = 0; i < Unknowns; i++)
            h[i] = e[(i * Columns) + Unknowns] / e[(i * Columns) + i];
        return Denormalized(h);
    }

    private readonly void Accumulate(ReadOnlySpan<double> row, double weight)
    {
        for (var i = 0; i < Unknowns; i++)
        {
            var scaled = row[i] * weight;
            for (var k = 0; k < Columns && scaled != 0; k++)
                _equations[(i * Columns) + k] += scaled * row[k];
        }
    }

    /// <summary>Back to modules and pixels: u = (m - center) * scale on one side, x / scale + center on the other.</summary>
    private readonly PerspectiveTransform Denormalized(ReadOnlySpan<double> h)
    {
        double s = _moduleScale, c = _moduleCenter, p = 1.0 / _pixelScale;
        double wx = h[6] * s, wy = h[7] * s, w0 = 1 - ((h[6] + h[7]) * s * c);
        double ax = h[0] * s, ay = h[1] * s, a0 = h[2] - ((h[0] + h[1]) * s * c);
        double bx = h[3] * s, by = h[4] * s, b0 = h[5] - ((h[3] + h[4]) * s * c);
        double cx = _pixelCenter.X, cy = _pixelCenter.Y;
        return new(
            (float)((ax * p) + (cx * wx)), (float)((ay * p) + (cx * wy)), (float)((a0 * p) + (cx * w0)),
            (float)((bx * p) + (cy * wx)), (float)((by * p) + (cy * wy)), (float)((b0 * p) + (cy * w0)),
            (float)wx, (float)wy, (float)w0);
    }
}
