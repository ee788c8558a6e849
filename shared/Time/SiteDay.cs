namespace CheckIn.Time;

/// <summary>
/// The day by which a site counts its people: it begins at three in the morning by the site's clock, so that whoever goes
/// home after midnight belongs to the evening, and whoever comes at six to the morning. Tags change with it, so whoever
/// stays past three is told as two: one who came and was not seen to leave, and one who was only seen to leave.
/// </summary>
public static class SiteDay
{
    /// <summary>When a day begins, by the site's clock.</summary>
    public static readonly TimeSpan Begins = TimeSpan.FromHours(3);

    /// <summary>The day that it is there at this instant.</summary>
    public static DateOnly Of(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime.Subtract(Begins));
}
