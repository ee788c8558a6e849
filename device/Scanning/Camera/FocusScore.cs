namespace CheckIn.Gate.Scanning.Camera;

/// <summary>
/// How sharp a picture is, 0 to 100, from the middle half of its sides. Where the light changes within a few pixels it is
/// asked how much of the change lies between two neighbours: nearly all of it at a sharp edge, little at a blurred one. So
/// the figure depends neither on how much there is to see nor on the contrast, and noise, whose steps are small, does not
/// count. A wall without edges has 0, as nobody can tell.
/// </summary>
internal static class FocusScore
{
    private const int Reach = 4, SmallestStep = 32, RowsApart = 4, FewestEdges = 24;

    /// <summary>Of an ideal edge a quarter of the places around it have all the change between their neighbours.</summary>
    private const float Ideal = 0.25f;

    internal static int Of(ReadOnlySpan<byte> pixels, int width, int height, int stride)
    {
        var (sum, edges) = (0f, 0);
        for (var y = height / 4; y < height - (height / 4); y += RowsApart)
        {
            var row = pixels.Slice(y * stride, width);
            for (var x = Math.Max(Reach, width / 4); x < Math.Min(width - Reach, width - (width / 4)); x++)
            {
                var step = Range(row.Slice(x - Reach, (2 * Reach) + 1));
                if (step < SmallestStep)
                    continue;
                var share = Math.Abs(row[x + 1] - row[x - 1]) / (float)step;
                sum += share * share;
                edges++;
            }
        }
        return edges < FewestEdges ? 0 : (int)Math.Clamp(MathF.Round(100 * sum / edges / Ideal), 0, 100);
    }

    private static int Range(ReadOnlySpan<byte> levels)
    {
        int low = 255, high = 0;
        foreach (int level in levels)
            (low, high) = (Math.Min(low, level), Math.Max(high, level));
        return high - low;
    }
}
