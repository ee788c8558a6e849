namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Lays a mesh through the alignment patterns of a symbol of version 7 and above. Each is looked for where its
/// neighbours above and to the left say that it should be; one that is not found stays there.
/// </summary>
internal static class AlignmentMesh
{
    private const int Radius = 2;

    /// <summary>Shifts the warp's nodes onto the patterns; returns the share of them that were found.</summary>
    internal static float Lay(in GreyView picture, Warp warp, int version, bool inverted)
    {
        Span<int> centers = stackalloc int[7];
        Span<float> nodes = stackalloc float[7];
        var count = QrVersion.AlignmentCenters(version, centers);
        for (var i = 0; i < count; i++)
            nodes[i] = centers[i] + 0.5f;
        warp.Lay(nodes[..count]);
        var found = 0;
        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column < count; column++)
            {
                warp.Shift(column, row) = Guess(warp, column, row);
                if (!IsFinder(column, row, count) && TryFind(picture, warp, column, row, inverted))
                    found++;
            }
        }
        return found / (float)((count * count) - 3);
    }

    private static bool IsFinder(int column, int row, int count) =>
        (column == 0 || row == 0) && (column == 0 || column == count - 1) && (row == 0 || row == count - 1);

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

    /// <summary>From the neighbours already placed: a plane through three of them, or the mean of two.</summary>
    private static PixelPoint Guess(Warp warp, int column, int row)
    {
        if (column > 0 && row > 0)
        {
            PixelPoint left = warp.Shift(column - 1, row), above = warp.Shift(column, row - 1);
            return new((left.X + above.X) / 2, (left.Y + above.Y) / 2);
        }
        return column > 0 ? warp.Shift(column - 1, row) : row > 0 ? warp.Shift(column, row - 1) : default;
    }
}
