using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class PerspectiveFitTests
{
    private const int Size = 45;

    [Fact]
    public void Any_perspective_is_recovered_from_four_corners()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var truth = RandomView(random);
            var found = Fit(truth, [(0, 0), (Size, 0), (0, Size), (Size, Size)]);
            AssertAlike(truth, found, 0.02f);
        }
    }

    [Fact]
    public void Errors_of_many_points_even_out()
    {
        var random = new Random(2);
        Span<double> room = stackalloc double[PerspectiveFit.Room];
        for (var i = 0; i < 100; i++)
        {
            var truth = RandomView(random);
            var fit = Begin(room, truth);
            for (var y = 0; y <= Size; y += 5)
            {
                for (var x = 0; x <= Size; x += 5)
                {
                    var (shakeX, shakeY) = ((random.NextSingle() * 2) - 1, (random.NextSingle() * 2) - 1);
                    var pixel = truth.Map(x, y);
                    fit.Add(x, y, new(pixel.X + shakeX, pixel.Y + shakeY));
                }
            }
            AssertAlike(truth, fit.Solve(), 0.9f);
        }
    }

    [Fact]
    public void A_heavy_point_counts_more_than_a_light_one()
    {
        var truth = RandomView(new Random(3));
        var off = truth.Map(Size, Size);
        var heavy = Fourth(30);
        var light = Fourth(0.03f);
        Assert.True(heavy > 7 && light < 0.5, $"{heavy} and {light} pixels of 10 followed");

        // Five points, so that the fourth corner need not be met: it is told to lie 10 pixels to the right.
        double Fourth(float weight)
        {
            var fit = Begin(stackalloc double[PerspectiveFit.Room], truth);
            foreach (var (x, y) in (ReadOnlySpan<(float, float)>)[(0, 0), (Size, 0), (0, Size), (Size, Size)])
                fit.Add(x, y, truth.Map(x, y));
            fit.Add(Size, Size, new(off.X + 10, off.Y), weight);
            return fit.Solve()!.Value.Map(Size, Size).X - off.X;
        }
    }

    [Fact]
    public void Points_that_determine_nothing_are_refused()
    {
        var truth = RandomView(new Random(4));
        Assert.Null(Fit(truth, []));
        Assert.Null(Fit(truth, [(0, 0), (Size, 0), (0, Size)]));
        Assert.Null(Fit(truth, [(0, 0), (10, 10), (20, 20), (30, 30), (40, 40)]));
        Assert.Null(Fit(truth, [(3, 4), (3, 4), (3, 4), (3, 4)]));
    }

    [Fact]
    public void A_point_that_is_no_number_is_refused()
    {
        var fit = Begin(stackalloc double[PerspectiveFit.Room], RandomView(new Random(5)));
        foreach (var (x, y) in (ReadOnlySpan<(float, float)>)[(0, 0), (Size, 0), (0, Size), (Size, Size)])
            fit.Add(x, y, new(float.NaN, y));
        Assert.Null(fit.Solve());
    }

    private static PerspectiveTransform? Fit(in PerspectiveTransform truth, ReadOnlySpan<(float X, float Y)> points)
    {
        var fit = Begin(stackalloc double[PerspectiveFit.Room], truth);
        foreach (var (x, y) in points)
            fit.Add(x, y, truth.Map(x, y));
        return fit.Solve();
    }

    private static PerspectiveFit Begin(Span<double> room, in PerspectiveTransform truth) =>
        new(room, Size, truth.Map(Size / 2f, Size / 2f), truth.ModuleSize(Size) * Size);

    private static void AssertAlike(in PerspectiveTransform truth, PerspectiveTransform? found, float within)
    {
        Assert.NotNull(found);
        for (var y = 0; y <= Size; y += 9)
        {
            for (var x = 0; x <= Size; x += 9)
            {
                PixelPoint a = truth.Map(x, y), b = found.Value.Map(x, y);
                Assert.InRange(MathF.Max(MathF.Abs(a.X - b.X), MathF.Abs(a.Y - b.Y)), 0, within);
            }
        }
    }

    /// <summary>A symbol of 2 to 12 pixels a module, turned anyhow, whose far side is down to half as long as its near.</summary>
    internal static PerspectiveTransform RandomView(Random random)
    {
        var (turn, scale) = (random.NextSingle() * MathF.Tau, 2 + (10 * random.NextSingle()));
        float wx = (random.NextSingle() - 0.5f) / Size, wy = (random.NextSingle() - 0.5f) / Size;
        float right = random.NextSingle() * 600, down = random.NextSingle() * 400;
        float xx = scale * MathF.Cos(turn), xy = -scale * MathF.Sin(turn);
        float yx = scale * MathF.Sin(turn), yy = scale * MathF.Cos(turn);
        // So that w is 1 in the middle.
        var w0 = 1 - ((wx + wy) * Size / 2);
        return new(xx + (wx * right), xy + (wy * right), w0 * right, yx + (wx * down), yy + (wy * down), w0 * down, wx, wy, w0);
    }
}
