namespace CheckIn.Hub.Settings;

/// <summary>The zone in which the hub's days begin and its pages tell the time: the home market's.</summary>
public static class HubZone
{
    /// <summary>Vietnam has kept UTC+7 without summer time since 1975, so the offset is right where zone data lacks.</summary>
    public static TimeZoneInfo Current { get; } = TimeZoneInfo.TryFindSystemTimeZoneById("Asia/Ho_Chi_Minh", out var zone)
        ? zone : TimeZoneInfo.CreateCustomTimeZone("Asia/Ho_Chi_Minh", TimeSpan.FromHours(7), "+07", "+07");

    /// <summary>The day that it is at this instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Current).DateTime);

    /// <summary>When this day begins; it ends where the next one begins.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Current.GetUtcOffset(midnight));
    }
}
