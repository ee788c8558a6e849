namespace CheckIn.Gate.Scanning.Qr;

/// <summary>A finder pattern, in pixels of the full picture.</summary>
/// <param name="Center">Its centre.</param>
/// <param name="ModuleSize">Size of a module there.</param>
/// <param name="Sightings">Rows that showed it.</param>
/// <param name="Inverted">Light on dark.</param>
/// <param name="Outline">Its square as the picture shows it.</param>
internal readonly record struct FinderPattern(
    PixelPoint Center, float ModuleSize, int Sightings, bool Inverted, FinderOutline Outline)
{
    internal float Distance(in FinderPattern other) => MathF.Sqrt(SquaredDistance(other));

    internal float SquaredDistance(in FinderPattern other)
    {
        var (dx, dy) = (Center.X - other.Center.X, Center.Y - other.Center.Y);
        return (dx * dx) + (dy * dy);
    }
}
