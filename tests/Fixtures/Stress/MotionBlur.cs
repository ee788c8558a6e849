namespace CheckIn.Fixtures.Stress;

/// <summary>The code moved while the shutter was open: the mean along a line.</summary>
/// <param name="Length">Of the line, in pixels.</param>
/// <param name="Direction">Of the line, in degrees.</param>
public sealed record MotionBlur(double Length, double Direction) : Degradation
{
    private const double Step = 0.25;

    public override GreyPicture Apply(GreyPicture picture, Random random)
    {
        var (sin, cos) = Math.SinCos(Direction * Math.PI / 180);
        var steps = Math.Max(1, (int)Math.Round(Length / Step));
        return Map(picture, (x, y, _) =>
        {
            var sum = 0.0;
            for (var i = 0; i < steps; i++)
            {
                var t = ((i + 0.5) / steps * Length) - (Length / 2);
                sum += Between(picture, x + (t * cos), y + (t * sin));
            }
            return sum / steps;
        });
    }

    private static double Between(GreyPicture picture, double x, double y)
    {
        x = Math.Clamp(x, 0, picture.Width - 1.001);
        y = Math.Clamp(y, 0, picture.Height - 1.001);
        var (left, top) = ((int)x, (int)y);
        var (u, v) = (x - left, y - top);
        var upper = ((1 - u) * picture[left, top]) + (u * picture[left + 1, top]);
        var lower = ((1 - u) * picture[left, top + 1]) + (u * picture[left + 1, top + 1]);
        return ((1 - v) * upper) + (v * lower);
    }
}
