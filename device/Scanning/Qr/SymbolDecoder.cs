namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// One symbol from three finders: assume sizes, fit the perspective, sample the modules, decode. What is cheap comes
/// first, and most symbols end there: finders and one alignment pattern, levels as they are. Then the blur is taken off
/// and uncertain codewords are given up; then the grid is laid through all alignment patterns, and last it is
/// pulled into place. Format information and Reed-Solomon are the judges of every attempt.
/// </summary>
internal sealed class SymbolDecoder
{
    private const float LeastTiming = 0.25f;
    private const float GoodTiming = 0.7f;
    private const float LeastSeparatorMatch = 0.7f;
    private const float GoodSeparatorMatch = 0.85f;
    private const float LeastAlignments = 0.3f;
    private const float LeastBitmapMatch = 0.62f;
    private const float LeastFunctionMatch = 0.68f;
    private const float LeastFormatMatch = 0.5f;
    private const int MostVersions = 3;
    private static readonly float[] Blurs = [0.45f, 0.6f, 0.75f, 0.9f];
    private static readonly float[] MemoryBlurs = [0, 0.5f, 0.7f];
    private readonly ModuleGrid _grid = new();
    private readonly EvidenceGrid _evidence = new();
    private readonly Codewords _codewords = new();
    private readonly Warp _warp = new();
    private readonly GridFit _fit = new();
    private readonly EvidenceGrid _together = new();
    private FrameMemory? _memory;
    private Bitmap _bitmap = new();
    private float _scale;
    private ReadBudget _budget;
    private bool _legible;
    private bool _separated;

    /// <summary>How far the attempts since the last <see cref="Begin(FrameMemory?)"/> came.</summary>
    internal ReadStage Reached { get; private set; }

    /// <summary>Begins a picture; with a memory if it is a frame among others.</summary>
    internal void Begin(FrameMemory? memory) => (Reached, _memory) = (ReadStage.NoFinders, memory);

    /// <summary>The code between three finders, or null.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="bitmap">The black and white picture in which the finders were found.</param>
    /// <param name="scale">Pixels of the picture for one of the bitmap.</param>
    /// <param name="triple">The finders.</param>
    /// <param name="budget">When to give up.</param>
    internal QrCode? Decode(
        in GreyView picture, Bitmap bitmap, float scale, in FinderTriple triple, in ReadBudget budget)
    {
        (_bitmap, _scale, _budget) = (bitmap, scale, budget);
        Come(ReadStage.NoGrid);
        Span<(float Match, int Version)> guesses = stackalloc (float, int)[MostVersions];
        var count = Guess(picture, triple, guesses);
        foreach (var (timing, version) in guesses[..count])
        {
            if (TryVersion(picture, triple, version, timing, out var stated) is { } code)
                return code;
            if (stated is { } other && TryVersion(picture, triple, other, timing, out _) is { } corrected)
                return corrected;
        }
        return null;
    }

    /// <summary>The version that the symbol states, then those whose timing patterns fit best, best first.</summary>
    private int Guess(in GreyView picture, in FinderTriple triple, Span<(float Match, int Version)> guesses)
    {
        var nearest = Math.Clamp((int)MathF.Round((triple.Modules - 10) / 4), 1, QrVersion.Largest);
        var inverted = triple.TopLeft.Inverted;
        if (SymbolPosition.Fit(triple, QrVersion.Size(nearest)) is not { } about)
            return 0;
        var separators = SymbolPosition.SeparatorMatch(_bitmap, _scale, about, QrVersion.Size(nearest), inverted);
        if (separators < LeastSeparatorMatch)
            return 0;
        _separated = separators >= GoodSeparatorMatch;
        // The larger the symbol, the more a small error of the module's size counts.
        var doubt = 1 + (nearest / 5);
        int? stated = nearest < 6 ? null : SymbolPosition.StatedVersion(picture, triple);
        var count = 0;
        for (var version = Math.Max(1, nearest - doubt); version <= Math.Min(QrVersion.Largest, nearest + doubt); version++)
        {
            var size = QrVersion.Size(version);
            if (SymbolPosition.Fit(triple, size) is not { } transform)
                continue;
            var match = SymbolPosition.TimingMatch(picture, transform, size, inverted);
            if (match < GoodTiming && SymbolBend.Find(triple, size) is { } bend)
                match = MathF.Max(match, bend.TimingMatch(picture, inverted));
            if (version == stated)
                match += 1;
            else if (version == nearest)
                match += 0.1f;
            // Without timing patterns, as on bent paper, good separators are reason enough for the likeliest size.
            if (match >= LeastTiming || (version == nearest && _separated))
                Keep(guesses, ref count, match, version);
        }
        return count;
    }

    private static void Keep(Span<(float Match, int Version)> guesses, ref int count, float match, int version)
    {
        if (count == guesses.Length && guesses[^1].Match >= match)
            return;
        count = Math.Min(count + 1, guesses.Length);
        var at = count - 1;
        for (; at > 0 && guesses[at - 1].Match < match; at--)
            guesses[at] = guesses[at - 1];
        guesses[at] = (match, version);
    }

    private QrCode? TryVersion(
        in GreyView picture, in FinderTriple triple, int version, float timing, out int? stated)
    {
        stated = null;
        var size = QrVersion.Size(version);
        var inverted = triple.TopLeft.Inverted;
        if (SymbolPosition.Fit(triple, size) is not { } flat)
            return null;
        var transform = version >= 2 ? WithAlignment(picture, triple, version, flat) : flat;
        _warp.Reset(transform, size);
        _legible = false;
        EvidenceGrid.Take(_bitmap, _scale, _warp, inverted, _grid);
        var match = _grid.FunctionPatternMatch(SymbolLayout.Of(version));
        if (match >= LeastBitmapMatch && TryGrid(version, inverted, giveUp: false) is { } plain)
            return plain;
        if (version >= 7 && AlignmentMesh.Lay(picture, _warp, version, inverted) >= LeastAlignments)
            match = LeastBitmapMatch;
        if (match >= LeastBitmapMatch)
        {
            var code = TryWarp(picture, version, inverted, ref stated);
            if (code is not null || stated is not null)
                return code;
            if (_legible && _memory is not null && TryMemory(version, inverted, triple) is { } together)
                return together;
        }
        return TryFitted(picture, triple, flat, version, timing, inverted, ref stated);
    }

    /// <summary>What this frame and those before it show together.</summary>
    private QrCode? TryMemory(int version, bool inverted, in FinderTriple triple)
    {
        var center = new PixelPoint(
            (triple.TopRight.Center.X + triple.BottomLeft.Center.X) / 2, (triple.TopRight.Center.Y + triple.BottomLeft.Center.Y) / 2);
        if (!_memory!.Add(_evidence, version, inverted, center, triple.TopRight.Distance(triple.BottomLeft)))
            return null;
        var size = QrVersion.Size(version);
        _together.Take(_memory.Sums, size, _memory.Count);
        foreach (var blur in MemoryBlurs)
        {
            _together.Decide(_grid, blur);
            if (TryGrid(version, inverted, giveUp: true) is { } code)
                return code;
        }
        return null;
    }

    /// <summary>Bends the grid as the paper is bent, then pulls it into place.</summary>
    private QrCode? TryFitted(
        in GreyView picture, in FinderTriple triple, in PerspectiveTransform flat, int version, float timing, bool inverted,
        ref int? stated)
    {
        var layout = SymbolLayout.Of(version);
        if (_legible)
        {
            if (_warp.Count == 0)
                _fit.Bend(picture, _warp, _evidence, layout, inverted);
            if (Improve(picture, version, inverted, ref stated) is { } fitted)
                return fitted;
        }
        // What shows neither format nor alignment may be bent too much for that; a texture that looks so is more frequent.
        var timed = timing >= GoodTiming;
        if (_budget.IsSpent || !(_legible || (_memory is null ? _separated || timed : _separated && timed)))
            return null;
        return TryBent(picture, triple, flat, version, inverted, ref stated)
            ?? (_legible ? Improve(picture, version, inverted, ref stated) : null);
    }

    private QrCode? Improve(in GreyView picture, int version, bool inverted, ref int? stated)
    {
        for (var round = 0; round < 2 && !_budget.IsSpent; round++)
        {
            _fit.Improve(picture, _warp, _evidence, SymbolLayout.Of(version), inverted, _budget);
            if (TryWarp(picture, version, inverted, ref stated) is { } fitted)
                return fitted;
        }
        return null;
    }

    private QrCode? TryBent(
        in GreyView picture, in FinderTriple triple, in PerspectiveTransform flat, int version, bool inverted, ref int? stated)
    {
        var size = QrVersion.Size(version);
        if (SymbolBend.Find(triple, size) is not { } bend)
            return null;
        bend = bend.Aligned(picture, inverted);
        _warp.Reset(flat, size);
        if (version >= 7)
        {
            AlignmentMesh.Lay(picture, _warp, version, inverted, bend);
        }
        else
        {
            GridFit.LayEvenly(_warp);
            bend.Shift(_warp);
        }
        _evidence.Sample(picture, _warp, inverted);
        _evidence.Decide(_grid, 0);
        _fit.Track(picture, _warp, _evidence, SymbolLayout.Of(version), inverted, _budget);
        return TryWarp(picture, version, inverted, ref stated);
    }

    /// <summary>The perspective improved by the alignment pattern at the fourth corner, if it is found.</summary>
    private static PerspectiveTransform WithAlignment(
        in GreyView picture, in FinderTriple triple, int version, in PerspectiveTransform transform)
    {
        var size = QrVersion.Size(version);
        var place = size - 6.5f;
        var expected = transform.Map(place, place);
        var (right, down) = SymbolPosition.Axes(transform, place, place);
        for (var radius = 2; radius <= 6; radius += version < 7 ? 2 : 4)
        {
            var (center, match) = RingSearch.Find(picture, RingPattern.Alignment, expected, right, down, radius, triple.TopLeft.Inverted);
            if (match >= RingSearch.LeastMatch)
                return SymbolPosition.Fit(triple, size, center) ?? transform;
        }
        return transform;
    }

    private QrCode? TryWarp(in GreyView picture, int version, bool inverted, ref int? stated)
    {
        var layout = SymbolLayout.Of(version);
        _evidence.Sample(picture, _warp, inverted);
        _evidence.Decide(_grid, 0);
        if (_grid.FunctionPatternMatch(layout) < LeastFunctionMatch)
            return null;
        Come(ReadStage.NoFormat);
        if (version >= 7 && FormatInformation.Version(_grid) is { } says && says != version)
        {
            stated = says;
            return null;
        }
        if (TryGrid(version, inverted, giveUp: true) is { } code)
            return code;
        foreach (var blur in Blurs)
        {
            if (_budget.IsSpent)
                return null;
            _evidence.Decide(_grid, blur);
            if (TryGrid(version, inverted, giveUp: true) is { } sharpened)
                return sharpened;
        }
        _evidence.Decide(_grid, 0);
        return null;
    }

    private QrCode? TryGrid(int version, bool inverted, bool giveUp)
    {
        if (TryDecode(version, inverted, mirrored: false, giveUp) is { } code)
            return code;
        _grid.Transpose();
        var mirrored = TryDecode(version, inverted, mirrored: true, giveUp);
        _grid.Transpose();
        return mirrored;
    }

    private QrCode? TryDecode(int version, bool inverted, bool mirrored, bool giveUp)
    {
        var (level, mask, match) = FormatInformation.Format(_grid);
        if (match < LeastFormatMatch)
            return null;
        Come(ReadStage.TooManyErrors);
        _legible = true;
        var data = _codewords.Decode(_grid, version, level, mask, giveUp, out var corrected);
        if (data.IsEmpty)
            return null;
        Come(ReadStage.NoContent);
        if (BitSegments.Read(data, version) is not { } content)
            return null;
        Come(ReadStage.Read);
        return new QrCode(
            content.Bytes, content.Text, content.CharacterSet, Corners(), version, level, mask, corrected, inverted, mirrored)
        {
            StructuredAppend = content.StructuredAppend,
            Application = content.Application,
        };
    }

    private QrCorners Corners() => new(
        _warp.Map(0, 0), _warp.Map(_warp.Size, 0), _warp.Map(_warp.Size, _warp.Size), _warp.Map(0, _warp.Size));

    private void Come(ReadStage stage) => Reached = stage > Reached ? stage : Reached;
}
