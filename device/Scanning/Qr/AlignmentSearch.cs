namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Finds an alignment pattern near where it should be. The picture is sampled at every half module around the place, in
/// the directions that the symbol has there, and the pattern's five by five modules are compared by correlation, so
/// that neither light nor contrast matters. The best place is then refined in quarters.
/// </summary>
internal static class AlignmentSearch
{
    private const int Reach = 2;
    private const int MostRadius = 6;
    private const int MostSide = (4 * (MostRadius + Reach)) + 1;

    /// <summary>Correlation from which on a place is taken for the pattern; 1 is perfect.</summary>
    internal const float LeastMatch = 0.62f;

    /// <summary>The pattern's centre and how well it matches; less than <see cref="LeastMatch"/> means not found.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="expected">Where it should be.</param>
    /// <param name="right">One module along a row, in pixels.</param>
    /// <param name="down">One module along a column, in pixels.</param>
    /// <param name="radius">How far to look, in modules, at most 6.</param>
    /// <param name="inverted">Light on dark.</param>
    internal static (PixelPoint Center, float Match) Find(
        in GreyView picture, PixelPoint expected, PixelPoint right, PixelPoint down, int radius, bool inverted)
    {
        var (u, v, _) = Best(picture, expected, right, down, radius, 0.5f, inverted);
        var near = Along(expected, right, down, u, v);
        (u, v, var match) = Fine(picture, near, right, down, inverted);
        return (Along(near, right, down, u, v), match);
    }

    private static (float U, float V, float Match) Best(
        in GreyView picture, PixelPoint at, PixelPoint right, PixelPoint down, int radius, float step, bool inverted)
    {
        var side = (4 * (radius + Reach)) + 1;
        Span<float> levels = stackalloc float[MostSide * MostSide];
        for (var j = 0; j < side; j++)
        {
            for (var i = 0; i < side; i++)
            {
                var point = Along(at, right, down, (i * step) - radius - Reach, (j * step) - radius - Reach);
                levels[(j * side) + i] = picture.At(point.X, point.Y);
            }
        }
        (float U, float V, float Match) best = (0, 0, -1);
        var places = (4 * radius) + 1;
        for (var j = 0; j < places; j++)
        {
            for (var i = 0; i < places; i++)
            {
                float u = (i * step) - radius, v = (j * step) - radius;
                // Of places that look alike the nearer one is meant.
                var match = Correlation(levels[((j * side) + i)..], side, inverted) - (0.01f * (MathF.Abs(u) + MathF.Abs(v)));
                if (match > best.Match)
                    best = (u, v, match);
            }
        }
        return best;
    }

    private static (float U, float V, float Match) Fine(
        in GreyView picture, PixelPoint at, PixelPoint right, PixelPoint down, bool inverted)
    {
        (float U, float V, float Match) best = (0, 0, -1);
        float weight = 0, sumU = 0, sumV = 0;
        Span<float> levels = stackalloc float[25];
        for (var v = -0.5f; v <= 0.5f; v += 0.25f)
        {
            for (var u = -0.5f; u <= 0.5f; u += 0.25f)
            {
                for (var j = 0; j < 5; j++)
                {
                    for (var i = 0; i < 5; i++)
                    {
                        var point = Along(at, right, down, u + i - Reach, v + j - Reach);
                        levels[(j * 5) + i] = picture.At(point.X, point.Y);
                    }
                }
                var match = Correlation25(levels, inverted);
                if (match > best.Match)
                    best = (u, v, match);
                // Large modules match equally well over a stretch, whose middle is meant.
                var share = MathF.Max(0, match - 0.5f);
                share *= share * share;
                (weight, sumU, sumV) = (weight + share, sumU + (share * u), sumV + (share * v));
            }
        }
        return weight > 0 ? (sumU / weight, sumV / weight, best.Match) : best;
    }

    private static float Correlation(ReadOnlySpan<float> levels, int side, bool inverted)
    {
        float dark = 0, light = 0, squares = 0;
        for (var j = 0; j < 5; j++)
        {
            for (var i = 0; i < 5; i++)
            {
                var level = levels[(2 * j * side) + (2 * i)];
                squares += level * level;
                if (IsLight(i, j))
                    light += level;
                else
                    dark += level;
            }
        }
        return Normalized(dark, light, squares, inverted);
    }

    private static float Correlation25(ReadOnlySpan<float> levels, bool inverted)
    {
        float dark = 0, light = 0, squares = 0;
        for (var i = 0; i < 25; i++)
        {
            squares += levels[i] * levels[i];
            if (IsLight(i % 5, i / 5))
                light += levels[i];
            else
                dark += levels[i];
        }
        return Normalized(dark, light, squares, inverted);
    }

    private static bool IsLight(int i, int j) => Math.Max(Math.Abs(i - 2), Math.Abs(j - 2)) == 1;

    /// <summary>Correlation with a pattern of 17 dark and 8 light modules.</summary>
    private static float Normalized(float dark, float light, float squares, bool inverted)
    {
        var mean = (dark + light) / 25;
        var deviation = MathF.Sqrt(MathF.Max(squares - (25 * mean * mean), 25 * 9));
        var match = ((light / 8) - (dark / 17)) * MathF.Sqrt(17f * 8 / 25) / deviation;
        return inverted ? -match : match;
    }

    private static PixelPoint Along(PixelPoint from, PixelPoint right, PixelPoint down, float u, float v) =>
        new(from.X + (u * right.X) + (v * down.X), from.Y + (u * right.Y) + (v * down.Y));
}
