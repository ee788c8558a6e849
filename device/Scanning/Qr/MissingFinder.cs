namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Completes two finders to three where one is damaged, covered, blinded or cut off. The outlines of two tell where the
/// third should be: beside one of them when they are neighbours, or opposite when they lie across a diagonal. There the
/// picture is compared with a finder; a poor likeness still gives the place, and none leaves it as computed. Whether
/// it is a symbol is for the decoder to say.
/// </summary>
internal static class MissingFinder
{
    private const int MostPatterns = 12;
    private const int Radius = 4;
    private const float LeastMatch = 0.35f;
    private const float Penalty = 1;

    /// <summary>Triples of two patterns that were found and one that was not.</summary>
    internal static void Complete(in GreyView picture, List<FinderPattern> patterns, List<FinderTriple> triples)
    {
        triples.Clear();
        var count = Math.Min(patterns.Count, MostPatterns);
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                var (one, other) = (patterns[i], patterns[j]);
                if (one.Inverted != other.Inverted || one.ModuleSize > 2 * other.ModuleSize
                    || other.ModuleSize > 2 * one.ModuleSize)
                    continue;
                AsNeighbours(picture, one, other, triples);
                AsOpposites(picture, one, other, triples);
            }
        }
    }

    private static void AsNeighbours(
        in GreyView picture, in FinderPattern one, in FinderPattern other, List<FinderTriple> triples)
    {
        var (along, off) = one.Sees(other);
        var (back, offBack) = other.Sees(one);
        var modules = MathF.Sqrt(along * back);
        if (off + offBack > 0.5f || !(modules is > 12 and < 180))
            return;
        Add(picture, one, other, modules, 1, triples);
        Add(picture, one, other, modules, -1, triples);
        Add(picture, other, one, modules, 1, triples);
        Add(picture, other, one, modules, -1, triples);
    }

    /// <summary>The third beside a corner, on the one side or the other of the way to its neighbour.</summary>
    private static void Add(
        in GreyView picture, in FinderPattern corner, in FinderPattern neighbour, float modules, int side,
        List<FinderTriple> triples)
    {
        PixelPoint away = new(neighbour.Center.X - corner.Center.X, neighbour.Center.Y - corner.Center.Y);
        var across = corner.AxisAcross(away, side);
        var along = new PixelPoint(away.X / modules, away.Y / modules);
        var third = Likely(
            picture, corner, new(corner.Center.X + (modules * across.X), corner.Center.Y + (modules * across.Y)), along, across);
        triples.Add(side > 0
            ? new(corner, neighbour, third, modules, Penalty)
            : new(corner, third, neighbour, modules, Penalty));
    }

    private static void AsOpposites(
        in GreyView picture, in FinderPattern one, in FinderPattern other, List<FinderTriple> triples)
    {
        var (u, v) = one.Locates(other);
        var (u2, v2) = other.Locates(one);
        float across = MathF.Sqrt(MathF.Abs(u * u2)), down = MathF.Sqrt(MathF.Abs(v * v2));
        var modules = (across + down) / 2;
        if (MathF.Max(across, down) > 1.5f * MathF.Min(across, down) || !(modules is > 12 and < 180))
            return;
        PixelPoint right = one.Outline.Across, below = one.Outline.Down;
        var first = new PixelPoint(one.Center.X + (u * right.X), one.Center.Y + (u * right.Y));
        var second = new PixelPoint(one.Center.X + (v * below.X), one.Center.Y + (v * below.Y));
        foreach (var place in (ReadOnlySpan<PixelPoint>)[first, second])
        {
            var corner = Likely(picture, one, place, right, below);
            var cross = ((one.Center.X - place.X) * (other.Center.Y - place.Y))
                - ((one.Center.Y - place.Y) * (other.Center.X - place.X));
            triples.Add(cross > 0
                ? new(corner, one, other, modules, Penalty)
                : new(corner, other, one, modules, Penalty));
        }
    }

    private static FinderPattern Likely(
        in GreyView picture, in FinderPattern like, PixelPoint place, PixelPoint right, PixelPoint down)
    {
        var (center, match) = RingSearch.Find(picture, RingPattern.Finder, place, right, down, Radius, like.Inverted);
        return like with { Center = match >= LeastMatch ? center : place, Outline = default };
    }
}
