namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Finds the alignment pattern nearest the fourth corner. Its five by five modules are laid over the picture, in the
/// directions that the finders give, at every half module around the place where it should be; of equally good places
/// the middle is taken.
/// </summary>
internal static class AlignmentSearch
{
    private const int Modules = 25;
    private const int LeastMatch = 21;

    /// <summary>The pattern's centre, or null.</summary>
    /// <param name="bitmap">The picture.</param>
    /// <param name="expected">Where it should be.</param>
    /// <param name="right">One module along a row, in pixels.</param>
    /// <param name="down">One module along a column, in pixels.</param>
    /// <param name="radius">How far to look, in modules.</param>
    internal static PixelPoint? Find(Bitmap bitmap, PixelPoint expected, PixelPoint right, PixelPoint down, float radius)
    {
        var best = LeastMatch - 1;
        float sumX = 0, sumY = 0, nearest = float.MaxValue;
        var count = 0;
        for (var v = -radius; v <= radius; v += 0.5f)
        {
            for (var u = -radius; u <= radius; u += 0.5f)
            {
                var x = expected.X + (u * right.X) + (v * down.X);
                var y = expected.Y + (u * right.Y) + (v * down.Y);
                var match = Match(bitmap, x, y, right, down, best);
                if (match < best || match < LeastMatch)
                    continue;
                var distance = (u * u) + (v * v);
                if (match > best)
                    (best, sumX, sumY, count, nearest) = (match, 0, 0, 0, distance);
                // Places of equal merit that touch are one pattern; a farther one is another.
                if (count > 0 && (MathF.Abs(x - (sumX / count)) + MathF.Abs(y - (sumY / count)))
                    > 1.5f * (MathF.Abs(right.X) + MathF.Abs(right.Y) + MathF.Abs(down.X) + MathF.Abs(down.Y)))
                {
                    if (distance >= nearest)
                        continue;
                    (sumX, sumY, count) = (0, 0, 0);
                }
                nearest = MathF.Min(nearest, distance);
                (sumX, sumY, count) = (sumX + x, sumY + y, count + 1);
            }
        }
        return count == 0 ? null : new PixelPoint(sumX / count, sumY / count);
    }

    private static int Match(Bitmap bitmap, float x, float y, PixelPoint right, PixelPoint down, int best)
    {
        int match = 0, seen = 0;
        for (var j = -2; j <= 2; j++)
        {
            for (var i = -2; i <= 2; i++)
            {
                var px = (int)(x + (i * right.X) + (j * down.X));
                var py = (int)(y + (i * right.Y) + (j * down.Y));
                if (!bitmap.Contains(px, py))
                    return 0;
                var dark = Math.Max(Math.Abs(i), Math.Abs(j)) != 1;
                match += bitmap.IsDark(px, py) == dark ? 1 : 0;
                if (match + Modules - ++seen < best)
                    return 0;
            }
        }
        return match;
    }
}
