using CheckIn.Fixtures;
using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class EvidenceGridTests
{
    private const int Size = 29;
    private const int Margin = 6;
    private static readonly bool[] Modules = WithoutPatches(ModuleDeblurTests.RandomModules(5, Size));
    private readonly EvidenceGrid _evidence = new();
    private readonly ModuleGrid _grid = new();

    [Theory]
    [InlineData(2, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public void Modules_are_sampled_in_their_middles(int moduleSize, bool inverted)
    {
        Sample(Picture(moduleSize, (_, dark) => dark != inverted ? 40 : 200), moduleSize, inverted);
        _evidence.Decide(_grid, 0);
        AssertRecovered();
        Assert.All(Enumerable.Range(0, Size * Size), i => Assert.True(_grid.Certainty(i) > 0.8f));
    }

    /// <summary>One side in the sun, the other in the shade: light there is darker than dark here.</summary>
    [Fact]
    public void The_threshold_follows_the_light()
    {
        Sample(Picture(4, (x, dark) => (int)((dark ? 0.3f : 1) * (240 - (6.5f * x)))), 4);
        _evidence.Decide(_grid, 0);
        AssertRecovered();
        Assert.True(_evidence.Thresholds[0] > 2 * _evidence.Thresholds[Size - 1]);
    }

    [Theory]
    [InlineData(0.6f)]
    [InlineData(0.75f)]
    public void Blur_is_undone_when_it_is_named(float sigma)
    {
        var blurred = ModuleDeblurTests.Blurred(Modules, Size, sigma);
        Sample(Picture(2, (place, _) => (int)blurred[place], byPlace: true), 2);
        _evidence.Decide(_grid, 0);
        var before = Wrong();
        _evidence.Decide(_grid, sigma);
        Assert.True(before > 0 && Wrong() == 0, $"{before} wrong before, {Wrong()} after");
    }

    [Fact]
    public void Under_glare_nothing_is_certain()
    {
        Sample(Picture(3, (x, dark) => x >= 12 ? 255 : dark ? 40 : 200), 3);
        _evidence.Decide(_grid, 0);
        for (var y = 0; y < Size; y++)
        {
            for (var x = 18; x < Size; x++)
                Assert.Equal(0, _grid.Certainty((y * Size) + x), 0.02f);
            for (var x = 0; x < 6; x++)
                Assert.InRange(_grid.Certainty((y * Size) + x), 0.8f, 1);
        }
    }

    [Fact]
    public void Halves_that_two_frames_show_make_a_whole()
    {
        var sums = new float[Size * Size];
        Sample(Picture(3, (x, dark) => x < 13 ? 255 : dark ? 40 : 200), 3);
        _evidence.Decide(_grid, 0);
        Assert.InRange(Wrong(), 100, Size * Size);
        _evidence.AddTo(sums);
        Sample(Picture(3, (x, dark) => x >= 17 ? 255 : dark ? 40 : 200), 3);
        _evidence.Decide(_grid, 0);
        Assert.InRange(Wrong(), 100, Size * Size);
        _evidence.AddTo(sums);
        var together = new EvidenceGrid();
        together.Take(sums, Size, frames: 2);
        together.Decide(_grid, 0);
        // At the edge of the glare, light around misleads the threshold.
        Assert.InRange(Wrong(), 0, 12);
    }

    /// <summary>Near the edge of a patch its modules stand out as clearly as any.</summary>
    [Theory]
    [InlineData(255)]
    [InlineData(10)]
    public void What_lies_in_a_patch_of_glare_or_dirt_is_doubted(int level)
    {
        static bool IsIn(int place, int rim) =>
            Math.Abs((place % Size) - 14) <= 4 - rim && Math.Abs((place / Size) - 14) <= 4 - rim;
        Sample(Picture(3, (place, dark) => IsIn(place, 0) ? level : dark ? 40 : 200, byPlace: true), 3);
        _evidence.Decide(_grid, 0);
        foreach (var place in Enumerable.Range(0, Size * Size))
        {
            if (IsIn(place, 1))
                Assert.InRange(_grid.Certainty(place), 0, 0.35f);
            else if (!IsIn(place, -1))
                Assert.InRange(_grid.Certainty(place), 0.4f, 1);
        }
    }

    private static bool[] WithoutPatches(bool[] modules)
    {
        var grid = new ModuleGrid();
        grid.Reset(Size);
        for (var place = 0; place < modules.Length; place++)
            grid.Set(place % Size, place / Size, modules[place]);
        for (var y = 1; y < Size - 1; y++)
        {
            for (var x = 1; x < Size - 1; x++)
                grid.Set(x, y, grid.IsEven(x, y) != (grid.Bit(x, y) != 0));
        }
        return [.. modules.Select((_, place) => grid.Bit(place) != 0)];
    }

    private void Sample(GreyPicture picture, int moduleSize, bool inverted = false)
    {
        var warp = new Warp();
        var margin = Margin * moduleSize;
        warp.Reset(new(moduleSize, 0, margin, 0, moduleSize, margin, 0, 0, 1), Size);
        _evidence.Sample(new(picture.Pixels, picture.Width, picture.Height, picture.Width), warp, inverted);
        Assert.Equal(Size, _evidence.Size);
    }

    /// <param name="moduleSize">Pixels.</param>
    /// <param name="level">By the module's column, or its place row by row; and whether it is dark.</param>
    /// <param name="byPlace">Whether by its place.</param>
    private static GreyPicture Picture(int moduleSize, Func<int, bool, int> level, bool byPlace = false)
    {
        var side = (Size + (2 * Margin)) * moduleSize;
        var picture = GreyPicture.Of(side, side, 200);
        for (var y = 0; y < Size * moduleSize; y++)
        {
            for (var x = 0; x < Size * moduleSize; x++)
            {
                var place = (y / moduleSize * Size) + (x / moduleSize);
                picture[x + (Margin * moduleSize), y + (Margin * moduleSize)] =
                    (byte)level(byPlace ? place : x / moduleSize, Modules[place]);
            }
        }
        return picture;
    }

    private void AssertRecovered() => Assert.Equal(0, Wrong());

    private int Wrong() => Modules.Where((dark, i) => dark != (_grid.Bit(i) != 0)).Count();
}
