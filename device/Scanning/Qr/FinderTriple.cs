namespace CheckIn.Gate.Scanning.Qr;

/// <summary>Three finder patterns that may belong to one symbol: top left, top right, bottom left.</summary>
/// <param name="Penalty">How far they are from a right isosceles triangle of equal patterns; 0 is perfect.</param>
internal readonly record struct FinderTriple(FinderPattern TopLeft, FinderPattern TopRight, FinderPattern BottomLeft, float Penalty)
{
    private const int MostPatterns = 20;
    private const int MostTriples = 60;

    /// <summary>The promising triples, best first.</summary>
    internal static void Choose(List<FinderPattern> patterns, List<FinderTriple> triples)
    {
        triples.Clear();
        Span<FinderPattern> best = stackalloc FinderPattern[MostPatterns];
        // A pattern that a single row showed is mostly chance; such ones are tried only for want of better.
        var count = Best(patterns, best, leastSightings: 2);
        if (count < 3)
            count = Best(patterns, best, leastSightings: 1);
        for (var i = 0; i < count; i++)
        {
            for (var j = i + 1; j < count; j++)
            {
                for (var k = j + 1; k < count; k++)
                {
                    if (TryOrder(best[i], best[j], best[k]) is { } triple)
                        triples.Add(triple);
                }
            }
        }
        triples.Sort(static (a, b) => a.Penalty.CompareTo(b.Penalty));
        if (triples.Count > MostTriples)
            triples.RemoveRange(MostTriples, triples.Count - MostTriples);
    }

    /// <summary>The patterns that most rows showed, for their size, best first; returns how many.</summary>
    private static int Best(List<FinderPattern> patterns, Span<FinderPattern> best, int leastSightings)
    {
        var count = 0;
        foreach (var pattern in patterns)
        {
            if (pattern.Sightings < leastSightings || (count == best.Length && Merit(best[^1]) >= Merit(pattern)))
                continue;
            count = Math.Min(count + 1, best.Length);
            var at = count - 1;
            for (; at > 0 && Merit(best[at - 1]) < Merit(pattern); at--)
                best[at] = best[at - 1];
            best[at] = pattern;
        }
        return count;
    }

    private static float Merit(FinderPattern pattern) => pattern.Sightings * pattern.ModuleSize;

    private static FinderTriple? TryOrder(FinderPattern a, FinderPattern b, FinderPattern c)
    {
        var smallest = MathF.Min(a.ModuleSize, MathF.Min(b.ModuleSize, c.ModuleSize));
        var largest = MathF.Max(a.ModuleSize, MathF.Max(b.ModuleSize, c.ModuleSize));
        if (largest > 2f * smallest)
            return null;
        var ab = FinderPattern.SquaredDistance(a, b);
        var bc = FinderPattern.SquaredDistance(b, c);
        var ca = FinderPattern.SquaredDistance(c, a);
        // The top left pattern lies opposite the longest side.
        var (topLeft, one, other, long2, side1, side2) =
            bc >= ab && bc >= ca ? (a, b, c, bc, ab, ca) : ca >= ab ? (b, c, a, ca, bc, ab) : (c, a, b, ab, ca, bc);
        var shorter = MathF.Sqrt(MathF.Min(side1, side2));
        var longer = MathF.Sqrt(MathF.Max(side1, side2));
        if (shorter < 11 * smallest || longer > 180 * largest || longer > 1.7f * shorter)
            return null;
        var angle = MathF.Abs(long2 - side1 - side2) / (2 * shorter * longer);
        if (angle > 0.6f)
            return null;
        var penalty = angle + (longer / shorter) - 1 + ((largest / smallest) - 1);
        var cross = ((one.X - topLeft.X) * (other.Y - topLeft.Y)) - ((one.Y - topLeft.Y) * (other.X - topLeft.X));
        return cross > 0 ? new(topLeft, one, other, penalty) : new(topLeft, other, one, penalty);
    }

    internal bool Shares(FinderPattern pattern) => pattern == TopLeft || pattern == TopRight || pattern == BottomLeft;
}
