namespace CheckIn.Bench.View;

/// <summary>
/// What a gate's camera sees while nobody is there, of our own making: a hall in uneven light (smooth noise in octaves,
/// as in photographs), tiles, posts and a sign with lettering-like marks, all with edges that a reader has to look at.
/// </summary>
internal sealed class Backdrop
{
    private readonly byte[] _pixels;
    private readonly int _width;

    internal Backdrop(int width, int height, Random random)
    {
        _width = width;
        _pixels = new byte[width * height];
        var light = new double[width * height];
        for (var (cell, strength) = (height / 2, 70.0); cell >= 3; cell /= 2, strength *= 0.6)
            AddNoise(light, width, height, cell, strength, random);
        AddPosts(light, width, height, random);
        AddTiles(light, width, height, random);
        AddLettering(light, width, height, random);
        for (var i = 0; i < light.Length; i++)
            _pixels[i] = (byte)Math.Clamp(120 + light[i], 0, 255);
    }

    internal ReadOnlySpan<byte> Pixels => _pixels;

    internal byte this[int x, int y] => _pixels[(y * _width) + x];

    /// <summary>One octave: random levels on a lattice, interpolated.</summary>
    private static void AddNoise(double[] light, int width, int height, int cell, double strength, Random random)
    {
        var (columns, rows) = ((width / cell) + 2, (height / cell) + 2);
        var lattice = new double[columns * rows];
        for (var i = 0; i < lattice.Length; i++)
            lattice[i] = (random.NextDouble() - 0.5) * strength;
        for (var y = 0; y < height; y++)
        {
            var (row, v) = (y / cell * columns, Smooth(y % cell / (double)cell));
            for (var x = 0; x < width; x++)
            {
                var (at, u) = (row + (x / cell), Smooth(x % cell / (double)cell));
                var upper = lattice[at] + (u * (lattice[at + 1] - lattice[at]));
                var lower = lattice[at + columns] + (u * (lattice[at + columns + 1] - lattice[at + columns]));
                light[(y * width) + x] += upper + (v * (lower - upper));
            }
        }
    }

    private static void AddPosts(double[] light, int width, int height, Random random)
    {
        for (var i = random.Next(2, 6); i > 0; i--)
            Fill(light, width, random.Next(width), 0, random.Next(4, width / 10), height, random.Next(-60, 70));
    }

    private static void AddTiles(double[] light, int width, int height, Random random)
    {
        var tile = random.Next(height / 12, height / 5);
        for (var y = height * 2 / 3; y < height; y += tile / 2)
            Fill(light, width, 0, y, width, Math.Max(1, tile / 30), -35);
        for (var x = random.Next(tile); x < width; x += tile)
            Fill(light, width, x, height * 2 / 3, Math.Max(1, tile / 30), height, -35);
    }

    /// <summary>Rows of short dark strokes on a light sign: the nearest thing to a code that is none.</summary>
    private static void AddLettering(double[] light, int width, int height, Random random)
    {
        var stroke = Math.Max(2, height / 160);
        var (left, top) = (random.Next(width * 2 / 3), random.Next(height / 3));
        Fill(light, width, left, top, 40 * stroke, 22 * stroke, 70);
        for (var row = 0; row < 4; row++)
        {
            for (var x = 0; x < 36; x += random.Next(2, 4))
            {
                Fill(
                    light, width, left + ((2 + x) * stroke), top + ((2 + (5 * row)) * stroke), stroke,
                    random.Next(1, 4) * stroke, -110);
            }
        }
    }

    private static void Fill(double[] light, int width, int left, int top, int across, int down, double by)
    {
        var (right, bottom) = (Math.Min(width, left + across), Math.Min(light.Length / width, top + down));
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
                light[(y * width) + x] += by;
        }
    }

    private static double Smooth(double t) => t * t * (3 - (2 * t));
}
