namespace CheckIn.Fixtures.Stress;

/// <summary>
/// A lamp mirrored in glass: an ellipse somewhere in the middle half of the picture, in which nothing but white is left,
/// with a soft edge of half its radius.
/// </summary>
/// <param name="Area">Of the white ellipse, in pixels.</param>
public sealed record Glare(double Area) : Degradation
{
    private const double Elongation = 1.6;
    private const double Edge = 1.5;

    public override GreyPicture Apply(GreyPicture picture, Random random)
    {
        var (centerX, centerY) = (Middle(picture.Width, random), Middle(picture.Height, random));
        var turn = new Rotation(180 * random.NextDouble());
        var radius = Math.Sqrt(Area / Math.PI);
        var (major, minor) = (radius * Math.Sqrt(Elongation), radius / Math.Sqrt(Elongation));
        return Map(picture, (x, y, level) =>
        {
            var (u, v) = turn.Meet(x - centerX, y - centerY);
            var distance = Math.Sqrt((u * u / (major * major)) + (v * v / (minor * minor)));
            return level + (255 * Math.Clamp((Edge - distance) / (Edge - 1), 0, 1));
        });
    }

    private static double Middle(int side, Random random) => side * (0.25 + (0.5 * random.NextDouble()));
}
