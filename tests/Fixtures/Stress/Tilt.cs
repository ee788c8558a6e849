namespace CheckIn.Fixtures.Stress;

/// <summary>
/// The code's plane tilted by some degrees about an axis of its own, seen from a point before its middle: a pinhole camera,
/// so the far side shrinks. The tilted side is foreshortened by the cosine as well.
/// </summary>
/// <param name="Degrees">0 seen from the front, 90 edge on.</param>
/// <param name="Axis">Direction of the axis in the picture, in degrees.</param>
/// <param name="Distance">From the camera to the code's middle, in modules.</param>
public sealed record Tilt(double Degrees, double Axis, double Distance) : Projection
{
    private readonly (double Sin, double Cos) _tilt = Math.SinCos(Degrees * Math.PI / 180);
    private readonly Rotation _toAxis = new(Axis);
    private readonly Rotation _back = new(-Axis);

    public override (double U, double V) Meet(double x, double y)
    {
        var (along, across) = _toAxis.Meet(x, y);
        var depth = (Distance * _tilt.Cos) - (across * _tilt.Sin);
        if (depth <= 0)
            return (Nowhere, Nowhere);
        var v = across * Distance / depth;
        return _back.Meet(along * (Distance + (v * _tilt.Sin)) / Distance, v);
    }
}
