namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Pulls a grid into place where finders and alignment patterns alone do not tell, as on bent paper. A grid that lies
/// right hits its modules in the middle, where they are darkest or lightest; so the nodes of a mesh are shifted as
/// long as that makes the modules around them differ more from their thresholds, those of the function patterns in
/// the direction that is known. Steps become smaller from round to round; the number of rounds is fixed.
/// </summary>
internal sealed class GridFit
{
    private const float KnownWeight = 3;
    private const float MostBend = 4.2f;
    private const float TrackReach = 1;
    private const float TrackStep = 0.25f;
    private static readonly float[] Steps = [0.5f, 0.25f, 0.4f, 0.2f, 0.1f];
    private float _moduleSize;
    private bool _inverted;

    /// <summary>Fits the warp's mesh, laying one when it has none. The evidence has been decided on where the warp lay.</summary>
    internal void Improve(
        in GreyView picture, Warp warp, EvidenceGrid evidence, SymbolLayout layout, bool inverted, in ReadBudget budget)
    {
        (_moduleSize, _inverted) = (warp.Base.ModuleSize(warp.Size), inverted);
        if (warp.Count == 0)
            LayEvenly(warp);
        foreach (var step in Steps)
        {
            for (var row = 0; row < warp.Count && !budget.IsSpent; row++)
            {
                for (var column = 0; column < warp.Count; column++)
                    Move(picture, warp, evidence, layout, column, row, step);
            }
        }
    }

    /// <summary>
    /// Lays the nodes of a mesh one after the other from the top left on, each where the cell that it completes is plainest,
    /// near where its neighbours say. Where the modules are not known in advance every cell looks as plain one module
    /// further, so what has been laid must lead the way.
    /// </summary>
    internal void Track(
        in GreyView picture, Warp warp, EvidenceGrid evidence, SymbolLayout layout, bool inverted, in ReadBudget budget)
    {
        (_moduleSize, _inverted) = (warp.Base.ModuleSize(warp.Size), inverted);
        Span<PixelPoint> misses = stackalloc PixelPoint[warp.Count * warp.Count];
        misses.Clear();
        for (var row = 1; row < warp.Count && !budget.IsSpent; row++)
        {
            for (var column = 1; column < warp.Count; column++)
            {
                var at = (row * warp.Count) + column;
                PixelPoint left = misses[at - 1], above = misses[at - warp.Count], corner = misses[at - warp.Count - 1];
                misses[at] = Complete(
                    picture, warp, evidence, layout, column, row, new(left.X + above.X - corner.X, left.Y + above.Y - corner.Y));
            }
        }
    }

    /// <summary>Shifts the lower right node of a cell; returns by how much.</summary>
    private PixelPoint Complete(
        in GreyView picture, Warp warp, EvidenceGrid evidence, SymbolLayout layout, int column, int row, PixelPoint likely)
    {
        var (right, down) = SymbolPosition.Axes(warp.Base, warp.Node(column), warp.Node(row));
        ref var shift = ref warp.Shift(column, row);
        var (start, best, most) = (shift, likely, float.MinValue);
        int x = (int)warp.Node(column - 1), y = (int)warp.Node(row - 1);
        int endX = (int)MathF.Ceiling(warp.Node(column)), endY = (int)MathF.Ceiling(warp.Node(row));
        for (var v = -TrackReach; v <= TrackReach; v += TrackStep)
        {
            for (var u = -TrackReach; u <= TrackReach; u += TrackStep)
            {
                var miss = new PixelPoint(likely.X + (u * right.X) + (v * down.X), likely.Y + (u * right.Y) + (v * down.Y));
                shift = new(start.X + miss.X, start.Y + miss.Y);
                var merit = Merit(picture, warp, evidence, layout, x, Math.Min(endX, warp.Size), y, Math.Min(endY, warp.Size))
                    * (1 - (0.05f * ((u * u) + (v * v))));
                if (merit > most)
                    (most, best) = (merit, miss);
            }
        }
        shift = new(start.X + best.X, start.Y + best.Y);
        return best;
    }

    /// <summary>
    /// Looks for the bend of a page or a cylinder, along rows or along columns, that brings most modules home. All
    /// lines across the bend are shifted alike, the middle one most.
    /// </summary>
    internal void Bend(in GreyView picture, Warp warp, EvidenceGrid evidence, SymbolLayout layout, bool inverted)
    {
        (_moduleSize, _inverted) = (0, inverted); // one point a module will do
        LayEvenly(warp);
        var most = Merit(picture, warp, evidence, layout, 0, warp.Size, 0, warp.Size) * 1.02f;
        (bool Rows, float Sideways, float Along) best = default;
        var middle = warp.Size / 2f;
        var (right, down) = SymbolPosition.Axes(warp.Base, middle, middle);
        foreach (var rows in (ReadOnlySpan<bool>)[true, false])
        {
            for (var sideways = -MostBend; sideways <= MostBend; sideways += 0.7f)
            {
                for (var along = -MostBend / 2; along <= MostBend / 2; along += 0.7f)
                {
                    Shift(warp, rows, sideways, along, right, down);
                    var merit = Merit(picture, warp, evidence, layout, 0, warp.Size, 0, warp.Size);
                    if (merit > most)
                        (most, best) = (merit, (rows, sideways, along));
                }
            }
        }
        Shift(warp, best.Rows, best.Sideways, best.Along, right, down);
    }

    private static void Shift(Warp warp, bool rows, float sideways, float along, PixelPoint right, PixelPoint down)
    {
        var (u, v) = rows ? (along, sideways) : (sideways, along);
        for (var row = 0; row < warp.Count; row++)
        {
            for (var column = 0; column < warp.Count; column++)
            {
                var at = warp.Node(rows ? column : row) / warp.Size;
                var amount = 4 * at * (1 - at);
                warp.Shift(column, row) = new(amount * ((u * right.X) + (v * down.X)), amount * ((u * right.Y) + (v * down.Y)));
            }
        }
    }

    internal static void LayEvenly(Warp warp)
    {
        Span<float> nodes = stackalloc float[Math.Clamp(warp.Size / 7, 4, 7)];
        for (var i = 0; i < nodes.Length; i++)
            nodes[i] = warp.Size * (i / (nodes.Length - 1f));
        warp.Lay(nodes);
    }

    private void Move(
        in GreyView picture, Warp warp, EvidenceGrid evidence, SymbolLayout layout, int column, int row, float step)
    {
        var (right, down) = SymbolPosition.Axes(warp.Base, warp.Node(column), warp.Node(row));
        ref var shift = ref warp.Shift(column, row);
        var (start, best) = (shift, shift);
        var merit = Merit(picture, warp, evidence, layout, column, row) * 1.0005f;
        for (var direction = 0; direction < 4; direction++)
        {
            var by = (direction & 1) == 0 ? step : -step;
            var axis = direction < 2 ? right : down;
            shift = new(start.X + (by * axis.X), start.Y + (by * axis.Y));
            var moved = Merit(picture, warp, evidence, layout, column, row);
            if (moved > merit)
                (merit, best) = (moved, shift);
        }
        shift = best;
    }

    private float Merit(
        in GreyView picture, Warp warp, EvidenceGrid evidence, SymbolLayout layout, int column, int row)
    {
        var (left, right) = Reach(warp, column);
        var (top, bottom) = Reach(warp, row);
        return Merit(picture, warp, evidence, layout, left, right, top, bottom);
    }

    /// <summary>How far the modules of a rectangle are from their thresholds, in all.</summary>
    private float Merit(
        in GreyView picture, Warp warp, EvidenceGrid evidence, SymbolLayout layout,
        int left, int right, int top, int bottom)
    {
        var thresholds = evidence.Thresholds;
        var shades = layout.Shades;
        float merit = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var at = (y * warp.Size) + x;
                var level = EvidenceGrid.LevelAt(picture, warp.Map(x + 0.5f, y + 0.5f), _moduleSize);
                var darkness = thresholds[at] - (_inverted ? 255 - level : level);
                merit += shades[at] == 0 ? MathF.Abs(darkness) : KnownWeight * shades[at] * darkness;
            }
        }
        return merit;
    }

    private static (int First, int End) Reach(Warp warp, int node)
    {
        var first = node <= 1 ? 0 : (int)warp.Node(node - 1);
        var end = node >= warp.Count - 2 ? warp.Size : (int)MathF.Ceiling(warp.Node(node + 1));
        return (first, Math.Min(end, warp.Size));
    }
}
