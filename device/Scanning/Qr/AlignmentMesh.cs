namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Lays a mesh through the alignment patterns of a symbol of version 7 and above, and half way between them. Each pattern
/// is looked for where the bend of the paper, if it is known, and its neighbours above and to the left say that it should
/// be; one that is not found stays there.
/// </summary>
internal static class AlignmentMesh
{
    private const int Radius = 2;

    /// <summary>Shifts the warp's nodes onto the patterns; returns the share of them that were found.</summary>
    internal static float Lay(in GreyView picture, Warp warp, int version, bool inverted, in SymbolBend? bend = null)
    {
        Span<int> centers = stackalloc int[7];
        Span<float> nodes = stackalloc float[Warp.MostNodes];
        var count = QrVersion.AlignmentCenters(version, centers);
        for (var i = 0; i < count; i++)
        {
            nodes[2 * i] = centers[i] + 0.5f;
            if (i > 0)
                nodes[(2 * i) - 1] = (nodes[2 * i] + nodes[(2 * i) - 2]) / 2;
        }
        warp.Lay(nodes[..((2 * count) - 1)]);
        var found = 0;
        for (var row = 0; row < warp.Count; row += 2)
        {
            for (var column = 0; column < warp.Count; column += 2)
            {
                warp.Shift(column, row) = Guess(warp, bend, column, row);
                if (!IsFinder(warp, column, row) && TryFind(picture, warp, column, row, inverted))
                    found++;
            }
        }
        Between(warp, bend);
        return found / (float)((count * count) - 3);
    }

    private static bool IsFinder(Warp warp, int column, int row) =>
        (column == 0 || row == 0) && (column == 0 || column == warp.Count - 1) && (row == 0 || row == warp.Count - 1);

    private static bool TryFind(in GreyView picture, Warp warp, int column, int row, bool inverted)
    {
        float x = warp.Node(column), y = warp.Node(row);
        ref var shift = ref warp.Shift(column, row);
        var (right, down) = SymbolPosition.Axes(warp.Base, x, y);
        var at = warp.Base.Map(x, y);
        var (center, match) = RingSearch.Find(
            picture, RingPattern.Alignment, new(at.X + shift.X, at.Y + shift.Y), right, down, Radius, inverted);
        if (match < RingSearch.LeastMatch)
            return false;
        shift = new(center.X - at.X, center.Y - at.Y);
        return true;
    }

    /// <summary>What the bend says, and beyond it what it leaves unexplained at the neighbours already placed.</summary>
    private static PixelPoint Guess(Warp warp, in SymbolBend? bend, int column, int row)
    {
        var here = Bent(warp, bend, column, row);
        if (column == 0 && row == 0)
            return here;
        var left = Residual(warp, bend, column > 0 ? column - 2 : column, column > 0 ? row : row - 2);
        var above = Residual(warp, bend, row > 0 ? column : column - 2, row > 0 ? row - 2 : row);
        return new(here.X + ((left.X + above.X) / 2), here.Y + ((left.Y + above.Y) / 2));
    }

    /// <summary>The nodes that are no patterns: the bend there, and the mean of what it leaves unexplained at the patterns around.</summary>
    private static void Between(Warp warp, in SymbolBend? bend)
    {
        for (var row = 0; row < warp.Count; row++)
        {
            for (var column = row % 2 == 0 ? 1 : 0; column < warp.Count; column += row % 2 == 0 ? 2 : 1)
            {
                int left = column - (column % 2), right = column + (column % 2), top = row - (row % 2), bottom = row + (row % 2);
                PixelPoint a = Residual(warp, bend, left, top), b = Residual(warp, bend, right, top);
                PixelPoint c = Residual(warp, bend, left, bottom), d = Residual(warp, bend, right, bottom);
                var bent = Bent(warp, bend, column, row);
                warp.Shift(column, row) = new(
                    bent.X + ((a.X + b.X + c.X + d.X) / 4), bent.Y + ((a.Y + b.Y + c.Y + d.Y) / 4));
            }
        }
    }

    private static PixelPoint Residual(Warp warp, in SymbolBend? bend, int column, int row)
    {
        PixelPoint shift = warp.Shift(column, row), bent = Bent(warp, bend, column, row);
        return new(shift.X - bent.X, shift.Y - bent.Y);
    }

    private static PixelPoint Bent(Warp warp, in SymbolBend? bend, int column, int row) =>
        bend?.ShiftAt(warp, column, row) ?? default;
}
