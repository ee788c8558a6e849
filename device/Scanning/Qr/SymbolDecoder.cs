namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// One symbol from three finders: guess its size from the distances, find the fourth corner, sample the modules, decode.
/// Guesses are many and cheap; the format code and Reed-Solomon are the judges.
/// </summary>
internal sealed class SymbolDecoder
{
    private const float LeastFunctionMatch = 0.72f;
    private readonly ModuleGrid _grid = new();
    private readonly Codewords _codewords = new();

    internal QrCode? Decode(Bitmap bitmap, in FinderTriple triple, bool inverted)
    {
        var across = FinderPattern.Distance(triple.TopLeft, triple.TopRight) / ModuleSize(bitmap, triple.TopLeft, triple.TopRight);
        var along = FinderPattern.Distance(triple.TopLeft, triple.BottomLeft) / ModuleSize(bitmap, triple.TopLeft, triple.BottomLeft);
        var modules = ((across + along) / 2) + 7;
        if (!(modules is > 17 and < 185))
            return null;
        var version = Math.Clamp((int)MathF.Round((modules - 17) / 4), 1, QrVersion.Largest);
        // The larger the symbol, the more a small error of the module's size counts; small ones leave no doubt.
        var doubt = version < 10 ? 1 : 2 + (version / 8);
        for (var i = 0; i <= 2 * doubt; i++)
        {
            var guess = version + ((i & 1) == 0 ? -(i / 2) : (i + 1) / 2);
            if (guess is < 1 or > QrVersion.Largest)
                continue;
            if (TryVersion(bitmap, triple, guess, inverted, out var stated) is { } code)
                return code;
            if (stated is { } other && Math.Abs(other - version) > doubt
                && TryVersion(bitmap, triple, other, inverted, out _) is { } corrected)
                return corrected;
        }
        return null;
    }

    private QrCode? TryVersion(Bitmap bitmap, in FinderTriple triple, int version, bool inverted, out int? stated)
    {
        stated = null;
        var size = QrVersion.Size(version);
        var far = size - 7;
        PixelPoint tl = triple.TopLeft.Center, tr = triple.TopRight.Center, bl = triple.BottomLeft.Center;
        var right = new PixelPoint((tr.X - tl.X) / far, (tr.Y - tl.Y) / far);
        var down = new PixelPoint((bl.X - tl.X) / far, (bl.Y - tl.Y) / far);
        var corner = new PixelPoint(tr.X + bl.X - tl.X, tr.Y + bl.Y - tl.Y);
        // Finders and timing patterns lie where the fourth corner hardly matters: most false triples end here.
        if (GridSampler.FunctionPatternMatch(bitmap, Transform(triple, size, corner, size - 3.5f), size) < LeastFunctionMatch)
            return null;
        if (version >= 2)
        {
            var expected = new PixelPoint(corner.X - (3 * (right.X + down.X)), corner.Y - (3 * (right.Y + down.Y)));
            for (var radius = 4f; radius <= 16f; radius *= 2)
            {
                if (AlignmentSearch.Find(bitmap, expected, right, down, radius) is not { } alignment)
                    continue;
                if (TryCorner(bitmap, triple, version, alignment, size - 6.5f, inverted, ref stated) is { } found)
                    return found;
                break;
            }
        }
        if (TryCorner(bitmap, triple, version, corner, size - 3.5f, inverted, ref stated) is { } code)
            return code;
        return version > 8 ? null : TryAround(bitmap, triple, version, corner, right, down, inverted, ref stated);
    }

    /// <summary>Perspective without an alignment pattern: the fourth corner is looked for around the parallelogram's.</summary>
    private QrCode? TryAround(
        Bitmap bitmap, in FinderTriple triple, int version, PixelPoint corner, PixelPoint right, PixelPoint down,
        bool inverted, ref int? stated)
    {
        for (var ring = 1; ring <= 3; ring++)
        {
            for (var v = -ring; v <= ring; v++)
            {
                for (var u = -ring; u <= ring; u++)
                {
                    if (Math.Max(Math.Abs(u), Math.Abs(v)) != ring)
                        continue;
                    var moved = new PixelPoint(
                        corner.X + (0.8f * ((u * right.X) + (v * down.X))), corner.Y + (0.8f * ((u * right.Y) + (v * down.Y))));
                    if (TryCorner(bitmap, triple, version, moved, QrVersion.Size(version) - 3.5f, inverted, ref stated) is { } code)
                        return code;
                }
            }
        }
        return null;
    }

    private QrCode? TryCorner(
        Bitmap bitmap, in FinderTriple triple, int version, PixelPoint corner, float module, bool inverted, ref int? stated)
    {
        var size = QrVersion.Size(version);
        var corners = Sample(bitmap, triple, size, corner, module);
        if (version >= 7 && FormatInformation.Version(_grid) is { } says && says != version)
        {
            stated = says;
            return null;
        }
        if (DecodeGrid(version, corners, inverted, mirrored: false) is { } code)
            return code;
        _grid.Transpose();
        return DecodeGrid(version, corners, inverted, mirrored: true);
    }

    private QrCode? DecodeGrid(int version, in QrCorners corners, bool inverted, bool mirrored)
    {
        if (FormatInformation.Format(_grid) is not var (level, mask))
            return null;
        var data = _codewords.Decode(_grid, version, level, mask, out var corrected);
        if (data.IsEmpty || BitSegments.Read(data, version) is not var (bytes, text, characterSet))
            return null;
        return new QrCode(bytes, text, characterSet, corners, version, level, mask, corrected, inverted, mirrored);
    }

    private QrCorners Sample(Bitmap bitmap, in FinderTriple triple, int size, PixelPoint corner, float module)
    {
        var transform = Transform(triple, size, corner, module);
        GridSampler.Sample(bitmap, transform, size, _grid);
        return new QrCorners(transform.Map(0, 0), transform.Map(size, 0), transform.Map(size, size), transform.Map(0, size));
    }

    private static PerspectiveTransform Transform(in FinderTriple triple, int size, PixelPoint corner, float module)
    {
        var far = size - 3.5f;
        var from = new QrCorners(new(3.5f, 3.5f), new(far, 3.5f), new(module, module), new(3.5f, far));
        var to = new QrCorners(triple.TopLeft.Center, triple.TopRight.Center, corner, triple.BottomLeft.Center);
        return PerspectiveTransform.Between(from, to);
    }

    /// <summary>
    /// Pixels a module on the way from one finder to another, measured through both patterns from edge to edge; falls
    /// back on what the search saw.
    /// </summary>
    private static float ModuleSize(Bitmap bitmap, FinderPattern a, FinderPattern b)
    {
        var one = Through(bitmap, a, b);
        var other = Through(bitmap, b, a);
        if (one > 0 && other > 0)
            return (one + other) / 14f;
        return one > 0 ? one / 7f : other > 0 ? other / 7f : (a.ModuleSize + b.ModuleSize) / 2f;
    }

    private static float Through(Bitmap bitmap, FinderPattern at, FinderPattern toward)
    {
        var distance = FinderPattern.Distance(at, toward);
        var (dx, dy) = ((toward.X - at.X) / distance, (toward.Y - at.Y) / distance);
        var ahead = Edge(bitmap, at, dx, dy);
        var behind = Edge(bitmap, at, -dx, -dy);
        return ahead > 0 && behind > 0 ? ahead + behind : 0;
    }

    /// <summary>From the centre over the light ring to the pattern's outer edge, in pixels; 0 if it is not there.</summary>
    private static float Edge(Bitmap bitmap, FinderPattern at, float dx, float dy)
    {
        var changes = 0;
        var dark = true;
        var longest = at.ModuleSize * 8;
        for (var t = 0f; t < longest; t += 0.5f)
        {
            int x = (int)(at.X + (t * dx)), y = (int)(at.Y + (t * dy));
            if (!bitmap.Contains(x, y))
                return changes == 2 ? t : 0;
            if (bitmap.IsDark(x, y) == dark)
                continue;
            dark = !dark;
            if (++changes == 3)
                return t;
        }
        return 0;
    }
}
