namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Finds an alignment pattern, or a damaged finder, near where it should be. The picture is sampled at every half module
/// around the place, in the directions that the symbol has there, and compared with the pattern by correlation, so that
/// neither light nor contrast matters. The best place is then refined in quarters.
/// </summary>
internal static class RingSearch
{
    private const int MostRadius = 6;
    private const int MostReach = 4;
    private const int MostSide = (4 * (MostRadius + MostReach)) + 1;

    /// <summary>Correlation from which on a place is taken for an alignment pattern.</summary>
    internal const float LeastMatch = 0.62f;

    /// <summary>The pattern's centre and how well it matches, 1 at best.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="pattern">What to look for.</param>
    /// <param name="expected">Where it should be.</param>
    /// <param name="right">One module along a row, in pixels.</param>
    /// <param name="down">One module along a column, in pixels.</param>
    /// <param name="radius">How far to look, in modules, at most 6.</param>
    /// <param name="inverted">Light on dark.</param>
    internal static (PixelPoint Center, float Match) Find(
        in GreyView picture, RingPattern pattern, PixelPoint expected, PixelPoint right, PixelPoint down, int radius,
        bool inverted)
    {
        var (u, v) = Coarse(picture, pattern, expected, right, down, radius, inverted);
        var near = Along(expected, right, down, u, v);
        (u, v, var match) = Fine(picture, pattern, near, right, down, inverted);
        return (Along(near, right, down, u, v), match);
    }

    private static (float U, float V) Coarse(
        in GreyView picture, RingPattern pattern, PixelPoint at, PixelPoint right, PixelPoint down, int radius,
        bool inverted)
    {
        var margin = radius + pattern.Reach;
        var side = (4 * margin) + 1;
        Span<float> levels = stackalloc float[MostSide * MostSide];
        for (var j = 0; j < side; j++)
        {
            for (var i = 0; i < side; i++)
            {
                var point = Along(at, right, down, (i * 0.5f) - margin, (j * 0.5f) - margin);
                levels[(j * side) + i] = picture.At(point.X, point.Y);
            }
        }
        (float U, float V, float Match) best = (0, 0, -1);
        var places = (4 * radius) + 1;
        for (var j = 0; j < places; j++)
        {
            for (var i = 0; i < places; i++)
            {
                float u = (i * 0.5f) - radius, v = (j * 0.5f) - radius;
                // Of places that look alike the nearer one is meant.
                var match = pattern.Match(levels[((j * side) + i)..], 2, 2 * side, inverted) - (0.01f * (MathF.Abs(u) + MathF.Abs(v)));
                if (match > best.Match)
                    best = (u, v, match);
            }
        }
        return (best.U, best.V);
    }

    private static (float U, float V, float Match) Fine(
        in GreyView picture, RingPattern pattern, PixelPoint at, PixelPoint right, PixelPoint down, bool inverted)
    {
        float best = -1, weight = 0, sumU = 0, sumV = 0;
        Span<float> levels = stackalloc float[pattern.Side * pattern.Side];
        for (var v = -0.5f; v <= 0.5f; v += 0.25f)
        {
            for (var u = -0.5f; u <= 0.5f; u += 0.25f)
            {
                for (var i = 0; i < levels.Length; i++)
                {
                    var point = Along(
                        at, right, down, u + (i % pattern.Side) - pattern.Reach, v + (i / pattern.Side) - pattern.Reach);
                    levels[i] = picture.At(point.X, point.Y);
                }
                var match = pattern.Match(levels, 1, pattern.Side, inverted);
                best = MathF.Max(best, match);
                // Large modules match equally well over a stretch, whose middle is meant.
                var share = MathF.Max(0, match - 0.4f);
                share *= share * share;
                (weight, sumU, sumV) = (weight + share, sumU + (share * u), sumV + (share * v));
            }
        }
        return weight > 0 ? (sumU / weight, sumV / weight, best) : (0, 0, best);
    }

    private static PixelPoint Along(PixelPoint from, PixelPoint right, PixelPoint down, float u, float v) =>
        new(from.X + (u * right.X) + (v * down.X), from.Y + (u * right.Y) + (v * down.Y));
}
