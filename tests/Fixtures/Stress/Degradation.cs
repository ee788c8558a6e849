namespace CheckIn.Fixtures.Stress;

/// <summary>One kind of damage to a picture, its strength stated in its parameters. The same seed does the same.</summary>
public abstract record Degradation
{
    public abstract GreyPicture Apply(GreyPicture picture, Random random);

    /// <summary>A new picture, each level made from the old one and its place.</summary>
    protected static GreyPicture Map(GreyPicture picture, Func<int, int, double, double> level)
    {
        var mapped = GreyPicture.Of(picture.Width, picture.Height, 0);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
                mapped[x, y] = Level(level(x, y, picture[x, y]));
        }
        return mapped;
    }

    protected static byte Level(double level) => (byte)Math.Clamp(Math.Round(level), 0, 255);
}
