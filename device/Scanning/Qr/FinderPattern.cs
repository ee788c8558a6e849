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

    /// <summary>Where another finder lies in the frame of this one's outline, in modules along its sides.</summary>
    internal (float U, float V) Locates(in FinderPattern other)
    {
        PixelPoint across = Outline.Across, down = Outline.Down;
        float dx = other.Center.X - Center.X, dy = other.Center.Y - Center.Y;
        var determinant = (across.X * down.Y) - (across.Y * down.X);
        return (((dx * down.Y) - (dy * down.X)) / determinant, ((across.X * dy) - (across.Y * dx)) / determinant);
    }

    /// <summary>
    /// How many modules away another finder lies, along the side that points to it, and by how much (as a tangent) it
    /// misses the straight way.
    /// </summary>
    internal (float Along, float Off) Sees(in FinderPattern other)
    {
        var (u, v) = Locates(other);
        (u, v) = (MathF.Abs(u), MathF.Abs(v));
        return u > v ? (u, v / u) : (v, u / v);
    }

    /// <summary>
    /// One module along that side of the outline which runs across a direction: turned clockwise from it (as seen, with
    /// y down) for a positive side, else the other way.
    /// </summary>
    internal PixelPoint AxisAcross(PixelPoint direction, int side)
    {
        PixelPoint across = Outline.Across, down = Outline.Down;
        var turnAcross = (direction.X * across.Y) - (direction.Y * across.X);
        var turnDown = (direction.X * down.Y) - (direction.Y * down.X);
        var (axis, turn) = MathF.Abs(turnAcross) > MathF.Abs(turnDown) ? (across, turnAcross) : (down, turnDown);
        return turn > 0 == side > 0 ? axis : new(-axis.X, -axis.Y);
    }

    /// <summary>One module along that side of the outline which points most nearly in a direction.</summary>
    internal PixelPoint AxisToward(PixelPoint direction)
    {
        PixelPoint across = Outline.Across, down = Outline.Down;
        var determinant = (across.X * down.Y) - (across.Y * down.X);
        var u = ((direction.X * down.Y) - (direction.Y * down.X)) / determinant;
        var v = ((across.X * direction.Y) - (across.Y * direction.X)) / determinant;
        var axis = MathF.Abs(u) > MathF.Abs(v) ? across : down;
        return (MathF.Abs(u) > MathF.Abs(v) ? u : v) > 0 ? axis : new(-axis.X, -axis.Y);
    }
}
