namespace CheckIn.Gate.Scanning.Qr;

/// <summary>A cubic curve (Hermite's) between the middles of two finders, in the direction that modules have at each.</summary>
internal readonly record struct BentLine(PixelPoint Start, PixelPoint End, PixelPoint Leaving, PixelPoint Arriving)
{
    /// <param name="from">Where it starts.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="modules">Modules between their middles.</param>
    internal static BentLine Between(in FinderPattern from, in FinderPattern to, float modules)
    {
        var straight = new PixelPoint(to.Center.X - from.Center.X, to.Center.Y - from.Center.Y);
        PixelPoint leaving = from.AxisToward(straight), arriving = to.AxisToward(straight);
        return new(
            from.Center, to.Center, new(leaving.X * modules, leaving.Y * modules), new(arriving.X * modules, arriving.Y * modules));
    }

    /// <summary>A line on the other side of the symbol, which starts at a finder and changes its direction as the known one does.</summary>
    internal static BentLine Beside(in BentLine known, in FinderPattern from, PixelPoint end, float modules)
    {
        var axis = from.AxisToward(new(end.X - from.Center.X, end.Y - from.Center.Y));
        var leaving = new PixelPoint(axis.X * modules, axis.Y * modules);
        return new(
            from.Center, end, leaving,
            new(leaving.X + known.Arriving.X - known.Leaving.X, leaving.Y + known.Arriving.Y - known.Leaving.Y));
    }

    /// <summary>The place at a share of the way, 0 to 1 between the finders; the curve goes on beyond them.</summary>
    internal PixelPoint At(float share)
    {
        float t = share, u = 1 - share;
        float start = (1 + (2 * t)) * u * u, end = t * t * (3 - (2 * t)), leaving = t * u * u, arriving = -t * t * u;
        return new(
            (start * Start.X) + (end * End.X) + (leaving * Leaving.X) + (arriving * Arriving.X),
            (start * Start.Y) + (end * End.Y) + (leaving * Leaving.Y) + (arriving * Arriving.Y));
    }
}
