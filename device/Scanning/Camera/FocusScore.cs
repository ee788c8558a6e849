namespace CheckIn.Gate.Scanning.Camera;

/// <summary>
/// How sharp a picture is, 0 to 100, from the middle half of its sides. Wherever the light changes within a dozen
/// pixels it is asked how much of the change lies between two neighbours: most of it at a sharp edge, little at a
/// blurred one. So the figure depends neither on how much there is to see nor on the contrast, and noise, whose steps
/// are small, does not count. A wall without edges has 0, as nobody can tell.
/// </summary>
internal static class FocusScore
{
    private const int Window = 12, WindowsApart = 4, RowsApart = 4, SmallestStep = 48, FewestEdges = 24;

    /// <summary>
    /// Shares of a change that lie between two neighbours: no lens does better, and none need be so bad.
    /// </summary>
    private const float Sharp = 0.5f, Blurred = 0.12f;

    internal static int Of(ReadOnlySpan<byte> pixels, int width, int height, int stride)
    {
        var (steep, whole, edges) = (0f, 0f, 0);
        for (var y = height / 4; y < height - (height / 4); y += RowsApart)
        {
            var row = pixels.Slice(y * stride, width);
            for (var x = width / 4; x + Window <= width - (width / 4); x += WindowsApart)
            {
                var (step, steepest) = Measure(row.Slice(x, Window));
                if (step < SmallestStep)
                    continue;
                // Whole edges weigh more than the parts of one that a window cuts off.
                steep += steepest * step;
                whole += step * step;
                edges++;
            }
        }
        var share = edges < FewestEdges ? 0 : steep / whole;
        return (int)Math.Clamp(MathF.Round(100 * (share - Blurred) / (Sharp - Blurred)), 0, 100);
    }

    /// <summary>The difference of the lightest and the darkest, and the largest of two neighbours.</summary>
    private static (int Step, int Steepest) Measure(ReadOnlySpan<byte> levels)
    {
        int low = levels[0], high = low, before = low, steepest = 0;
        foreach (int level in levels)
        {
            steepest = Math.Max(steepest, Math.Abs(level - before));
            (low, high, before) = (Math.Min(low, level), Math.Max(high, level), level);
        }
        return (high - low, steepest);
    }
}
