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
        TimingMatch top = default, left = default;
        for (var i = 6; i <= size - 7; i++)
        {
            PixelPoint above = transform.Map(i + 0.5f, 6.5f), beside = transform.Map(6.5f, i + 0.5f);
            top.Add(i, picture.At(above.X, above.Y));
            left.Add(i, picture.At(beside.X, beside.Y));
        }
        return Qr.TimingMatch.Of(top, left, inverted);
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

    /// <summary>
    /// The version that a symbol of version 7 or above states beside its top right and bottom left finders, read in the
    /// frames of those finders alone; null where it does not.
    /// </summary>
    internal static int? StatedVersion(in GreyView picture, in FinderTriple triple)
    {
        PixelPoint right = Between(triple.TopLeft, triple.TopRight), down = Between(triple.TopLeft, triple.BottomLeft);
        return VersionBeside(picture, triple.TopRight, right, down)
            ?? VersionBeside(picture, triple.BottomLeft, down, right);
    }

    /// <summary>The block lies before the finder as seen from the corner finder, three modules by six.</summary>
    private static int? VersionBeside(in GreyView picture, in FinderPattern finder, PixelPoint away, PixelPoint beside)
    {
        if (finder.Outline.Modules == 0)
            return null;
        PixelPoint along = finder.AxisToward(away), across = finder.AxisToward(beside);
        Span<float> levels = stackalloc float[18];
        for (var i = 0; i < levels.Length; i++)
        {
            float u = (i % 3) - 7, v = (i / 3) - 3;
            var level = picture.At(
                finder.Center.X + (u * along.X) + (v * across.X), finder.Center.Y + (u * along.Y) + (v * across.Y));
            levels[i] = finder.Inverted ? 255 - level : level;
        }
        return FormatInformation.Version(levels);
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
        fit.Add(x, y, finder.Center, finder.Outline.Modules == 0 ? 1 : CenterWeight);
        var outline = finder.Outline;
        if (outline.Modules == 0)
            return;
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
    }
}
