namespace CheckIn.Fixtures.Stress;

/// <summary>The code wrapped around the outside of a cylinder, as on a wristband or a bottle, seen by a pinhole camera.</summary>
/// <param name="Degrees">How much of the cylinder's turn the code covers from one side to the other.</param>
/// <param name="Side">The code's side, in modules.</param>
/// <param name="Axis">Direction of the cylinder's axis in the picture, in degrees; 0 upright.</param>
/// <param name="Distance">From the camera to the nearest point of the cylinder, in modules.</param>
public sealed record Bend(double Degrees, double Side, double Axis, double Distance) : Projection
{
    private readonly double _radius = Side / (Degrees * Math.PI / 180);
    private readonly Rotation _toAxis = new(Axis);
    private readonly Rotation _back = new(-Axis);

    public override (double U, double V) Meet(double x, double y)
    {
        var (around, along) = _toAxis.Meet(x, y);
        // The ray meets the circle where D r sin(a) + x r cos(a) = x (D + r); of two points the nearer one is seen.
        var (a, b, c) = (Distance * _radius, around * _radius, around * (Distance + _radius));
        var reach = c / Math.Sqrt((a * a) + (b * b));
        if (Math.Abs(reach) >= 1)
            return (Nowhere, Nowhere);
        var angle = Math.Asin(reach) - Math.Atan2(b, a);
        var depth = _radius * (1 - Math.Cos(angle));
        return _back.Meet(_radius * angle, along * (Distance + depth) / Distance);
    }
}
