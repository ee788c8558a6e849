namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Where a symbol of an assumed size lies: the perspective that fits the corners of its three finders, and the alignment
/// patterns once they are found.
/// </summary>
internal static class SymbolPosition
{
    private const float AlignmentWeight = 6;
    private const float Flatness = 1;
    private const float CenterWeight = 3;

    /// <summary>The perspective through the finders, and through the fourth point where there is one; null when none fits.</summary>
    internal static PerspectiveTransform? Fit(in FinderTriple triple, int size, PixelPoint? alignment = null)
    {
        var center = new PixelPoint(
            (triple.TopRight.Center.X + triple.BottomLeft.Center.X) / 2, (triple.TopRight.Center.Y + triple.BottomLeft.Center.Y) / 2);
        var fit = new PerspectiveFit(
            stackalloc double[PerspectiveFit.Room], size, center, triple.TopRight.Distance(triple.BottomLeft));
        PixelPoint right = Between(triple.TopLeft, triple.TopRight), down = Between(triple.TopLeft, triple.BottomLeft);
        Add(fit, triple.TopLeft, 3.5f, 3.5f, right, down);
        Add(fit, triple.TopRight, size - 3.5f, 3.5f, right, down);
        Add(fit, triple.BottomLeft, 3.5f, size - 3.5f, right, down);
        // Outlines of very small modules say little about how the symbol recedes; then it is taken for flat.
        var small = triple.TopLeft.ModuleSize;
        fit.Add(size - 3.5f, size - 3.5f, new(
            triple.TopRight.Center.X + down.X, triple.TopRight.Center.Y + down.Y), Flatness / (1 + (small * small * small)));
        if (alignment is { } point)
            fit.Add(size - 6.5f, size - 6.5f, point, AlignmentWeight);
        return fit.Solve() is { } transform && transform.IsSound(size) ? transform : null;
    }

    /// <summary>
    /// How well the timing patterns between the finders alternate, -1 to 1; near 0 when the assumed size is wrong.
    /// </summary>
    internal static float TimingMatch(in GreyView picture, in PerspectiveTransform transform, int size, bool inverted)
    {
        float difference = 0, all = 0;
        for (var axis = 0; axis < 2; axis++)
        {
            float before = 0, last = 0;
            for (var i = 6; i <= size - 7; i++)
            {
                var point = axis == 0 ? transform.Map(i + 0.5f, 6.5f) : transform.Map(6.5f, i + 0.5f);
                var level = picture.At(point.X, point.Y);
                if (i >= 8)
                {
                    var peak = last - ((before + level) / 2); // of module i - 1
                    difference += (i & 1) == 0 ? peak : -peak;
                    all += MathF.Abs(peak);
                }
                (before, last) = (last, level);
            }
        }
        return all <= 0 ? 0 : (inverted ? -difference : difference) / all;
    }

    /// <summary>Share of the finders' separators that are light, 0 to 1; what only looks like finders has about a half.</summary>
    internal static float SeparatorMatch(
        Bitmap bitmap, float scale, in PerspectiveTransform transform, int size, bool inverted)
    {
        var light = 0;
        for (var i = 0; i < 8; i++)
        {
            light += IsLight(bitmap, scale, transform.Map(i + 0.5f, 7.5f), inverted);
            light += IsLight(bitmap, scale, transform.Map(7.5f, i + 0.5f), inverted);
            light += IsLight(bitmap, scale, transform.Map(size - 0.5f - i, 7.5f), inverted);
            light += IsLight(bitmap, scale, transform.Map(size - 7.5f, i + 0.5f), inverted);
            light += IsLight(bitmap, scale, transform.Map(i + 0.5f, size - 7.5f), inverted);
            light += IsLight(bitmap, scale, transform.Map(7.5f, size - 0.5f - i), inverted);
        }
        return light / 48f;
    }

    private static int IsLight(Bitmap bitmap, float scale, PixelPoint point, bool inverted)
    {
        int x = (int)(point.X / scale), y = (int)(point.Y / scale);
        return bitmap.Contains(x, y) && bitmap.IsDark(x, y) == inverted ? 1 : 0;
    }

    /// <summary>Directions of a module at a place of the symbol.</summary>
    internal static (PixelPoint Right, PixelPoint Down) Axes(in PerspectiveTransform transform, float x, float y)
    {
        PixelPoint here = transform.Map(x, y), right = transform.Map(x + 1, y), down = transform.Map(x, y + 1);
        return (new(right.X - here.X, right.Y - here.Y), new(down.X - here.X, down.Y - here.Y));
    }

    private static PixelPoint Between(in FinderPattern from, in FinderPattern to) =>
        new(to.Center.X - from.Center.X, to.Center.Y - from.Center.Y);

    private static void Add(
        in PerspectiveFit fit, in FinderPattern finder, float x, float y, PixelPoint right, PixelPoint down)
    {
        var outline = finder.Outline;
        var half = outline.Modules / 2f;
        var determinant = (right.X * down.Y) - (right.Y * down.X);
        var weight = MathF.Min(1, finder.ModuleSize * finder.ModuleSize / 9);
        foreach (var corner in (ReadOnlySpan<PixelPoint>)[outline.A, outline.B, outline.C, outline.D])
        {
            float dx = corner.X - finder.Center.X, dy = corner.Y - finder.Center.Y;
            var u = ((dx * down.Y) - (dy * down.X)) / determinant;
            var v = ((right.X * dy) - (right.Y * dx)) / determinant;
            fit.Add(x + (u < 0 ? -half : half), y + (v < 0 ? -half : half), corner, weight);
        }
        fit.Add(x, y, finder.Center, CenterWeight);
    }
}
