namespace CheckIn.Fixtures.Stress;

/// <summary>Something that hides part of a code: a stain, a thumb, a torn corner. All modules under it are dark, or all light.</summary>
public static class Blot
{
    /// <summary>
    /// A round blot on the data, as large as needed to make so many codewords wrong; finder patterns, format and version
    /// information stay free.
    /// </summary>
    /// <param name="share">Of all codewords, 0 to 1.</param>
    public static bool[,] OnData(bool[,] modules, double share, Random random)
    {
        var size = modules.GetLength(0);
        var map = new CodewordMap(size);
        var dark = random.Next(2) == 0;
        var (centerX, centerY) = (size * random.NextDouble(), size * random.NextDouble());
        var damaged = (bool[,])modules.Clone();
        var wrong = new HashSet<int>();
        var outward = Places(size).OrderBy(at => Distance(at.X, at.Y, centerX, centerY));
        foreach (var (x, y) in outward.Where(at => map[at.X, at.Y] is not null))
        {
            if (modules[x, y] != dark && wrong.Add(map[x, y]!.Value) && wrong.Count > share * map.Count)
                break;
            damaged[x, y] = dark;
        }
        return damaged;
    }

    /// <summary>One of the three finder patterns hidden from its outer corner on.</summary>
    /// <param name="share">Of the pattern's 49 modules, 0 to 1.</param>
    public static bool[,] OnFinder(bool[,] modules, double share, Random random)
    {
        const int Side = 7;
        var size = modules.GetLength(0);
        var (right, bottom) = random.Next(3) switch { 0 => (false, false), 1 => (true, false), _ => (false, true) };
        var dark = random.Next(2) == 0;
        var damaged = (bool[,])modules.Clone();
        var hidden = Places(Side).OrderBy(at => at.X + at.Y).Take((int)Math.Round(share * Side * Side));
        foreach (var (x, y) in hidden)
            damaged[right ? size - 1 - x : x, bottom ? size - 1 - y : y] = dark;
        return damaged;
    }

    private static IEnumerable<(int X, int Y)> Places(int size) =>
        Enumerable.Range(0, size * size).Select(i => (i % size, i / size));

    private static double Distance(int x, int y, double centerX, double centerY) =>
        ((x + 0.5 - centerX) * (x + 0.5 - centerX)) + ((y + 0.5 - centerY) * (y + 0.5 - centerY));
}
