namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Three finder patterns that may belong to one symbol: top left, top right, bottom left. Candidates are judged in the
/// frame of each pattern's own outline: from the top left one, the others must lie straight along its sides, about
/// equally many modules away; and the same seen from the others.
/// </summary>
/// <param name="TopLeft">The one at the right angle.</param>
/// <param name="TopRight">Clockwise of it, if the symbol is not mirrored.</param>
/// <param name="BottomLeft">Counterclockwise of it.</param>
/// <param name="Modules">Modules between the centres of two finders that are neighbours, estimated.</param>
/// <param name="Penalty">How far from what three finders of a symbol look like; 0 is perfect.</param>
internal readonly record struct FinderTriple(
    FinderPattern TopLeft, FinderPattern TopRight, FinderPattern BottomLeft, float Modules, float Penalty)
{
    private const int Neighbours = 14;
    /// <summary>Most triples that are considered.</summary>
    internal const int Most = 8192;

    private const float WorstPenalty = 1.6f;

    /// <summary>The promising triples, best first.</summary>
    internal static void Choose(List<FinderPattern> patterns, List<FinderTriple> triples)
    {
        triples.Clear();
        Span<(float Distance, int Index)> near = stackalloc (float, int)[Neighbours];
        for (var i = 0; i < patterns.Count; i++)
        {
            var count = Nearest(patterns, i, near);
            for (var j = 0; j < count; j++)
            {
                for (var k = j + 1; k < count; k++)
                {
                    var triple = Judge(patterns[i], patterns[near[j].Index], patterns[near[k].Index]);
                    if (triple.Penalty < WorstPenalty && triples.Count < Most)
                        triples.Add(triple);
                }
            }
        }
        triples.Sort(static (a, b) => a.Penalty.CompareTo(b.Penalty));
    }

    /// <summary>Alike in size and polarity and far enough away to be a neighbour; nearest first.</summary>
    private static int Nearest(List<FinderPattern> patterns, int of, Span<(float Distance, int Index)> near)
    {
        var pattern = patterns[of];
        var count = 0;
        for (var i = 0; i < patterns.Count; i++)
        {
            var other = patterns[i];
            if (i == of || other.Inverted != pattern.Inverted || other.ModuleSize > 2.5f * pattern.ModuleSize
                || pattern.ModuleSize > 2.5f * other.ModuleSize)
                continue;
            var distance = pattern.Distance(other) / MathF.Max(pattern.ModuleSize, other.ModuleSize);
            if (distance is < 9 or > 230 || (count == near.Length && near[^1].Distance <= distance))
                continue;
            count = Math.Min(count + 1, near.Length);
            var at = count - 1;
            for (; at > 0 && near[at - 1].Distance > distance; at--)
                near[at] = near[at - 1];
            near[at] = (distance, i);
        }
        return count;
    }

    private static FinderTriple Judge(in FinderPattern corner, in FinderPattern one, in FinderPattern other)
    {
        var cross = ((one.Center.X - corner.Center.X) * (other.Center.Y - corner.Center.Y))
            - ((one.Center.Y - corner.Center.Y) * (other.Center.X - corner.Center.X));
        return cross > 0 ? Ordered(corner, one, other) : Ordered(corner, other, one);
    }

    private static FinderTriple Ordered(in FinderPattern corner, in FinderPattern right, in FinderPattern below)
    {
        var (alongRight, offRight) = corner.Sees(right);
        var (alongBelow, offBelow) = corner.Sees(below);
        var (backRight, offBackRight) = right.Sees(corner);
        var (backBelow, offBackBelow) = below.Sees(corner);
        var askew = offRight + offBelow + offBackRight + offBackBelow;
        var across = MathF.Sqrt(alongRight * backRight);
        var down = MathF.Sqrt(alongBelow * backBelow);
        var modules = (across + down) / 2;
        var unequal = MathF.Max(across, down) / MathF.Min(across, down);
        if (!(modules is > 10 and < 200) || unequal > 1.9f || askew > 1.6f || !IsCorner(corner, right, below))
            return new(corner, right, below, 0, float.MaxValue);
        // Larger symbols are rarer, and hold more that looks like a finder.
        var penalty = askew + (2 * (unequal - 1)) + (modules / 400);
        return new(corner, right, below, modules, penalty);
    }

    /// <summary>Not nearly on one line.</summary>
    private static bool IsCorner(in FinderPattern corner, in FinderPattern right, in FinderPattern below)
    {
        float ax = right.Center.X - corner.Center.X, ay = right.Center.Y - corner.Center.Y;
        float bx = below.Center.X - corner.Center.X, by = below.Center.Y - corner.Center.Y;
        var sine = ((ax * by) - (ay * bx)) / MathF.Sqrt(((ax * ax) + (ay * ay)) * ((bx * bx) + (by * by)));
        return sine > 0.3f;
    }
}
