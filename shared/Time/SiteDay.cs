namespace CheckIn.Time;

/// <summary>
/// The day by which a site counts its people: it begins at three in the morning by the site's clock, so that whoever goes
/// home after midnight belongs to the evening, and whoever comes at six to the morning. Tags change with it, so whoever
/// stays past three is told as two: one whose visit was closed then, and one who is first seen when he leaves.
/// </summary>
public static class SiteDay
{
    /// <summary>When a day begins, by the site's clock.</summary>
    public static readonly TimeSpan Begins = TimeSpan.FromHours(3);

    /// <summary>The day that it is there at this instant.</summary>
    public static DateOnly Of(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime.Subtract(Begins));

    /// <summary>
    /// Whether it is before noon of that day: whoever stayed past its begin for a night's work may still be there.
    /// </summary>
    public static bool IsMorning(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).DateTime.Subtract(Begins).TimeOfDay < TimeSpan.FromHours(12) - Begins;
}
