using CheckIn.Gate.Scanning.Qr;

namespace CheckIn.Gate.Tests.Scanning.Qr;

public class ModuleDeblurTests
{
    private const float Dark = 40;
    private const float Light = 200;
    private readonly ModuleDeblur _deblur = new();

    /// <summary>Up to three quarters of a module out of focus nothing is lost; without repair much is.</summary>
    [Theory]
    [InlineData(0.45f)]
    [InlineData(0.6f)]
    [InlineData(0.75f)]
    public void A_blurred_grid_is_recovered(float sigma)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var modules = RandomModules(seed, size: 29);
            var seen = Blurred(modules, 29, sigma);
            var guess = seen.ToArray();
            _deblur.Undo(seen, guess, 29, sigma);
            Assert.Equal(0, Wrong(modules, guess));
            Assert.True(Nearness(modules, guess) < 0.6 * Nearness(modules, seen), "The levels come nearer to what they were.");
        }
    }

    [Fact]
    public void Blur_that_no_threshold_sees_through_is_undone()
    {
        var modules = RandomModules(1, size: 29);
        var seen = Blurred(modules, 29, 0.75f);
        Assert.InRange(Wrong(modules, seen), 20, 29 * 29);
    }

    [Fact]
    public void Levels_stay_between_the_darkest_and_the_lightest_that_were_seen()
    {
        var random = new Random(2);
        var seen = Blurred(RandomModules(3, size: 45), 45, 0.6f).Select(level => level + (30 * random.NextSingle())).ToArray();
        var guess = seen.ToArray();
        _deblur.Undo(seen, guess, 45, 0.9f);
        Assert.All(guess, level => Assert.InRange(level, seen.Min(), seen.Max()));
    }

    [Fact]
    public void An_even_grid_stays_as_it_is()
    {
        var seen = new float[21 * 21];
        seen.AsSpan().Fill(123);
        var guess = seen.ToArray();
        _deblur.Undo(seen, guess, 21, 0.9f);
        Assert.Equal(seen, guess);
    }

    /// <summary>
    /// Light spread as a bell curve spreads it from middle to middle, over three modules to each side; beyond the grid
    /// the last module goes on.
    /// </summary>
    internal static float[] Blurred(bool[] modules, int size, float sigma)
    {
        var shares = Enumerable.Range(-3, 7).Select(i => Within(i - 0.5, i + 0.5, sigma)).ToArray();
        var rows = new float[size * size];
        var blurred = new float[size * size];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var k = -3; k <= 3; k++)
                rows[i] += (float)shares[k + 3] * (modules[(i / size * size) + Math.Clamp((i % size) + k, 0, size - 1)] ? Dark : Light);
        }
        for (var i = 0; i < rows.Length; i++)
        {
            for (var k = -3; k <= 3; k++)
                blurred[i] += (float)shares[k + 3] * rows[(Math.Clamp((i / size) + k, 0, size - 1) * size) + (i % size)];
        }
        return blurred;
    }

    internal static bool[] RandomModules(int seed, int size)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, size * size).Select(_ => random.Next(2) != 0)];
    }

    /// <summary>Share of a bell curve between two places, summed up in small steps.</summary>
    private static double Within(double from, double to, double sigma)
    {
        const int Steps = 200;
        var width = (to - from) / Steps;
        return Enumerable.Range(0, Steps).Sum(i =>
        {
            var at = (from + ((i + 0.5) * width)) / sigma;
            return width / sigma / Math.Sqrt(2 * Math.PI) * Math.Exp(-at * at / 2);
        });
    }

    private static int Wrong(bool[] modules, float[] levels) =>
        modules.Where((dark, i) => dark != levels[i] < (Dark + Light) / 2).Count();

    private static double Nearness(bool[] modules, float[] levels) =>
        modules.Select((dark, i) => Math.Abs((dark ? Dark : Light) - levels[i])).Average();
}
