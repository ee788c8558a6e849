using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class FinderOutlineTests
{
    public static TheoryData<int> ModuleSizes => [.. Enumerable.Range(3, 10)];

    /// <summary>Where modules are small, its inner edge may serve in place of the outer one, but not often.</summary>
    [Theory]
    [MemberData(nameof(ModuleSizes))]
    public void The_corners_of_the_ring_are_found_however_it_is_turned(int moduleSize)
    {
        var inner = 0;
        for (var degrees = 0; degrees < 90; degrees += 3)
        {
            var drawn = new DrawnBitmap(DrawnBitmap.Finder, 13, moduleSize, degrees);
            var outline = FinderOutline.Around(drawn.Bitmap, drawn.At(0, 0), moduleSize, inverted: false);
            if (outline.Modules == 5)
            {
                inner++;
                continue;
            }
            Assert.Equal(7, outline.Modules);
            AssertCorners(outline, [drawn.At(-3.5f, -3.5f), drawn.At(3.5f, -3.5f), drawn.At(3.5f, 3.5f), drawn.At(-3.5f, 3.5f)],
                (0.2f * moduleSize) + 0.8f);
            var (across, down) = (outline.Across, outline.Down);
            Assert.Equal(moduleSize, MathF.Sqrt((across.X * across.X) + (across.Y * across.Y)), 0.15f * moduleSize);
            Assert.Equal(0, ((across.X * down.X) + (across.Y * down.Y)) / (moduleSize * moduleSize), 0.15f);
            var middle = drawn.At(0, 0);
            Assert.Equal(middle.X, outline.Middle.X, (0.1f * moduleSize) + 0.4f);
            Assert.Equal(middle.Y, outline.Middle.Y, (0.1f * moduleSize) + 0.4f);
        }
        Assert.InRange(inner, 0, moduleSize < 6 ? 4 : 0);
    }

    /// <summary>Where the outer edge runs into the dark around it, the ring's inner edge serves.</summary>
    [Fact]
    public void A_ring_that_runs_into_the_dark_is_outlined_by_its_inner_edge()
    {
        for (var degrees = 0; degrees < 90; degrees += 5)
        {
            var drawn = new DrawnBitmap((u, v) => MathF.Max(MathF.Abs(u), MathF.Abs(v)) is < 1.5f or >= 2.5f, 13, 6, degrees);
            var outline = FinderOutline.Around(drawn.Bitmap, drawn.At(0, 0), 6, inverted: false);
            Assert.Equal(5, outline.Modules);
            AssertCorners(outline, [drawn.At(-2.5f, -2.5f), drawn.At(2.5f, -2.5f), drawn.At(2.5f, 2.5f), drawn.At(-2.5f, 2.5f)], 1.8f);
        }
    }

    [Fact]
    public void Light_on_dark_is_outlined_as_well()
    {
        var drawn = new DrawnBitmap((u, v) => !DrawnBitmap.Finder(u, v), 13, 5, 20);
        Assert.Equal(7, FinderOutline.Around(drawn.Bitmap, drawn.At(0, 0), 5, inverted: true).Modules);
    }

    /// <summary>Along every line through its centre a target looks like a finder; but its outline has no corners.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(12)]
    public void A_round_target_has_no_outline(int moduleSize)
    {
        var drawn = new DrawnBitmap((u, v) => MathF.Sqrt((u * u) + (v * v)) is < 1.5f or (>= 2.5f and < 3.5f), 13, moduleSize, 0);
        var pattern = Assert.Single(new FinderSearch().Find(drawn.Bitmap, 1, 7));
        var outline = FinderOutline.Around(drawn.Bitmap, pattern.Center, pattern.ModuleSize, inverted: false);
        Assert.Equal(0, outline.Modules);
    }

    [Fact]
    public void At_another_scale_it_is_as_large_as_that()
    {
        var drawn = new DrawnBitmap(DrawnBitmap.Finder, 13, 4, 12);
        var outline = FinderOutline.Around(drawn.Bitmap, drawn.At(0, 0), 4, inverted: false);
        var doubled = outline.Scaled(2);
        Assert.Equal((outline.Modules, 2 * outline.A.X, 2 * outline.C.Y), (doubled.Modules, doubled.A.X, doubled.C.Y));
        Assert.Equal(2 * outline.Across.X, doubled.Across.X, 1e-3f);
    }

    /// <summary>In any order and beginning anywhere.</summary>
    private static void AssertCorners(in FinderOutline outline, PixelPoint[] expected, float within)
    {
        PixelPoint[] found = [outline.A, outline.B, outline.C, outline.D];
        Assert.All(expected, corner =>
            Assert.Contains(found, at => MathF.Abs(at.X - corner.X) <= within && MathF.Abs(at.Y - corner.Y) <= within));
    }
}
