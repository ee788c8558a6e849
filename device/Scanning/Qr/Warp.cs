namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Where the modules of a symbol lie in the picture: a perspective, and on top of it shifts at the nodes of a mesh,
/// interpolated between them and continued beyond, for paper that is bent and lenses that are not straight.
/// </summary>
internal sealed class Warp
{
    /// <summary>Most nodes along a side: the seven alignment patterns of the largest symbols and half way between them.</summary>
    internal const int MostNodes = 13;

    private readonly float[] _nodes = new float[MostNodes];
    private readonly PixelPoint[] _shifts = new PixelPoint[MostNodes * MostNodes];
    private PerspectiveTransform _base;

    /// <summary>Nodes along a side; 0 for a plain perspective.</summary>
    internal int Count { get; private set; }

    internal int Size { get; private set; }

    internal ref readonly PerspectiveTransform Base => ref _base;

    internal void Reset(in PerspectiveTransform transform, int size) => (_base, Size, Count) = (transform, size, 0);

    /// <summary>Lays a mesh without shifts; the nodes are module coordinates, rising, the same for rows and columns.</summary>
    internal void Lay(ReadOnlySpan<float> nodes)
    {
        Count = nodes.Length;
        nodes.CopyTo(_nodes);
        Array.Clear(_shifts);
    }

    internal float Node(int index) => _nodes[index];

    internal ref PixelPoint Shift(int column, int row) => ref _shifts[(row * Count) + column];

    internal void CopyTo(Warp other)
    {
        (other._base, other.Size, other.Count) = (_base, Size, Count);
        _nodes.CopyTo(other._nodes, 0);
        _shifts.CopyTo(other._shifts, 0);
    }

    internal PixelPoint Map(float x, float y)
    {
        var point = _base.Map(x, y);
        if (Count == 0)
            return point;
        var shift = ShiftAt(x, y);
        return new(point.X + shift.X, point.Y + shift.Y);
    }

    private PixelPoint ShiftAt(float x, float y)
    {
        var (column, fx) = Cell(x);
        var (row, fy) = Cell(y);
        var at = (row * Count) + column;
        PixelPoint a = _shifts[at], b = _shifts[at + 1], c = _shifts[at + Count], d = _shifts[at + Count + 1];
        float wa = (1 - fx) * (1 - fy), wb = fx * (1 - fy), wc = (1 - fx) * fy, wd = fx * fy;
        return new((wa * a.X) + (wb * b.X) + (wc * c.X) + (wd * d.X), (wa * a.Y) + (wb * b.Y) + (wc * c.Y) + (wd * d.Y));
    }

    /// <summary>The cell of a coordinate and how far into it; beyond the mesh less than 0 or more than 1.</summary>
    private (int Cell, float Into) Cell(float at)
    {
        var cell = 0;
        while (cell < Count - 2 && at >= _nodes[cell + 1])
            cell++;
        return (cell, (at - _nodes[cell]) / (_nodes[cell + 1] - _nodes[cell]));
    }
}
