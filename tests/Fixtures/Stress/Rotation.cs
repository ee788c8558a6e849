namespace CheckIn.Fixtures.Stress;

/// <summary>The code turned clockwise, in degrees.</summary>
public sealed record Rotation(double Degrees) : Projection
{
    private readonly (double Sin, double Cos) _turn = Math.SinCos(Degrees * Math.PI / 180);

    public override (double U, double V) Meet(double x, double y) =>
        ((x * _turn.Cos) + (y * _turn.Sin), (y * _turn.Cos) - (x * _turn.Sin));
}
