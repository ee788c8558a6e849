namespace CheckIn.Fixtures.Stress;

/// <summary>
/// A screen's pixels seen through a sensor's: two gratings, one fine and one coarse, at directions of their own. They darken
/// what is there and add nothing, as gaps between pixels do.
/// </summary>
/// <param name="Depth">0 none; 1 = nothing is left where both gratings are darkest.</param>
public sealed record Moire(double Depth) : Degradation
{
    public override GreyPicture Apply(GreyPicture picture, Random random)
    {
        var fine = Grating(2.2 + (1.3 * random.NextDouble()), random);
        var coarse = Grating(5 + (5 * random.NextDouble()), random);
        return Map(picture, (x, y, level) => level * (1 - (Depth * (2 + fine(x, y) + coarse(x, y)) / 4)));
    }

    /// <summary>A wave from -1 to 1 with a period in pixels.</summary>
    private static Func<int, int, double> Grating(double period, Random random)
    {
        var (sin, cos) = Math.SinCos(Math.PI * random.NextDouble());
        var phase = random.NextDouble();
        return (x, y) => Math.Cos(2 * Math.PI * ((((x * cos) + (y * sin)) / period) + phase));
    }
}
