namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Reads QR codes from 8-bit luminance. One instance for one thread; it keeps its buffers.
/// The picture is looked at in layers, each dearer or rarer than the one before, and the first layer that shows codes
/// ends the search: local thresholds at full size, the same with dark and light swapped, one threshold for all, then half
/// the size (large, noisy or blurred codes) and twice the size (tiny ones). Within a layer finder patterns are searched,
/// put together in threes and tried, best first. Every loop is bounded, so any input ends soon.
/// </summary>
public sealed class QrReader
{
    private const int SmallestSide = 21;
    private const int LargestToDouble = 640 * 480;
    private readonly Binarizer _binarizer = new();
    private readonly Bitmap _bitmap = new();
    private readonly FinderSearch _finders = new();
    private readonly SymbolDecoder _decoder = new();
    private readonly Luminance _half = new();
    private readonly Luminance _quarter = new();
    private readonly Luminance _double = new();
    private readonly List<FinderTriple> _triples = [];
    private readonly List<FinderPattern> _used = [];
    private readonly List<QrCode> _codes = [];

    /// <summary>How far the last picture came.</summary>
    public ReadStage Reached { get; private set; }

    /// <summary>All codes in the picture.</summary>
    /// <param name="pixels">Luminance, 0 black to 255 white, row by row.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="stride">Bytes from one row to the next, at least <paramref name="width"/>.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the memory.</exception>
    public IReadOnlyList<QrCode> Read(ReadOnlySpan<byte> pixels, int width, int height, int stride) =>
        Read(pixels, width, height, stride, ReadEffort.Frame);

    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, int, int, int)"/>
    /// <param name="effort">How much the picture is worth.</param>
    public IReadOnlyList<QrCode> Read(ReadOnlySpan<byte> pixels, int width, int height, int stride, ReadEffort effort)
    {
        if (width < 0 || height < 0 || stride < width || (height > 0 && pixels.Length < ((height - 1L) * stride) + width))
            throw new ArgumentException($"A picture of {width} x {height}, stride {stride}, does not fit {pixels.Length} bytes.");
        _codes.Clear();
        Reached = ReadStage.NoFinders;
        if (width < SmallestSide || height < SmallestSide)
            return [];
        if (!Look(pixels, width, height, stride, 1))
            LookAtOtherSizes(pixels, width, height, stride);
        Reached = _codes.Count > 0 ? ReadStage.Read : ReadStage.NoFinders;
        return _codes.Count == 0 ? [] : [.. _codes];
    }

    private void LookAtOtherSizes(ReadOnlySpan<byte> pixels, int width, int height, int stride)
    {
        _half.Halve(pixels, width, height, stride);
        if (Look(_half.Pixels, _half.Width, _half.Height, _half.Width, 2))
            return;
        if (width * height > LargestToDouble)
        {
            _quarter.Halve(_half.Pixels, _half.Width, _half.Height, _half.Width);
            Look(_quarter.Pixels, _quarter.Width, _quarter.Height, _quarter.Width, 4);
            return;
        }
        _double.Double(pixels, width, height, stride);
        Look(_double.Pixels, _double.Width, _double.Height, _double.Width, 0.5f);
    }

    /// <summary>The three kinds of threshold at one size; true when codes were found.</summary>
    private bool Look(ReadOnlySpan<byte> pixels, int width, int height, int stride, float scale)
    {
        if (width < SmallestSide || height < SmallestSide)
            return false;
        _binarizer.Measure(pixels, width, height, stride);
        _binarizer.Local(pixels, width, height, stride, _bitmap, radius: 2);
        if (Search(inverted: false, scale))
            return true;
        _bitmap.Invert();
        if (Search(inverted: true, scale))
            return true;
        if (!Binarizer.Global(pixels, width, height, stride, _bitmap))
            return false;
        if (Search(inverted: false, scale))
            return true;
        _bitmap.Invert();
        if (Search(inverted: true, scale))
            return true;
        _binarizer.Local(pixels, width, height, stride, _bitmap, radius: 5);
        return Search(inverted: false, scale);
    }

    private bool Search(bool inverted, float scale)
    {
        var patterns = _finders.Find(_bitmap);
        if (patterns.Count < 3)
            return false;
        FinderTriple.Choose(patterns, _triples);
        _used.Clear();
        foreach (var triple in _triples)
        {
            if (IsUsed(triple) || _decoder.Decode(_bitmap, triple, inverted) is not { } code)
                continue;
            _used.Add(triple.TopLeft);
            _used.Add(triple.TopRight);
            _used.Add(triple.BottomLeft);
            _codes.Add(scale == 1 ? code : code with { Corners = Scaled(code.Corners, scale) });
        }
        return _codes.Count > 0;
    }

    private bool IsUsed(in FinderTriple triple)
    {
        foreach (var pattern in _used)
        {
            if (triple.Shares(pattern))
                return true;
        }
        return false;
    }

    private static QrCorners Scaled(in QrCorners c, float scale) => new(
        new(c.TopLeft.X * scale, c.TopLeft.Y * scale), new(c.TopRight.X * scale, c.TopRight.Y * scale),
        new(c.BottomRight.X * scale, c.BottomRight.Y * scale), new(c.BottomLeft.X * scale, c.BottomLeft.Y * scale));
}
