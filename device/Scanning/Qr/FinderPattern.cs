namespace CheckIn.Gate.Scanning.Qr;

/// <summary>A finder pattern: its centre, the size of a module there in pixels, and how many rows showed it.</summary>
internal record struct FinderPattern(float X, float Y, float ModuleSize, int Sightings)
{
    internal readonly PixelPoint Center => new(X, Y);

    internal static float Distance(FinderPattern a, FinderPattern b) => MathF.Sqrt(SquaredDistance(a, b));

    internal static float SquaredDistance(FinderPattern a, FinderPattern b) =>
        ((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y));
}
