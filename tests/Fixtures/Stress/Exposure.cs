namespace CheckIn.Fixtures.Stress;

/// <summary>
/// How a code is seen: its levels, how large it is, the way light takes, and what then happens to the picture. Drawn with 16
/// samples a pixel, each followed through every projection, so that modules of two pixels are as grey at their edges as a
/// camera's are.
/// </summary>
public sealed record Exposure
{
    private const int Samples = 4;
    private const int Margin = 4;

    /// <summary>Pixels a module.</summary>
    public double ModuleSize { get; init; } = 5;
    /// <summary>Modules of light around the code.</summary>
    public double QuietZone { get; init; } = 4;
    public byte Dark { get; init; } = 40;
    public byte Light { get; init; } = 215;
    /// <summary>Beyond the quiet zone.</summary>
    public byte Surroundings { get; init; } = 130;
    /// <summary>From the picture to the code.</summary>
    public IReadOnlyList<Projection> Projections { get; init; } = [];
    /// <summary>In the order in which they happen.</summary>
    public IReadOnlyList<Degradation> Degradations { get; init; } = [];

    public GreyPicture Take(bool[,] modules, Random random)
    {
        // Wide enough for any rotation of the code and a margin around it.
        var side = (int)Math.Ceiling((modules.GetLength(0) + (2 * Margin)) * ModuleSize * Math.Sqrt(2));
        var picture = GreyPicture.Of(side, side, Surroundings);
        var (left, top) = ((side / 2.0) - random.NextDouble(), (side / 2.0) - random.NextDouble());
        var upper = Row(-top, left, side);
        for (var y = 0; y < side; y++)
        {
            var lower = Row(y + 1 - top, left, side);
            for (var x = 0; x < side; x++)
                picture[x, y] = Pixel(modules, upper[x], upper[x + 1], lower[x], lower[x + 1]);
            upper = lower;
        }
        return Degradations.Aggregate(picture, (damaged, degradation) => degradation.Apply(damaged, random));
    }

    /// <summary>What the corners of the pixels along a line look at.</summary>
    private (double U, double V)[] Row(double y, double left, int side)
    {
        var row = new (double U, double V)[side + 1];
        for (var x = 0; x <= side; x++)
        {
            row[x] = ((x - left) / ModuleSize, y / ModuleSize);
            foreach (var projection in Projections)
                row[x] = projection.Meet(row[x].U, row[x].V);
        }
        return row;
    }

    /// <summary>The mean over the pixel; between its corners, what is looked at changes evenly.</summary>
    private byte Pixel(
        bool[,] modules, (double U, double V) topLeft, (double U, double V) topRight, (double U, double V) bottomLeft,
        (double U, double V) bottomRight)
    {
        var sum = 0;
        for (var j = 0; j < Samples; j++)
        {
            var v = (j + 0.5) / Samples;
            var leftU = topLeft.U + (v * (bottomLeft.U - topLeft.U));
            var leftV = topLeft.V + (v * (bottomLeft.V - topLeft.V));
            var stepU = (topRight.U + (v * (bottomRight.U - topRight.U)) - leftU) / Samples;
            var stepV = (topRight.V + (v * (bottomRight.V - topRight.V)) - leftV) / Samples;
            for (var i = 0; i < Samples; i++)
                sum += Level(modules, leftU + ((i + 0.5) * stepU), leftV + ((i + 0.5) * stepV));
        }
        return (byte)((sum + (Samples * Samples / 2)) / (Samples * Samples));
    }

    private byte Level(bool[,] modules, double u, double v)
    {
        var half = modules.GetLength(0) / 2.0;
        var beside = Math.Max(Math.Abs(u), Math.Abs(v)) - half;
        if (beside >= 0)
            return beside < QuietZone ? Light : Surroundings;
        return modules[(int)(u + half), (int)(v + half)] ? Dark : Light;
    }
}
