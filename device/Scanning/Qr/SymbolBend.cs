namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Where the modules of a symbol on bent paper lie, as its three finders show it: each shows not only a place but also the
/// directions and lengths that modules have there. Cubic curves between the middles of the finders take both up, one
/// along the top and one along the left; what lies below the top is shifted as the left is, as on a page or a bottle, and
/// the alignment pattern tells where the fourth corner is.
/// </summary>
internal readonly struct SymbolBend
{
    private const float FinderCenter = 3.5f;
    private const float AlignmentPlace = 6.5f;
    private const int Radius = 4;
    private readonly BentLine _top;
    private readonly BentLine _left;
    private readonly PixelPoint _twist;
    private readonly int _size;

    private SymbolBend(in BentLine top, in BentLine left, int size, PixelPoint twist) =>
        (_top, _left, _size, _twist) = (top, left, size, twist);

    /// <summary>The bend of a symbol of an assumed size, or null where the finders' outlines do not show it.</summary>
    internal static SymbolBend? Find(in FinderTriple triple, int size)
    {
        if (triple.TopLeft.Outline.Modules == 0 || triple.TopRight.Outline.Modules == 0 || triple.BottomLeft.Outline.Modules == 0)
            return null;
        var span = size - (2 * FinderCenter);
        return new(
            BentLine.Between(triple.TopLeft, triple.TopRight, span), BentLine.Between(triple.TopLeft, triple.BottomLeft, span), size,
            default);
    }

    /// <summary>Where a place given in modules lies in the picture.</summary>
    internal PixelPoint At(float x, float y)
    {
        var span = _size - (2 * FinderCenter);
        float u = (x - FinderCenter) / span, v = (y - FinderCenter) / span;
        PixelPoint top = _top.At(u), left = _left.At(v), corner = _top.Start;
        return new(top.X + left.X - corner.X + (u * v * _twist.X), top.Y + left.Y - corner.Y + (u * v * _twist.Y));
    }

    /// <summary>How well the timing patterns alternate on it, -1 to 1.</summary>
    internal float TimingMatch(in GreyView picture, bool inverted)
    {
        TimingMatch top = default, left = default;
        for (var i = 6; i <= _size - 7; i++)
        {
            PixelPoint above = At(i + 0.5f, 6.5f), beside = At(6.5f, i + 0.5f);
            top.Add(i, picture.At(above.X, above.Y));
            left.Add(i, picture.At(beside.X, beside.Y));
        }
        return Qr.TimingMatch.Of(top, left, inverted);
    }

    /// <summary>The bend with the fourth corner where the alignment pattern has it, if one is found.</summary>
    internal SymbolBend Aligned(in GreyView picture, bool inverted)
    {
        if (_size == QrVersion.Size(1))
            return this;
        var place = _size - AlignmentPlace;
        PixelPoint at = At(place, place), before = At(place - 1, place), above = At(place, place - 1);
        var (center, match) = RingSearch.Find(
            picture, RingPattern.Alignment, at, new(at.X - before.X, at.Y - before.Y), new(at.X - above.X, at.Y - above.Y),
            Radius, inverted);
        if (match < RingSearch.LeastMatch)
            return this;
        var share = (place - FinderCenter) / (_size - (2 * FinderCenter));
        share *= share;
        return new(_top, _left, _size, new((center.X - at.X) / share, (center.Y - at.Y) / share));
    }

    /// <summary>Shifts all nodes of a warp's mesh to where they lie.</summary>
    internal void Shift(Warp warp)
    {
        for (var row = 0; row < warp.Count; row++)
        {
            for (var column = 0; column < warp.Count; column++)
                warp.Shift(column, row) = ShiftAt(warp, column, row);
        }
    }

    /// <summary>How far a node lies from where the warp's perspective has it.</summary>
    internal PixelPoint ShiftAt(Warp warp, int column, int row)
    {
        PixelPoint bent = At(warp.Node(column), warp.Node(row)), flat = warp.Base.Map(warp.Node(column), warp.Node(row));
        return new(bent.X - flat.X, bent.Y - flat.Y);
    }
}
