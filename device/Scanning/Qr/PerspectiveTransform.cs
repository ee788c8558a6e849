namespace CheckIn.Gate.Scanning.Qr;

/// <summary>Maps the plane of a symbol (modules) onto the picture (pixels).</summary>
/// <param name="XX">Pixels to the right for a module to the right; the others likewise, in the order of the formula.</param>
internal readonly record struct PerspectiveTransform(
    float XX, float XY, float X0, float YX, float YY, float Y0, float WX, float WY, float W0)
{
    internal PixelPoint Map(float x, float y)
    {
        var w = 1 / ((WX * x) + (WY * y) + W0);
        return new(((XX * x) + (XY * y) + X0) * w, ((YX * x) + (YY * y) + Y0) * w);
    }

    /// <summary>True when the four corners of a symbol lie in front of the camera and turn one way.</summary>
    internal bool IsSound(int size)
    {
        if (!(W0 > 0 && W0 + (WX * size) > 0 && W0 + (WY * size) > 0 && W0 + ((WX + WY) * size) > 0))
            return false;
        PixelPoint a = Map(0, 0), b = Map(size, 0), c = Map(size, size), d = Map(0, size);
        return Turns(a, b, c) && Turns(b, c, d) && Turns(c, d, a) && Turns(d, a, b);
    }

    /// <summary>Pixels a module in the middle of a symbol, about.</summary>
    internal float ModuleSize(int size)
    {
        PixelPoint a = Map(0, 0), b = Map(size, 0), c = Map(size, size), d = Map(0, size);
        var area = ((c.X - a.X) * (d.Y - b.Y)) - ((c.Y - a.Y) * (d.X - b.X));
        return MathF.Sqrt(MathF.Abs(area) / 2) / size;
    }

    private static bool Turns(PixelPoint a, PixelPoint b, PixelPoint c) =>
        ((b.X - a.X) * (c.Y - b.Y)) - ((b.Y - a.Y) * (c.X - b.X)) > 0;
}
