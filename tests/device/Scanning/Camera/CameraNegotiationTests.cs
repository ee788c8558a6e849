using CheckIn.Gate.Scanning.Camera;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Gate.Tests.Scanning.Camera;

public sealed class CameraNegotiationTests
{
    private static readonly string[] Formats = ["GREY", "NV12", "YU12", "YUYV", "UYVY", "MJPG", "pBAA"];
    private static readonly (int, int)[] Sizes = [(320, 240), (640, 480), (800, 600), (1280, 720), (1920, 1080)];
    private static readonly double[] Rates = [5, 10, 15, 25, 30, 60];

    [Fact]
    public void A_usual_camera_gives_uncompressed_640x480_at_15()
    {
        var choice = Choose(
            new(), Offer("MJPG", 640, 480, 30, 15), Offer("MJPG", 1920, 1080, 30), Offer("YUYV", 320, 240, 30),
            Offer("YUYV", 640, 480, 30, 20, 15, 10), Offer("YUYV", 1280, 720, 10));
        Assert.Equal(("YUYV", 640, 480, 15.0), (choice.Layout.Name, choice.Width, choice.Height, choice.Rate));
    }

    [Fact]
    public void JPEG_is_taken_where_only_it_is_fast_enough()
    {
        var options = new CameraOptions { Width = 1280, Height = 720 };
        var offers = new[] { Offer("YUYV", 1280, 720, 7.5), Offer("MJPG", 1280, 720, 30) };
        Assert.Equal("MJPG", Choose(options, offers).Layout.Name);
        Assert.Equal("YUYV", CameraNegotiation.Choose(offers, options, canDecodeJpeg: false).Layout.Name);
    }

    [Fact]
    public void A_distance_asks_for_the_pixels_that_its_modules_need()
    {
        // At 100 mm a camera of 60 degrees sees 115 mm; 0.2 mm of them shall be 2.5 pixels.
        var options = new CameraOptions { Distance = 100 };
        Assert.Equal(1444, CameraNegotiation.WidthFor(options));
        CameraOffer[] offers =
        [
            Offer("YUYV", 640, 480, 30), Offer("YUYV", 1280, 720, 10), Offer("MJPG", 1920, 1080, 30),
            Offer("MJPG", 3840, 2160, 30),
        ];
        Assert.Equal(1920, Choose(options, offers).Width);
        // A telephone's modules are larger.
        Assert.Equal(640, Choose(new() { Distance = 80, Module = 0.4 }, offers).Width);
        var most = Choose(options, Offer("YUYV", 640, 480, 30), Offer("YUYV", 800, 600, 30));
        Assert.Equal(800, most.Width);
        Assert.Contains("ask for 1444 pixels", most.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_names_what_the_camera_offers_and_what_to_do()
    {
        var offers = new[] { Offer("YUYV", 640, 480, 30, 15), Offer("MJPG", 1280, 720, 30) };
        var other = Refusal(new() { Width = 1920, Height = 1080 }, offers);
        Assert.Contains("does not offer 1920x1080, but YUYV 640x480 30 15/s, MJPG 1280x720 30/s", other, StringComparison.Ordinal);
        Assert.Contains("Nv12", Refusal(new() { Format = CameraFormat.Nv12 }, offers), StringComparison.Ordinal);
        var raw = Refusal(new(), new CameraOffer(PixelLayout.Code("pBAA"), 0, 0, []));
        Assert.Contains("only pBAA", raw, StringComparison.Ordinal);
        Assert.Contains("Rpicam", raw, StringComparison.Ordinal);
        var jpeg = Assert.Throws<CameraException>(
            () => CameraNegotiation.Choose([Offer("MJPG", 640, 480, 30)], new(), canDecodeJpeg: false));
        Assert.Contains("libturbojpeg0", jpeg.Message, StringComparison.Ordinal);
        Assert.Contains("no pictures", Refusal(new()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rate_is_the_slowest_that_is_enough()
    {
        Assert.Equal(15, Offer("GREY", 1, 1, 30, 15, 10).RateFor(15));
        Assert.Equal(30, Offer("GREY", 1, 1, 60, 30, 10).RateFor(15));
        Assert.Equal(10, Offer("GREY", 1, 1, 5, 10).RateFor(15));
        Assert.Equal(15, new CameraOffer(0, 1, 1, [new(1, 90)]).RateFor(15));
        Assert.Null(new CameraOffer(0, 1, 1, []).RateFor(15));
    }

    [Fact]
    public void Ranges_of_sizes_offer_the_size_that_is_set_or_usual_ones()
    {
        var range = new SizeRange(32, 1920, 2, 32, 1080, 2);
        Assert.Equal([(700, 500)], range.Worthwhile(new CameraOptions { Width = 700, Height = 500 }));
        Assert.Empty(range.Worthwhile(new CameraOptions { Width = 701, Height = 500 }));
        Assert.Contains((640, 480), range.Worthwhile(new CameraOptions()));
        Assert.DoesNotContain((3840, 2160), range.Worthwhile(new CameraOptions()));
    }

    [Fact]
    public void Whatever_is_offered_the_choice_is_an_offer_that_keeps_to_the_settings()
    {
        Prop.ForAll(Cases, choice => With(choice, (offers, options, chosen) =>
            offers.Any(offer => offer.FourCc == chosen.Layout.FourCc && offer.Width == chosen.Width && offer.Height == chosen.Height)
            && (options.Width is null || (options.Width, options.Height) == (chosen.Width, chosen.Height))
            && (options.Format == CameraFormat.Auto || options.Format == chosen.Layout.Format))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void No_offer_of_the_same_rate_and_size_is_less_compressed_and_none_in_reach_is_fast_enough_if_the_choice_is_not()
    {
        Prop.ForAll(Cases, choice => With(choice, (offers, options, chosen) =>
        {
            var fitting = offers.Where(offer => Fits(offer, options)).ToList();
            var isEnough = IsEnough(chosen.Rate, options);
            var better = fitting.Any(offer => offer.Width == chosen.Width && offer.Height == chosen.Height
                && !PixelLayout.Of(offer.FourCc)!.IsCompressed && chosen.Layout.IsCompressed
                && offer.RateFor(options.FramesPerSecond) >= (chosen.Rate ?? options.FramesPerSecond));
            return !better && (isEnough || !fitting.Any(offer => IsEnough(offer.RateFor(options.FramesPerSecond), options)));
        })).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_choice_does_not_depend_on_the_order_of_the_offers()
    {
        Prop.ForAll(Cases, choice => With(choice, (offers, options, chosen) =>
            CameraNegotiation.Choose([.. offers.Reverse()], options, true) is var again
            && (again.Layout, again.Width, again.Height, again.Rate) == (chosen.Layout, chosen.Width, chosen.Height, chosen.Rate)))
            .QuickCheckThrowOnFailure();
    }

    private static Arbitrary<(int[] Offers, int Wish, int Size, int Rate)> Cases => Gen
        .Choose(0, (Formats.Length * Sizes.Length * (Rates.Length + 1)) - 1).ArrayOf()
        .Zip(Gen.Choose(0, 5)).Zip(Gen.Choose(-1, Sizes.Length - 1)).Zip(Gen.Choose(0, Rates.Length - 1))
        .Select(all => (all.Item1.Item1.Item1, all.Item1.Item1.Item2, all.Item1.Item2, all.Item2)).ToArbitrary();

    /// <summary>True too where nothing fits and that is said.</summary>
    private static bool With(
        (int[] Offers, int Wish, int Size, int Rate) drawn, Func<IReadOnlyList<CameraOffer>, CameraOptions, CameraChoice, bool> holds)
    {
        var offers = drawn.Offers.Distinct().Select(OfferOf).ToList();
        var options = new CameraOptions { Format = (CameraFormat)drawn.Wish, FramesPerSecond = Rates[drawn.Rate] };
        if (drawn.Size >= 0)
            (options.Width, options.Height) = Sizes[drawn.Size];
        try
        {
            return holds(offers, options, CameraNegotiation.Choose(offers, options, canDecodeJpeg: true));
        }
        catch (CameraException)
        {
            return !offers.Any(offer => Fits(offer, options));
        }
    }

    private static bool Fits(CameraOffer offer, CameraOptions options) =>
        PixelLayout.Of(offer.FourCc) is { } layout && (options.Format == CameraFormat.Auto || options.Format == layout.Format)
        && (options.Width is null || (options.Width, options.Height) == (offer.Width, offer.Height));

    private static bool IsEnough(double? rate, CameraOptions options) => rate is null || rate >= options.FramesPerSecond / 2;

    private static CameraOffer OfferOf(int number)
    {
        var (format, rest) = (Formats[number % Formats.Length], number / Formats.Length);
        var ((width, height), rate) = (Sizes[rest % Sizes.Length], rest / Sizes.Length);
        return rate == Rates.Length ? Offer(format, width, height) : Offer(format, width, height, Rates[rate]);
    }

    private static CameraOffer Offer(string format, int width, int height, params double[] rates) =>
        new(PixelLayout.Code(format), width, height, [.. rates.Select(rate => new RateRange(rate, rate))]);

    private static CameraChoice Choose(CameraOptions options, params CameraOffer[] offers) =>
        CameraNegotiation.Choose(offers, options, canDecodeJpeg: true);

    private static string Refusal(CameraOptions options, params CameraOffer[] offers) =>
        Assert.Throws<CameraException>(() => Choose(options, offers)).Message;
}
