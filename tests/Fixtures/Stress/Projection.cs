namespace CheckIn.Fixtures.Stress;

/// <summary>
/// A bend in the way light takes: where on a plane one looks when looking at a point of the picture. Both are measured in
/// modules from the code's middle. Several are put one behind the other.
/// </summary>
public abstract record Projection
{
    /// <summary>Far outside of every code, where nothing is met.</summary>
    protected const double Nowhere = 1e6;

    public abstract (double U, double V) Meet(double x, double y);
}
