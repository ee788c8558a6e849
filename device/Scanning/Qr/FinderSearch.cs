namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Finds finder patterns: dark, light, dark, light, dark in the ratio 1:1:3:1:1 along every line through the centre
/// (ISO/IEC 18004, 6.3.3). Rows are scanned; what looks right in a row is checked down its column and along the row
/// through the centre found there. Sightings of one pattern in several rows are merged.
/// </summary>
internal sealed class FinderSearch
{
    /// <summary>Most patterns kept; a picture with more is noise.</summary>
    internal const int Capacity = 256;

    private readonly List<FinderPattern> _found = [];

    /// <summary>The patterns in the picture, valid until the next search.</summary>
    internal List<FinderPattern> Find(Bitmap bitmap)
    {
        _found.Clear();
        var step = Math.Clamp(bitmap.Height / 240, 2, 4);
        for (var y = step / 2; y < bitmap.Height && _found.Count < Capacity; y += step)
            ScanRow(bitmap, y);
        return _found;
    }

    private void ScanRow(Bitmap bitmap, int y)
    {
        var row = bitmap.Row(y);
        Span<int> runs = stackalloc int[5];
        runs.Clear();
        var x = row.IndexOf((byte)1);
        if (x < 0)
            return;
        byte color = 1;
        while (x < row.Length)
        {
            var length = row[x..].IndexOfAnyExcept(color);
            if (length < 0)
                length = row.Length - x;
            runs[1..].CopyTo(runs);
            runs[4] = length;
            x += length;
            if (color == 1 && runs[0] > 0 && IsFinder(runs))
                CheckCandidate(bitmap, x, y, runs);
            color ^= 1;
        }
    }

    /// <summary>1:1:3:1:1, each run within half a module (the middle one within one and a half).</summary>
    private static bool IsFinder(ReadOnlySpan<int> runs)
    {
        var total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
        if (total < 7)
            return false;
        var module = total / 7f;
        var tolerance = module * 0.6f;
        return MathF.Abs(runs[0] - module) < tolerance && MathF.Abs(runs[1] - module) < tolerance
            && MathF.Abs(runs[2] - (3 * module)) < 3 * tolerance
            && MathF.Abs(runs[3] - module) < tolerance && MathF.Abs(runs[4] - module) < tolerance;
    }

    private void CheckCandidate(Bitmap bitmap, int end, int y, ReadOnlySpan<int> runs)
    {
        var total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
        var centerX = end - runs[4] - runs[3] - (runs[2] / 2f);
        if (!CrossCheck(bitmap, (int)centerX, y, 0, 1, total, out var offsetY, out var totalY))
            return;
        var centerY = y + offsetY;
        if (!CrossCheck(bitmap, (int)centerX, (int)centerY, 1, 0, total, out var offsetX, out var totalX))
            return;
        // Data that happens to look right along row and column hardly ever does along a diagonal as well.
        if (!CrossCheck(bitmap, (int)centerX, (int)centerY, 1, 1, total, out _, out _)
            && !CrossCheck(bitmap, (int)centerX, (int)centerY, 1, -1, total, out _, out _))
            return;
        Merge(new FinderPattern((int)centerX + offsetX, centerY, (totalX + totalY) / 14f, 1));
    }

    /// <summary>The same ratio along (dx, dy) through a point; gives the offset of the centre and the length.</summary>
    private static bool CrossCheck(
        Bitmap bitmap, int x, int y, int dx, int dy, int expected, out float offset, out int total)
    {
        (offset, total) = (0, 0);
        if (!bitmap.Contains(x, y) || !bitmap.IsDark(x, y))
            return false;
        Span<int> runs = stackalloc int[5];
        var up = Run(bitmap, x - dx, y - dy, -dx, -dy, true, expected);
        runs[1] = Run(bitmap, x - ((up + 1) * dx), y - ((up + 1) * dy), -dx, -dy, false, expected);
        runs[0] = Run(bitmap, x - ((up + runs[1] + 1) * dx), y - ((up + runs[1] + 1) * dy), -dx, -dy, true, expected);
        var down = Run(bitmap, x + dx, y + dy, dx, dy, true, expected);
        runs[3] = Run(bitmap, x + ((down + 1) * dx), y + ((down + 1) * dy), dx, dy, false, expected);
        runs[4] = Run(bitmap, x + ((down + runs[3] + 1) * dx), y + ((down + runs[3] + 1) * dy), dx, dy, true, expected);
        runs[2] = up + down + 1;
        total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
        offset = ((down - up) / 2f) + 0.5f;
        return 5 * Math.Abs(total - expected) < 3 * expected && IsFinder(runs);
    }

    private static int Run(Bitmap bitmap, int x, int y, int dx, int dy, bool dark, int longest)
    {
        var length = 0;
        while (length <= longest && bitmap.Contains(x, y) && bitmap.IsDark(x, y) == dark)
        {
            length++;
            x += dx;
            y += dy;
        }
        return length;
    }

    private void Merge(FinderPattern seen)
    {
        for (var i = 0; i < _found.Count; i++)
        {
            var known = _found[i];
            var near = known.ModuleSize * 1.5f;
            if (MathF.Abs(known.X - seen.X) > near || MathF.Abs(known.Y - seen.Y) > near
                || MathF.Abs(known.ModuleSize - seen.ModuleSize) > MathF.Max(1f, known.ModuleSize * 0.5f))
                continue;
            var n = known.Sightings;
            _found[i] = new FinderPattern(
                ((known.X * n) + seen.X) / (n + 1), ((known.Y * n) + seen.Y) / (n + 1),
                ((known.ModuleSize * n) + seen.ModuleSize) / (n + 1), n + 1);
            return;
        }
        if (_found.Count < Capacity)
            _found.Add(seen);
    }
}
