namespace CheckIn.Fixtures.Stress;

/// <summary>Noise of a sensor: normal, independent from pixel to pixel.</summary>
/// <param name="Sigma">Standard deviation in levels of 0 to 255.</param>
public sealed record Noise(double Sigma) : Degradation
{
    public override GreyPicture Apply(GreyPicture picture, Random random) =>
        Map(picture, (_, _, level) => level + (Sigma * Normal(random)));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
