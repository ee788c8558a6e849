namespace CheckIn.Gate.Scanning.Qr;

/// <summary>
/// Reads QR codes from 8-bit luminance. One instance for one thread; it keeps its buffers.
/// The picture is looked at in layers, each dearer or rarer than the one before: local thresholds at full size, then at
/// half the size (large, noisy or blurred codes); a picture in which neither shows what could be a code is done. Then
/// come other thresholds, a quarter and twice the size. Black and white serve only to find where codes are: their modules
/// are always read from the grey picture. The search ends when everything that looks like a code has been read, or
/// the time that the effort grants is over; so any input ends soon.
/// </summary>
public sealed class QrReader
{
    private const int SmallestSide = 21;
    private const int DeepLayers = 7;
    private const int FramesBetweenDeepLooks = 4;
    private const int MostToComplete = 4;
    private const int SmallestInFrame = 11;
    private const int SmallestInStill = 7;
    private const int LargestToDouble = 1280 * 960;
    private static readonly TimeSpan FrameBudget = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan StillBudget = TimeSpan.FromSeconds(2);
    private readonly TimeProvider _time;
    private readonly Binarizer _binarizer = new();
    private readonly Bitmap _bitmap = new();
    private readonly FinderSearch _finders = new();
    private readonly SymbolDecoder _decoder = new();
    private readonly FrameMemory _memory = new();
    private readonly Luminance _half = new();
    private readonly Luminance _quarter = new();
    private readonly Luminance _double = new();
    private readonly Luminance _sharp = new();
    private readonly List<FinderPattern> _patterns = new(FinderSearch.Capacity);
    private readonly List<FinderTriple> _triples = new(FinderTriple.Most);
    private readonly List<QrCode> _codes = [];
    private bool _pending;
    private int _smallest;
    private int _emptyFrames;
    private bool _isFrame;
    private bool _wasSpent;
    private int _turn;

    /// <param name="time">Measures the time spent; the system's by default.</param>
    public QrReader(TimeProvider? time = null) => _time = time ?? TimeProvider.System;

    /// <summary>How far the last picture came.</summary>
    public ReadStage Reached { get; private set; }

    /// <summary>All codes in the picture, with the effort of a frame.</summary>
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
        _decoder.Begin(effort == ReadEffort.Frame ? _memory : null);
        _memory.NextFrame();
        if (width >= SmallestSide && height >= SmallestSide)
            Look(new GreyView(pixels, width, height, stride), effort);
        Reached = _codes.Count > 0 ? ReadStage.Read : _decoder.Reached;
        if (_codes.Count > 0)
            _memory.Forget();
        return _codes.Count == 0 ? [] : [.. _codes];
    }

    private void Look(in GreyView picture, ReadEffort effort)
    {
        var budget = new ReadBudget(_time, effort == ReadEffort.Frame ? FrameBudget : StillBudget);
        _pending = false;
        _isFrame = effort == ReadEffort.Frame;
        _smallest = _isFrame ? SmallestInFrame : SmallestInStill;
        if (_isFrame && _wasSpent)
            LookElsewhere(picture, budget);
        if (!IsDone)
            LookThrough(picture, budget);
        _wasSpent = _codes.Count == 0 && budget.IsSpent;
    }

    /// <summary>What took all the time in the last frame without success would take it in this one too.</summary>
    private void LookElsewhere(in GreyView picture, in ReadBudget budget)
    {
        _binarizer.Measure(picture);
        _half.Halve(picture);
        LookDeeper(picture, _turn++ % DeepLayers, budget);
    }

    private void LookThrough(in GreyView picture, in ReadBudget budget)
    {
        _binarizer.Measure(picture);
        _binarizer.Local(picture, _bitmap, radius: 2);
        Search(picture, 1, budget);
        if (IsDone)
            return;
        _half.Halve(picture);
        LookAt(_half.View, picture, 2, budget);
        if (IsDone)
            return;
        if (!_isFrame || _decoder.Reached >= ReadStage.TooManyErrors)
        {
            for (var layer = 0; layer < DeepLayers && !IsDone && !budget.IsSpent; layer++)
                LookDeeper(picture, layer, budget);
        }
        else if (_emptyFrames++ % FramesBetweenDeepLooks == 0)
        {
            LookDeeper(picture, _emptyFrames / FramesBetweenDeepLooks % DeepLayers, budget);
        }
    }

    /// <summary>
    /// One of the dearer layers. A still picture is looked at through all of them; frames in which nothing shows, which
    /// are most, take turns.
    /// </summary>
    private void LookDeeper(in GreyView picture, int layer, in ReadBudget budget)
    {
        switch (layer)
        {
            case 0:
                if (_binarizer.Global(picture, _bitmap))
                    Search(picture, 1, budget);
                break;
            case 1:
                _binarizer.Measure(picture);
                _binarizer.Local(picture, _bitmap, radius: 5);
                Search(picture, 1, budget);
                if (!IsDone)
                    Search(picture, 1, budget, open: true);
                break;
            case 2:
                _quarter.Halve(_half.View);
                LookAt(_quarter.View, picture, 4, budget);
                break;
            case 3:
                _sharp.Sharpen(_half.View);
                LookAt(_sharp.View, picture, 2, budget);
                break;
            case 4:
                _sharp.Sharpen(picture);
                LookAt(_sharp.View, picture, 1, budget);
                break;
            case 5:
                _quarter.Halve(_half.View);
                _sharp.Sharpen(_quarter.View);
                LookAt(_sharp.View, picture, 4, budget);
                break;
            default:
                if (picture.Width * picture.Height > LargestToDouble)
                    break;
                _double.Double(picture);
                LookAt(_double.View, picture, 0.5f, budget);
                break;
        }
    }

    /// <summary>Codes were read, and nothing else looks like one.</summary>
    private bool IsDone => _codes.Count > 0 && !_pending;

    /// <summary>Local thresholds on a copy of another size; what is found is read from the picture itself.</summary>
    private void LookAt(in GreyView copy, in GreyView picture, float scale, in ReadBudget budget)
    {
        if (copy.Width < SmallestSide || copy.Height < SmallestSide)
            return;
        _binarizer.Measure(copy);
        _binarizer.Local(copy, _bitmap, radius: 2);
        Search(picture, scale, budget);
    }

    private void Search(in GreyView picture, float scale, in ReadBudget budget, bool open = false)
    {
        _pending = false;
        var step = _isFrame ? Math.Clamp(_bitmap.Height / 240, 3, 4) : Math.Clamp(_bitmap.Height / 240, 2, 4);
        var found = _finders.Find(_bitmap, step, _smallest, open);
        Outline(found, scale, _isFrame ? step : int.MaxValue);
        FinderTriple.Choose(_patterns, _triples);
        Try(picture, scale, budget);
        if (_isFrame && _codes.Count > 1)
        {
            // Where there are several codes, a pattern that only one row has shown is hardly chance.
            Outline(found, scale, int.MaxValue);
            FinderTriple.Choose(_patterns, _triples);
            Try(picture, scale, budget);
        }
        if (_codes.Count > 0 || budget.IsSpent || (_isFrame && _patterns.Count > MostToComplete))
            return;
        MissingFinder.Complete(picture, _patterns, _triples);
        Try(picture, scale, budget);
    }

    private void Try(in GreyView picture, float scale, in ReadBudget budget)
    {
        foreach (var triple in _triples)
        {
            if (IsExplained(triple))
                continue;
            if (budget.IsSpent)
                return;
            if (_decoder.Decode(picture, _bitmap, scale, triple, budget) is { } code)
                _codes.Add(code);
            else
                _pending |= triple.Penalty < 0.5f;
        }
        _pending |= !_isFrame && _codes.Count > 0 && HasStrays();
    }

    /// <summary>Patterns are left that belong to no code read: perhaps to one of which another pattern was not seen.</summary>
    private bool HasStrays()
    {
        var strays = 0;
        foreach (var pattern in _patterns)
        {
            if (!IsWithinCode(pattern.Center))
                strays++;
        }
        return strays > 1;
    }

    /// <summary>The outlines of the patterns found, all in pixels of the full picture.</summary>
    private void Outline(List<FinderPattern> found, float scale, int largestSeenOnce)
    {
        _patterns.Clear();
        foreach (var pattern in found)
        {
            // Three modules high, so that more than one row should have shown it: one that did is mostly chance.
            if (pattern.Sightings == 1 && pattern.ModuleSize > largestSeenOnce)
                continue;
            var outline = FinderOutline.Around(_bitmap, pattern.Center, pattern.ModuleSize, pattern.Inverted);
            if (outline.Modules == 0)
                continue;
            var middle = outline.Middle;
            _patterns.Add(pattern with
            {
                Center = new(middle.X * scale, middle.Y * scale),
                ModuleSize = pattern.ModuleSize * scale,
                Outline = outline.Scaled(scale),
            });
        }
    }

    /// <summary>A finder of it belongs to a code already read, or lies within one.</summary>
    private bool IsExplained(in FinderTriple triple) =>
        IsWithinCode(triple.TopLeft.Center) || IsWithinCode(triple.TopRight.Center) || IsWithinCode(triple.BottomLeft.Center);

    private bool IsWithinCode(PixelPoint point)
    {
        foreach (var code in _codes)
        {
            if (code.Corners.Surround(point))
                return true;
        }
        return false;
    }
}
