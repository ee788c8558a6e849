namespace CheckIn.Time;

/// <summary>
/// Wall time of a zone as moments. Wall time that does not exist (the clock is put forward) is the moment at which the clock
/// jumps; wall time that exists twice (it is put back) is two moments.
/// </summary>
/// <param name="zone">It.</param>
public sealed class ZoneCalendar(TimeZoneInfo zone)
{
    /// <summary>The zone.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>The day that it is there at this moment.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>When a day's clock shows so many minutes; at either end of time, that.</summary>
    /// <param name="day">It.</param>
    /// <param name="minutes">From its midnight; 1440 and more are of the days after.</param>
    /// <param name="isEnd">Of two such moments the last.</param>
    public DateTimeOffset At(DateOnly day, int minutes, bool isEnd)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        if (midnight > DateTime.MaxValue.AddDays(-2))
            return DateTimeOffset.MaxValue;
        if (midnight < DateTime.MinValue.AddDays(2))
            return DateTimeOffset.MinValue;
        var wall = midnight.AddMinutes(minutes);
        while (zone.IsInvalidTime(wall))
            wall = wall.AddMinutes(1);
        if (!zone.IsAmbiguousTime(wall))
            return Utc(wall, zone.GetUtcOffset(wall));
        var offsets = zone.GetAmbiguousTimeOffsets(wall);
        return Utc(wall, isEnd ? offsets.Min() : offsets.Max());
    }

    private static DateTimeOffset Utc(DateTime wall, TimeSpan offset) =>
        new(DateTime.SpecifyKind(wall - offset, DateTimeKind.Utc));
}
