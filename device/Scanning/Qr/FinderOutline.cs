namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// The square of a finder pattern as the picture shows it: a quadrilateral, whose sides tell how the symbol lies and how
/// it recedes. Rays go out from the centre to where the dark ring ends; the farthest points suggest the corners, a
/// line is laid through the points of each side, and lines that meet make the corners.
/// </summary>
/// <param name="A">A corner; the others follow around the square.</param>
/// <param name="B">The corner after A.</param>
/// <param name="C">The corner opposite A.</param>
/// <param name="D">The corner before A.</param>
/// <param name="Modules">Modules on a side: 7 for the outer edge of the ring, 5 for its inner one, 0 for none.</param>
internal readonly record struct FinderOutline(PixelPoint A, PixelPoint B, PixelPoint C, PixelPoint D, int Modules)
{
    private const int Rays = 32;
    private const int MostMissing = 8;
    private static readonly PixelPoint[] Directions = [.. Enumerable.Range(0, Rays).Select(i =>
        new PixelPoint(MathF.Cos(i * 2 * MathF.PI / Rays), MathF.Sin(i * 2 * MathF.PI / Rays)))];

    /// <summary>One module along the side from A to B.</summary>
    internal PixelPoint Across => new((B.X - A.X + C.X - D.X) / (2f * Modules), (B.Y - A.Y + C.Y - D.Y) / (2f * Modules));

    /// <summary>One module along the side from A to D.</summary>
    internal PixelPoint Down => new((D.X - A.X + C.X - B.X) / (2f * Modules), (D.Y - A.Y + C.Y - B.Y) / (2f * Modules));

    /// <summary>The middle, where the diagonals cross.</summary>
    internal PixelPoint Middle
    {
        get
        {
            var denominator = ((C.X - A.X) * (D.Y - B.Y)) - ((C.Y - A.Y) * (D.X - B.X));
            var t = (((B.X - A.X) * (D.Y - B.Y)) - ((B.Y - A.Y) * (D.X - B.X))) / denominator;
            return new(A.X + (t * (C.X - A.X)), A.Y + (t * (C.Y - A.Y)));
        }
    }

    internal FinderOutline Scaled(float scale) => new(Scaled(A, scale), Scaled(B, scale), Scaled(C, scale), Scaled(D, scale), Modules);

    /// <summary>The outline around a centre; with 0 modules when there is none.</summary>
    internal static FinderOutline Around(Bitmap bitmap, PixelPoint center, float moduleSize, bool inverted)
    {
        Span<PixelPoint> inner = stackalloc PixelPoint[Rays];
        Span<PixelPoint> outer = stackalloc PixelPoint[Rays];
        int innerCount = 0, outerCount = 0;
        var step = MathF.Max(0.4f, moduleSize / 6);
        for (var i = 0; i < Rays && i - Math.Max(innerCount, outerCount) <= MostMissing; i++)
        {
            var direction = Directions[i];
            var (second, third) = Edges(bitmap, center, direction, step, moduleSize, inverted);
            if (second > 0)
                inner[innerCount++] = new(center.X + (second * direction.X), center.Y + (second * direction.Y));
            if (third > 0)
                outer[outerCount++] = new(center.X + (third * direction.X), center.Y + (third * direction.Y));
        }
        var outline = outerCount < Rays - MostMissing ? default : Fit(outer[..outerCount], center, 7, moduleSize);
        return outline.Modules > 0 || innerCount < Rays - MostMissing ? outline : Fit(inner[..innerCount], center, 5, moduleSize);
    }

    /// <summary>Distances at which a ray enters and leaves the dark ring; 0 where it does not.</summary>
    private static (float Second, float Third) Edges(
        Bitmap bitmap, PixelPoint from, PixelPoint direction, float step, float moduleSize, bool inverted)
    {
        var changes = 0;
        var dark = true;
        float second = 0, longest = moduleSize * 8;
        for (var t = step; t < longest; t += step)
        {
            int x = (int)(from.X + (t * direction.X)), y = (int)(from.Y + (t * direction.Y));
            if (!bitmap.Contains(x, y))
                return (second, changes == 2 ? t : 0);
            if (bitmap.IsDark(x, y) ^ inverted == dark)
                continue;
            dark = !dark;
            if (++changes == 2)
                second = t - (step / 2);
            else if (changes == 3)
                return (second, t - (step / 2));
        }
        return (second, 0);
    }

    private static FinderOutline Fit(ReadOnlySpan<PixelPoint> points, PixelPoint center, int modules, float moduleSize)
    {
        var a = Farthest(points, center);
        var c = Farthest(points, a);
        var (b, d) = Beside(points, a, c);
        Span<PixelPoint> corners = [a, b, c, d];
        Span<Line> sides = stackalloc Line[4];
        var spread = (0.15f * moduleSize) + 0.3f;
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                if (!Line.TryFit(points, corners[i], corners[(i + 1) & 3], moduleSize * 0.6f, spread, out sides[i]))
                    return default;
            }
            for (var i = 0; i < 4; i++)
            {
                if (!sides[(i + 3) & 3].TryMeet(sides[i], out var corner) || Far(corner, corners[i]) > 1.5f * moduleSize)
                    return default;
                corners[i] = corner;
            }
        }
        var outline = new FinderOutline(corners[0], corners[1], corners[2], corners[3], modules);
        return outline.IsSquareLike() ? outline : default;
    }

    /// <summary>Sides and diagonals within what perspective can do to a square this small.</summary>
    private bool IsSquareLike()
    {
        float ab = Far(A, B), bc = Far(B, C), cd = Far(C, D), da = Far(D, A), ac = Far(A, C), bd = Far(B, D);
        return MathF.Max(ab, cd) < 1.7f * MathF.Min(ab, cd) && MathF.Max(bc, da) < 1.7f * MathF.Min(bc, da)
            && MathF.Max(ac, bd) < 2.8f * MathF.Min(ac, bd) && MathF.Max(ab, bc) < 4 * MathF.Min(ab, bc);
    }

    private static PixelPoint Farthest(ReadOnlySpan<PixelPoint> points, PixelPoint from)
    {
        var (best, distance) = (from, -1f);
        foreach (var point in points)
        {
            var far = Far(point, from);
            if (far > distance)
                (best, distance) = (point, far);
        }
        return best;
    }

    /// <summary>The points farthest from the diagonal on either side.</summary>
    private static (PixelPoint Left, PixelPoint Right) Beside(ReadOnlySpan<PixelPoint> points, PixelPoint a, PixelPoint c)
    {
        PixelPoint left = a, right = a;
        float most = 0, least = 0;
        foreach (var point in points)
        {
            var side = ((c.X - a.X) * (point.Y - a.Y)) - ((c.Y - a.Y) * (point.X - a.X));
            if (side > most)
                (most, right) = (side, point);
            else if (side < least)
                (least, left) = (side, point);
        }
        return (left, right);
    }

    private static float Far(PixelPoint a, PixelPoint b) =>
        MathF.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

    private static PixelPoint Scaled(PixelPoint point, float scale) => new(point.X * scale, point.Y * scale);
}
