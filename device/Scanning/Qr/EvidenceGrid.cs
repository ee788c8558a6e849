namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// The levels of a symbol's modules as the picture shows them, and what they say. Shades are decided here rather than in
/// a black and white picture: a module's level is interpolated from the pixels around its middle, and compared with
/// the dark and the light modules around it, which masks make about equally many. Blur mixes a module with its
/// neighbours in a known way and can be undone in part. Distances from the threshold remain as certainties, for the error correction to
/// give up the least certain codewords first, and for pictures of one code to be added up.
/// </summary>
internal sealed class EvidenceGrid
{
    private const int Most = QrVersion.LargestSize * QrVersion.LargestSize;
    private const int Window = 5;
    private const float TrustInEven = 0.75f;
    private readonly float[] _levels = new float[Most];
    private readonly float[] _sharp = new float[Most];
    private readonly float[] _thresholds = new float[Most];
    private readonly float[] _contrasts = new float[Most];
    private readonly float[] _trust = new float[Most];
    private readonly ModuleDeblur _deblur = new();
    private readonly BoxSums _all = new();
    private readonly BoxSums _dark = new();
    private readonly BoxSums _darkCount = new();

    internal int Size { get; private set; }

    internal ReadOnlySpan<float> Levels => _levels.AsSpan(0, Size * Size);

    internal ReadOnlySpan<float> Thresholds => _thresholds.AsSpan(0, Size * Size);

    /// <summary>Takes the modules' levels from a picture; light-on-dark ones turned over.</summary>
    internal void Sample(in GreyView picture, Warp warp, bool inverted)
    {
        Size = warp.Size;
        var moduleSize = warp.Base.ModuleSize(Size);
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var level = LevelAt(picture, warp.Map(x + 0.5f, y + 0.5f), moduleSize);
                _levels[(y * Size) + x] = inverted ? 255 - level : level;
            }
        }
    }

    /// <summary>Takes what a black and white picture shows in the modules' middles; outside it is light.</summary>
    /// <param name="bitmap">The picture.</param>
    /// <param name="scale">Pixels of the warp for one of the bitmap.</param>
    /// <param name="warp">Where the modules lie.</param>
    /// <param name="inverted">Light on dark.</param>
    /// <param name="grid">Takes the modules, all equally certain.</param>
    internal static void Take(Bitmap bitmap, float scale, Warp warp, bool inverted, ModuleGrid grid)
    {
        grid.Reset(warp.Size);
        var shrink = 1 / scale;
        for (var y = 0; y < warp.Size; y++)
        {
            for (var x = 0; x < warp.Size; x++)
            {
                var point = warp.Base.Map(x + 0.5f, y + 0.5f);
                int column = (int)(point.X * shrink), row = (int)(point.Y * shrink);
                grid.Set(x, y, bitmap.Contains(column, row) && bitmap.IsDark(column, row) != inverted);
            }
        }
    }

    /// <summary>
    /// Adds what was seen of each module to sums over several frames: how far above or below the threshold it is, counted
    /// in usual contrasts, so that what glare has washed out adds next to nothing.
    /// </summary>
    internal void AddTo(Span<float> sums)
    {
        var usual = MathF.Max(1, UsualContrast());
        for (var i = 0; i < Size * Size; i++)
            sums[i] += _trust[i] * Math.Clamp((_sharp[i] - _thresholds[i]) / usual, -2, 2);
    }

    /// <summary>Takes such sums for levels.</summary>
    internal void Take(ReadOnlySpan<float> sums, int size, int frames)
    {
        Size = size;
        for (var i = 0; i < size * size; i++)
            _levels[i] = 128 + (60 * sums[i] / frames);
    }

    /// <summary>The level of a module around its middle: of one point when it is small, of five when it has room for them.</summary>
    internal static float LevelAt(in GreyView picture, PixelPoint middle, float moduleSize)
    {
        var level = picture.At(middle.X, middle.Y);
        if (moduleSize < 3.5f)
            return level;
        var off = moduleSize * 0.2f;
        return (level + picture.At(middle.X - off, middle.Y - off) + picture.At(middle.X + off, middle.Y - off)
            + picture.At(middle.X - off, middle.Y + off) + picture.At(middle.X + off, middle.Y + off)) / 5;
    }

    /// <summary>Decides on every module.</summary>
    /// <param name="grid">Takes the decisions.</param>
    /// <param name="blur">Blur to undo: the standard deviation of its bell curve, in modules; 0 for none.</param>
    internal void Decide(ModuleGrid grid, float blur)
    {
        Levels.CopyTo(_sharp);
        if (blur > 0)
            _deblur.Undo(Levels, _sharp.AsSpan(0, Size * Size), Size, blur);
        FindThresholds();
        var least = MathF.Max(4, UsualContrast() / 2);
        grid.Reset(Size);
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var at = (y * Size) + x;
                var off = _thresholds[at] - _sharp[at];
                grid.Set(x, y, off > 0, MathF.Min(1, MathF.Abs(off) / MathF.Max(_contrasts[at], least)));
            }
        }
        DoubtPatches(grid);
    }

    /// <summary>
    /// Glare, dirt and shade cover whole patches, and near their edges these stand out as clearly as modules do. But masks
    /// leave few squares of 3 x 3 even; so every such square that a module lies in lessens what it is trusted.
    /// </summary>
    private void DoubtPatches(ModuleGrid grid)
    {
        _trust.AsSpan(0, Size * Size).Fill(1);
        for (var y = 1; y < Size - 1; y++)
        {
            for (var x = 1; x < Size - 1; x++)
            {
                if (!grid.IsEven(x, y))
                    continue;
                for (var v = y - 1; v <= y + 1; v++)
                {
                    for (var u = x - 1; u <= x + 1; u++)
                        _trust[(v * Size) + u] *= TrustInEven;
                }
            }
        }
        for (var at = 0; at < Size * Size; at++)
            grid.Trust(at, _trust[at]);
    }

    private float UsualContrast()
    {
        float sum = 0;
        for (var i = 0; i < Size * Size; i++)
            sum += _contrasts[i];
        return sum / (Size * Size);
    }

    /// <summary>Half way between the means of the darker and of the lighter modules around, in two steps.</summary>
    private void FindThresholds()
    {
        _all.Build(_sharp, Size);
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
                _thresholds[(y * Size) + x] = _all.Mean(x, y, Window);
        }
        _dark.Build(_sharp, Size, _thresholds);
        _darkCount.Count(_sharp, Size, _thresholds);
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var at = (y * Size) + x;
                var (count, all) = (_darkCount.Sum(x, y, Window), _all.Area(x, y, Window));
                if (count < 0.1f * all || count > 0.9f * all)
                {
                    _contrasts[at] = 0;
                    continue;
                }
                var dark = _dark.Sum(x, y, Window);
                var (low, high) = (dark / count, (_all.Sum(x, y, Window) - dark) / (all - count));
                (_thresholds[at], _contrasts[at]) = ((low + high) / 2, (high - low) / 2);
            }
        }
    }
}
