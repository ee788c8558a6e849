namespace CheckIn.Fixtures.Stress;

/// <summary>Light that falls off evenly from one side of the middle to the other, in a direction by chance.</summary>
/// <param name="Least">Share of the light that is left on the dark side, 0 to 1.</param>
/// <param name="Across">Over how many pixels it falls off.</param>
public sealed record Shade(double Least, double Across) : Degradation
{
    public override GreyPicture Apply(GreyPicture picture, Random random)
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * random.NextDouble());
        return Map(picture, (x, y, level) =>
        {
            var along = ((x - (picture.Width / 2.0)) * cos) + ((y - (picture.Height / 2.0)) * sin);
            return level * (1 - ((1 - Least) * Math.Clamp((along / Across) + 0.5, 0, 1)));
        });
    }
}
