namespace CheckIn.Gate.Scanning.Qr;

/// <summary>A straight line: the points where NormalX * x + NormalY * y = Offset.</summary>
internal readonly record struct Line(float NormalX, float NormalY, float Offset)
{
    private const int LeastPoints = 3;

    /// <summary>
    /// The line through those points that lie near the way from one corner to another, by least squares; false when
    /// they are too few or make no line. Points beyond the middle nine tenths of the way belong to corners and are left out.
    /// </summary>
    /// <param name="points">Points of a whole outline.</param>
    /// <param name="from">One corner.</param>
    /// <param name="to">The next.</param>
    /// <param name="tolerance">How far a point may lie off the way, in pixels.</param>
    /// <param name="spread">Largest mean distance of the points from the line, in pixels; a round thing has more.</param>
    /// <param name="line">The line.</param>
    internal static bool TryFit(
        ReadOnlySpan<PixelPoint> points, PixelPoint from, PixelPoint to, float tolerance, float spread,
        out Line line)
    {
        float dx = to.X - from.X, dy = to.Y - from.Y, squared = (dx * dx) + (dy * dy);
        float sumX = 0, sumY = 0, sumXX = 0, sumXY = 0, sumYY = 0;
        var count = 0;
        foreach (var point in points)
        {
            float x = point.X - from.X, y = point.Y - from.Y;
            var along = ((x * dx) + (y * dy)) / squared;
            if (along is < 0.05f or > 0.95f || MathF.Abs((x * dy) - (y * dx)) > tolerance * MathF.Sqrt(squared))
                continue;
            (sumX, sumY, sumXX, sumXY, sumYY) = (sumX + x, sumY + y, sumXX + (x * x), sumXY + (x * y), sumYY + (y * y));
            count++;
        }
        line = default;
        if (count < LeastPoints)
            return false;
        float meanX = sumX / count, meanY = sumY / count;
        float xx = sumXX - (sumX * meanX), xy = sumXY - (sumX * meanY), yy = sumYY - (sumY * meanY);
        var angle = 0.5f * MathF.Atan2(2 * xy, xx - yy);
        var (normalX, normalY) = (-MathF.Sin(angle), MathF.Cos(angle));
        // The smaller eigenvalue is the sum of the squared distances.
        var off = ((xx + yy) / 2) - MathF.Sqrt((((xx - yy) / 2) * ((xx - yy) / 2)) + (xy * xy));
        if (off > count * spread * spread)
            return false;
        line = new(normalX, normalY, (normalX * (from.X + meanX)) + (normalY * (from.Y + meanY)));
        return true;
    }

    internal bool TryMeet(in Line other, out PixelPoint point)
    {
        var determinant = (NormalX * other.NormalY) - (NormalY * other.NormalX);
        point = new(
            ((Offset * other.NormalY) - (NormalY * other.Offset)) / determinant,
            ((NormalX * other.Offset) - (Offset * other.NormalX)) / determinant);
        return MathF.Abs(determinant) > 0.1f;
    }
}
