using CheckIn.Fixtures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class FinderSearchTests
{
    private const int Smallest = 7;
    private static readonly bool[,] Modules = QrPicture.Modules("mã của cổng");
    private readonly FinderSearch _search = new();

    public static TheoryData<int> ModuleSizes => [.. Enumerable.Range(2, 11)];

    [Theory]
    [MemberData(nameof(ModuleSizes))]
    public void The_three_patterns_of_a_code_are_found_however_it_is_turned(int moduleSize)
    {
        for (var degrees = 0; degrees < 360; degrees += moduleSize > 6 ? 15 : 5)
        {
            foreach (var inverted in (bool[])[false, true])
            {
                var drawn = new DrawnBitmap(
                    DrawnBitmap.Symbol(Modules, inverted), Modules.GetLength(0) + 8, moduleSize, degrees);
                var found = _search.Find(drawn.Bitmap, 2, Smallest);
                foreach (var (u, v) in Finders())
                {
                    var at = drawn.At(u, v);
                    Assert.True(found.Any(pattern => IsAt(pattern, at, moduleSize) && pattern.Inverted == inverted),
                        $"{degrees} degrees, inverted {inverted}: nothing at {at}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(ModuleSizes))]
    public void A_pattern_is_found_once(int moduleSize)
    {
        for (var degrees = 0; degrees < 90; degrees += 5)
        {
            var drawn = new DrawnBitmap(DrawnBitmap.Finder, 13, moduleSize, degrees);
            var pattern = Assert.Single(_search.Find(drawn.Bitmap, 1, Smallest));
            Assert.True(IsAt(pattern, drawn.At(0, 0), moduleSize));
        }
    }

    [Theory]
    [MemberData(nameof(ModuleSizes))]
    public void A_square_and_an_empty_ring_are_no_finders(int moduleSize)
    {
        for (var degrees = 0; degrees < 90; degrees += 15)
        {
            Assert.Empty(Find((u, v) => Around(u, v) < 3.5f));
            Assert.Empty(Find((u, v) => Around(u, v) is >= 2.5f and < 3.5f));
            // The runs of an alignment pattern are 1:1:1:1:1.
            Assert.Empty(Find((u, v) => Around(u, v) is < 0.5f or (>= 1.5f and < 2.5f)));
            // Right along a row only.
            Assert.Empty(Find((u, v) => MathF.Abs(v) < 6 && MathF.Abs(u) is < 1.5f or (>= 2.5f and < 3.5f)));

            List<FinderPattern> Find(Func<float, float, bool> isDark) =>
                _search.Find(new DrawnBitmap(isDark, 40, moduleSize, degrees).Bitmap, 1, Smallest);
        }
    }

    [Fact]
    public void A_pattern_smaller_than_asked_for_is_passed_over()
    {
        var drawn = new DrawnBitmap(DrawnBitmap.Finder, 13, 2, 0).Bitmap;
        Assert.Single(_search.Find(drawn, 1, 14));
        Assert.Empty(_search.Find(drawn, 1, 16));
    }

    /// <summary>A code printed on black to its very edge: the outer ring cannot be told from what is around it.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public void Without_a_quiet_zone_open_patterns_are_found(int moduleSize)
    {
        var half = Modules.GetLength(0) / 2f;
        var symbol = DrawnBitmap.Symbol(Modules);
        for (var degrees = 0; degrees < 90; degrees += 10)
        {
            var drawn = new DrawnBitmap((u, v) => Around(u, v) >= half || symbol(u, v), (2 * half) + 8, moduleSize, degrees);
            Assert.All(Finders(), at => Assert.DoesNotContain(
                _search.Find(drawn.Bitmap, 1, Smallest), pattern => IsAt(pattern, drawn.At(at.U, at.V), moduleSize)));
            Assert.All(Finders(), at => Assert.Contains(
                _search.Find(drawn.Bitmap, 1, Smallest, open: true),
                pattern => IsAt(pattern, drawn.At(at.U, at.V), moduleSize)));
        }
    }

    [Fact]
    public void More_patterns_than_a_picture_may_hold_are_left_out()
    {
        static float Within(float at) => MathF.Abs((((at % 9) + 9) % 9) - 4.5f);
        var wall = new DrawnBitmap((u, v) => DrawnBitmap.Finder(Within(u), Within(v)), 9 * 24, 2, 0);
        Assert.Equal(FinderSearch.Capacity, _search.Find(wall.Bitmap, 1, Smallest).Count);
    }

    private static (float U, float V)[] Finders()
    {
        var off = (Modules.GetLength(0) / 2f) - 3.5f;
        return [(-off, -off), (off, -off), (-off, off)];
    }

    /// <summary>The size is taken along row and column, which are longer in a square that is turned.</summary>
    private static bool IsAt(in FinderPattern pattern, PixelPoint at, float moduleSize) =>
        MathF.Abs(pattern.Center.X - at.X) <= (0.35f * moduleSize) + 0.5f
        && MathF.Abs(pattern.Center.Y - at.Y) <= (0.35f * moduleSize) + 0.5f
        && pattern.ModuleSize > (0.9f * moduleSize) - 0.2f && pattern.ModuleSize < (1.5f * moduleSize) + 0.2f;

    private static float Around(float u, float v) => MathF.Max(MathF.Abs(u), MathF.Abs(v));
}
