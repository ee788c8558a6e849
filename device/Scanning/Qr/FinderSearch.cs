namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Finds finder patterns, dark on light and light on dark at once: five runs in the ratio 1:1:3:1:1 along every line
/// through the centre (ISO/IEC 18004, 6.3.3). Rows are scanned edge by edge. Distances are taken between edges of the
/// same kind (2, 4, 4 and 2 modules), which stay right when ink spreads or light blooms. What looks right in a row is
/// checked down its column, along the row through the centre found there, and along a diagonal, because data that
/// happens to look right along row and column hardly ever does along a diagonal as well.
/// </summary>
internal sealed class FinderSearch
{
    /// <summary>Most patterns kept; a picture with more is noise, or holds more codes than a gate is shown.</summary>
    internal const int Capacity = 768;

    private readonly List<FinderPattern> _found = new(Capacity);
    private readonly Bitmap _columns = new();
    private int[] _edges = [];
    private int _smallest;
    private bool _open;

    /// <summary>The patterns in the picture, valid until the next search.</summary>
    /// <param name="bitmap">The picture.</param>
    /// <param name="step">Rows from one that is scanned to the next.</param>
    /// <param name="smallest">Least pixels across a pattern; texture is full of very small ones.</param>
    /// <param name="open">
    /// Whether patterns count whose outer ring runs into what is around them, as without a quiet zone.
    /// </param>
    internal List<FinderPattern> Find(Bitmap bitmap, int step, int smallest, bool open = false)
    {
        (_smallest, _open) = (smallest, open);
        _found.Clear();
        _columns.Transpose(bitmap);
        if (_edges.Length < bitmap.Width + 4)
            _edges = new int[bitmap.Width + 4];
        for (var y = step / 2; y < bitmap.Height && _found.Count < Capacity; y += step)
            ScanRow(bitmap, y);
        return _found;
    }

    private void ScanRow(Bitmap bitmap, int y)
    {
        // The row's ends close the outermost runs; so light runs begin at even places, dark ones at odd ones.
        var count = bitmap.Edges(y, _edges.AsSpan(1));
        (_edges[0], _edges[count + 1]) = (0, bitmap.Width);
        var edges = _edges.AsSpan(0, count + 2);
        for (var i = 0; i + 5 < edges.Length; i++)
        {
            int middle = edges[i + 3] - edges[i + 2];
            if (middle <= edges[i + 2] - edges[i + 1] || middle <= edges[i + 4] - edges[i + 3])
                continue;
            if (edges[i + 5] - edges[i] >= _smallest
                && IsFinder(edges[i], edges[i + 1], edges[i + 2], edges[i + 3], edges[i + 4], edges[i + 5]))
                Check(bitmap, y, edges.Slice(i, 6), inverted: (i & 1) == 0);
        }
    }

    /// <summary>
    /// Edges of the runs 1:1:3:1:1: each pair of runs within half a module and half a pixel, and runs that mirror each
    /// other not too different.
    /// </summary>
    private bool IsFinder(int e0, int e1, int e2, int e3, int e4, int e5)
    {
        if (_open)
            return IsOpen(e0, e1, e2, e3, e4, e5);
        var twelve = e5 + e4 - e1 - e0; // modules
        int middle = e3 - e2, most = (twelve * 5) + 60, most4 = (twelve * 3) + 30;
        return 8 * middle > twelve && 8 * middle < 3 * twelve
            && Math.Abs((120 * (e2 - e0)) - (20 * twelve)) < most && Math.Abs((120 * (e5 - e3)) - (20 * twelve)) < most
            && Math.Abs((60 * (e3 - e1)) - (20 * twelve)) < most4 && Math.Abs((60 * (e4 - e2)) - (20 * twelve)) < most4
            && Math.Abs(e1 - e0 - e5 + e4) * 14 < twelve + 14 && Math.Abs(e2 - e1 - e4 + e3) * 14 < twelve + 14;
    }

    /// <summary>The inner runs 1:3:1, and at least most of a module beyond them.</summary>
    private static bool IsOpen(int e0, int e1, int e2, int e3, int e4, int e5)
    {
        var eight = e4 + e3 - e2 - e1; // modules
        int middle = e3 - e2;
        return 5 * middle > eight && 2 * middle < eight && 12 * (e1 - e0) > eight && 12 * (e5 - e4) > eight
            && Math.Abs(e2 - e1 - e4 + e3) * 10 < eight + 10;
    }

    private void Check(Bitmap bitmap, int y, ReadOnlySpan<int> edges, bool inverted)
    {
        // The outer runs say nothing of an open pattern's size.
        var total = _open ? (edges[4] - edges[1]) * 7 / 5 : edges[5] - edges[0];
        int x = (edges[2] + edges[3]) / 2;
        if (!Across(_columns, y, x, total, out var centerY, out var totalY)
            || IsKnown(x + 0.5f, centerY, total / 7f, inverted)
            || !Across(bitmap, x, (int)centerY, total, out var centerX, out var totalX)
            || (!_open && !Diagonal(bitmap, (int)centerX, (int)centerY, 1, total, inverted))
            || (!_open && !Diagonal(bitmap, (int)centerX, (int)centerY, -1, total, inverted)))
            return;
        if (_found.Count < Capacity && !IsKnown(centerX, centerY, totalX / 7f, inverted))
            _found.Add(new FinderPattern(new(centerX, centerY), (totalX + totalY) / 14f, 1, inverted, default));
    }

    private bool IsKnown(float x, float y, float moduleSize, bool inverted)
    {
        for (var i = _found.Count - 1; i >= 0; i--)
        {
            var known = _found[i];
            if (known.Inverted != inverted || MathF.Abs(known.Center.X - x) > known.ModuleSize * 1.5f
                || MathF.Abs(known.Center.Y - y) > known.ModuleSize * 2f
                || MathF.Abs(known.ModuleSize - moduleSize) > MathF.Max(1.5f, known.ModuleSize * 0.6f))
                continue;
            _found[i] = known with { Sightings = known.Sightings + 1 };
            return true;
        }
        return false;
    }

    /// <summary>The same ratio along a row, of the picture or of its columns; gives the middle and the length.</summary>
    private bool Across(Bitmap bitmap, int x, int y, int expected, out float center, out int total)
    {
        int e3 = bitmap.RunEnd(x, y), e2 = bitmap.RunStart(x, y) + 1;
        (center, total) = ((e2 + e3) / 2f, 0);
        if (e2 == 0 || e3 == bitmap.Width || 3 * expected < e3 - e2)
            return false;
        int e4 = bitmap.RunEnd(e3, y), e1 = bitmap.RunStart(e2 - 1, y) + 1;
        if (e1 == 0 || e4 == bitmap.Width)
            return false;
        int e5 = bitmap.RunEnd(e4, y), e0 = bitmap.RunStart(e1 - 1, y) + 1;
        total = _open ? (e4 - e1) * 7 / 5 : e5 - e0;
        return 5 * total > 2 * expected && 2 * total < 5 * expected && IsFinder(e0, e1, e2, e3, e4, e5);
    }

    /// <summary>The same ratio from the top left to the bottom right (1) or from the bottom left to the top right (-1).</summary>
    private static bool Diagonal(Bitmap bitmap, int x, int y, int rise, int expected, bool inverted)
    {
        if (!bitmap.Contains(x, y) || bitmap.IsDark(x, y) == inverted)
            return false;
        Span<int> forth = stackalloc int[3];
        Span<int> back = stackalloc int[3];
        return Runs(bitmap, x, y, 1, rise, 2 * expected, inverted, forth)
            && Runs(bitmap, x, y, -1, -rise, 2 * expected, inverted, back)
            && IsFinderLoosely(-back[2], -back[1], -back[0], forth[0] + 1, forth[1] + 1, forth[2] + 1);
    }

    /// <summary>Along a diagonal corners are cut, and steps are longer than a pixel.</summary>
    private static bool IsFinderLoosely(int e0, int e1, int e2, int e3, int e4, int e5)
    {
        var twelve = e5 + e4 - e1 - e0; // modules
        int middle = e3 - e2;
        return 9 * middle > twelve && 2 * middle < twelve + 2
            && Math.Abs((6 * (e3 - e1)) - (2 * twelve)) < twelve + 6 && Math.Abs((6 * (e4 - e2)) - (2 * twelve)) < twelve + 6;
    }

    /// <summary>Steps from a point to the ends of three runs, counted without the point itself.</summary>
    private static bool Runs(
        Bitmap bitmap, int x, int y, int dx, int dy, int longest, bool inverted, Span<int> ends)
    {
        var (length, dark) = (0, !inverted);
        for (var i = 0; i < 3; i++, dark = !dark)
        {
            while (bitmap.Contains(x + dx, y + dy) && bitmap.IsDark(x + dx, y + dy) == dark)
            {
                (x, y) = (x + dx, y + dy);
                if (++length > longest)
                    return false;
            }
            ends[i] = length;
            if (i < 2 && !bitmap.Contains(x + dx, y + dy))
                return false;
        }
        return true;
    }
}
