namespace CheckIn.Bench.Fuzz;

/// <summary>
/// A symbol with wrong modules: single ones, whole regions, the format or version information, or its patterns. Drawn
/// cleanly, so that nothing but the modules can be at fault.
/// </summary>
internal static class GridMutation
{
    /// <summary>
    /// Modules that may be wrong while only the right text may come out: symbol codewords differ in at least 8 places
    /// (version 1 level L), formats in 7 bits.
    /// </summary>
    private const int Few = 3;

    /// <summary>Draws a mutated symbol; tells what may be read.</summary>
    internal static Expectation Draw(FuzzFrame frame, FuzzRandom random, IReadOnlyList<DrawnCode> codes)
    {
        var code = random.Pick(codes);
        var modules = (bool[,])code.Modules.Clone();
        var flipped = Mutate(modules, random);
        if (random.OnceIn(8))
            Transpose(modules);
        var look = new GridLook(
            random.Between(2, 4), random.Between(0, 5), Dark: (byte)random.Between(0, 100),
            Light: (byte)random.Between(150, 255));
        if (random.OnceIn(8))
            look = look with { Dark = look.Light, Light = look.Dark };
        var size = ((code.Size + (2 * look.QuietZone)) * look.ModuleSize) + random.Next(4);
        frame.Begin(size, size, size + (random.OnceIn(3) ? random.Next(65) : 0), random);
        DrawInto(frame, modules, look);
        return flipped <= Few ? new Expectation(code.Text) : Expectation.Anything;
    }

    private static int Mutate(bool[,] modules, FuzzRandom random)
    {
        var size = modules.GetLength(0);
        // The last three mostly cost a frame's whole budget, as nothing can be read; a million inputs should take
        // minutes.
        return random.Next(60) switch
        {
            < 21 => Flip(modules, random, random.Between(0, Few), 0, 0, size, size),
            < 33 => FlipFormat(modules, random),
            < 45 => FlipVersion(modules, random),
            < 57 => FlipPatterns(modules, random),
            57 => Flip(modules, random, random.Between(1, size * size / 4), 0, 0, size, size),
            58 => FlipRegion(modules, random, random.Between(1, size), random.Between(1, size)),
            _ => FlipFormat(modules, random) + FlipVersion(modules, random)
                + Flip(modules, random, random.Between(1, size), 0, 0, size, size),
        };
    }

    /// <summary>Flips modules of a rectangle by chance; returns how many differ at most.</summary>
    private static int Flip(bool[,] modules, FuzzRandom random, int count, int x, int y, int width, int height)
    {
        for (var i = 0; i < count; i++)
            modules[x + random.Next(width), y + random.Next(height)] ^= true;
        return count;
    }

    private static int FlipRegion(bool[,] modules, FuzzRandom random, int width, int height)
    {
        var size = modules.GetLength(0);
        var (left, top, kind) = (random.Next(size - width + 1), random.Next(size - height + 1), random.Next(4));
        for (var x = left; x < left + width; x++)
        {
            for (var y = top; y < top + height; y++)
                modules[x, y] = kind switch { 0 => true, 1 => false, 2 => !modules[x, y], _ => random.OnceIn(2) };
        }
        return width * height;
    }

    /// <summary>Beside the finder patterns, where both copies of the format information are.</summary>
    private static int FlipFormat(bool[,] modules, FuzzRandom random)
    {
        var (size, count) = (modules.GetLength(0), random.Between(1, 12));
        return Flip(modules, random, count, 8, 0, 1, size) + Flip(modules, random, count, 0, 8, size, 1);
    }

    /// <summary>Where the version information is, in versions that have it.</summary>
    private static int FlipVersion(bool[,] modules, FuzzRandom random)
    {
        var (size, count) = (modules.GetLength(0), random.Between(1, 10));
        return Flip(modules, random, count, size - 11, 0, 3, 6) + Flip(modules, random, count, 0, size - 11, 6, 3);
    }

    /// <summary>Finder, timing and alignment patterns.</summary>
    private static int FlipPatterns(bool[,] modules, FuzzRandom random)
    {
        var (size, count) = (modules.GetLength(0), random.Between(1, 8));
        return Flip(modules, random, count, 0, 6, size, 1) + Flip(modules, random, count, 6, 0, 1, size)
            + Flip(modules, random, count, 0, 0, 8, 8) + Flip(modules, random, count, size - 9, size - 9, 5, 5);
    }

    private static void Transpose(bool[,] modules)
    {
        for (var y = 0; y < modules.GetLength(0); y++)
        {
            for (var x = y + 1; x < modules.GetLength(0); x++)
                (modules[x, y], modules[y, x]) = (modules[y, x], modules[x, y]);
        }
    }

    private static void DrawInto(FuzzFrame frame, bool[,] modules, GridLook look)
    {
        var size = modules.GetLength(0);
        for (var y = 0; y < frame.Height; y++)
        {
            var row = frame.Row(y);
            var v = (y / look.ModuleSize) - look.QuietZone;
            for (var x = 0; x < row.Length; x++)
            {
                var u = (x / look.ModuleSize) - look.QuietZone;
                var dark = u >= 0 && v >= 0 && u < size && v < size && modules[u, v];
                row[x] = dark ? look.Dark : look.Light;
            }
        }
    }

    /// <summary>Whole pixels a module, whole modules around, levels.</summary>
    private sealed record GridLook(int ModuleSize, int QuietZone, byte Dark, byte Light);
}
