namespace CheckIn.Gate.Scanning.Camera;

/// <summary>What is asked of a camera.</summary>
/// <param name="Rate">Frames a second; null = the camera's own.</param>
/// <param name="Reason">Why this, for the log.</param>
internal sealed record CameraChoice(PixelLayout Layout, int Width, int Height, double? Rate, string Reason);

/// <summary>
/// What a camera is asked for, out of all it offers; a pure function of both. In this order:
///   1. formats that can be read, and whatever the settings name;
///   2. a rate that is enough, or at least half of it: a code that is shown for a moment is in several frames;
///   3. enough pixels for the smallest module at the lane's distance, or 640 x 480 if no distance is set, and not
///      many more:
///      more pixels cost time on every frame; too many are better than too few;
///   4. pixels as they are before JPEG, whose blocks blur small modules and which must be decoded;
///   5. the smallest of the sizes that are enough, the largest of those that are not;
///   6. luminance that can be read where it lies before one that must be gathered;
///   7. the slowest rate that is enough, as the longest exposure in it still is short.
/// </summary>
internal static class CameraNegotiation
{
    internal static readonly (int Width, int Height)[] UsualSizes =
    [
        (640, 480), (800, 600), (1024, 768), (1280, 720), (1280, 800), (1280, 960), (1600, 1200), (1920, 1080),
        (2592, 1944), (3840, 2160), (320, 240),
    ];

    /// <summary>Pixels that a module should have on a side; the reader needs some two.</summary>
    private const double PixelsAModule = 2.5;
    private const int UsualWidth = 640, UsualHeight = 480, UsualMost = 1280 * 720;
    private const int MostNamed = 12;

    /// <param name="canDecodeJpeg">Whether libturbojpeg is installed.</param>
    /// <exception cref="CameraException">Nothing offered will do; the message names what is offered.</exception>
    internal static CameraChoice Choose(IReadOnlyList<CameraOffer> offers, CameraOptions options, bool canDecodeJpeg)
    {
        var fitting = offers.Where(offer => Fits(offer, options, canDecodeJpeg)).ToList();
        if (fitting.Count == 0)
            throw new CameraException(Refusal(offers, options, canDecodeJpeg));
        var best = fitting.MinBy(offer => Rank(offer, options))!;
        var layout = PixelLayout.Of(best.FourCc)!;
        return new CameraChoice(
            layout, best.Width, best.Height, best.RateFor(options.FramesPerSecond), Reason(best, layout, options));
    }

    /// <summary>
    /// Pixels across that the smallest module at the lane's distance asks for; null = no distance is set.
    /// </summary>
    internal static int? WidthFor(CameraOptions options) => options.Distance is not { } distance
        ? null
        : (int)Math.Ceiling(
            PixelsAModule * 2 * distance * Math.Tan(options.ViewAngle / 2 * Math.PI / 180) / options.Module);

    private static bool Fits(CameraOffer offer, CameraOptions options, bool canDecodeJpeg) =>
        PixelLayout.Of(offer.FourCc) is { } layout
        && (canDecodeJpeg || !layout.IsCompressed)
        && (options.Format == CameraFormat.Auto || options.Format == layout.Format)
        && (options.Width is not { } width || offer.Width == width)
        && (options.Height is not { } height || offer.Height == height);

    private static (int, int, bool, int, int, double, int) Rank(CameraOffer offer, CameraOptions options)
    {
        var layout = PixelLayout.Of(offer.FourCc)!;
        var (size, area) = (SizeClass(offer, options), offer.Width * offer.Height);
        var rate = offer.RateFor(options.FramesPerSecond) ?? double.MaxValue;
        return (
            RateClass(offer, options), size, layout.IsCompressed, size == TooSmall ? -area : area, layout.Order,
            rate < options.FramesPerSecond ? -rate : rate, offer.Width);
    }

    /// <summary>0 = enough, 1 = at least half of it, 2 = less.</summary>
    private static int RateClass(CameraOffer offer, CameraOptions options)
    {
        var wanted = options.FramesPerSecond;
        // Cameras say 14.985 and mean 15.
        return offer.RateFor(wanted) is not { } rate || rate >= 0.98 * wanted ? 0 : rate >= wanted / 2 ? 1 : 2;
    }

    private const int TooSmall = 2;

    /// <summary>0 = as wanted, 1 = larger, 2 = too small.</summary>
    private static int SizeClass(CameraOffer offer, CameraOptions options)
    {
        if (WidthFor(options) is { } width)
            return offer.Width < width ? TooSmall : offer.Width <= 2 * width ? 0 : 1;
        if (offer.Width < UsualWidth || offer.Height < UsualHeight)
            return TooSmall;
        return offer.Width * offer.Height <= UsualMost ? 0 : 1;
    }

    private static string Reason(CameraOffer best, PixelLayout layout, CameraOptions options)
    {
        var isTooSmall = SizeClass(best, options) == TooSmall;
        var modules = $"modules of {CameraOffer.Number(options.Module)} mm at {options.Distance} mm";
        var size = (options.Width, WidthFor(options)) switch
        {
            (not null, _) => "the size that is set",
            (_, null) => isTooSmall ? "the largest there is" : "a size that reads well",
            var (_, width) when isTooSmall => $"the largest there is, but {modules} ask for {width} pixels across",
            var (_, width) => $"at least {width} pixels across for {modules}",
        };
        var pixels = layout.Luma switch
        {
            Luma.Alone or Luma.Plane => "read where it lies",
            Luma.Jpeg => "compressed, as nothing else comes as often at such a size",
            _ => "uncompressed",
        };
        var rate = RateClass(best, options) == 0
            ? ""
            : $"; slower than the {CameraOffer.Number(options.FramesPerSecond)}/s wanted";
        return $"{size}; {pixels}{rate}";
    }

    private static string Refusal(IReadOnlyList<CameraOffer> offers, CameraOptions options, bool canDecodeJpeg)
    {
        var readable = offers.Where(offer => PixelLayout.Of(offer.FourCc) is not null).ToList();
        if (readable.Count == 0)
        {
            var formats = string.Join(
                ", ", offers.Select(offer => PixelLayout.NameOf(offer.FourCc)).Distinct().Take(MostNamed));
            return (formats.Length == 0 ? "it offers no pictures" : $"it offers only {formats}, which cannot be read")
                + ". A Raspberry Pi's camera module needs Camera:Driver Rpicam; else take a camera with GREY, NV12, YUYV "
                + "or MJPEG";
        }
        if (!canDecodeJpeg && readable.All(offer => PixelLayout.Of(offer.FourCc)!.IsCompressed))
            return "it offers only JPEG pictures: install Debian's package libturbojpeg0";
        var wanted = (options.Format == CameraFormat.Auto ? "" : $"{options.Format} ")
            + (options.Width is { } width ? $"{width}x{options.Height}" : "");
        var more = readable.Count > MostNamed ? $" and {readable.Count - MostNamed} more" : "";
        return $"it does not offer {wanted.TrimEnd()}, but {string.Join(", ", readable.Take(MostNamed))}{more}: "
            + "set Camera:Width, Height and Format to one of these, or leave them out";
    }
}
