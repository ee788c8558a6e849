using System.Globalization;

namespace CheckIn.Hub.Notices;

/// <summary>
/// Hours of every day in which only critical alerts are told; the others wait for their end. <c>22:00-06:00</c> goes
/// over midnight.
/// </summary>
public sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    /// <summary>Null = it means nothing.</summary>
    public static QuietHours? TryParse(string text)
    {
        if (text.Split('-', StringSplitOptions.TrimEntries) is not [var from, var to])
            return null;
        return Time(from) is { } start && Time(to) is { } end && start != end ? new QuietHours(start, end) : null;
    }

    /// <summary>Whether it is quiet then, by the clocks on the walls of the zone.</summary>
    public bool IsIn(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime).IsBetween(From, To);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HH\\:mm}-{To:HH\\:mm}");

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time : null;
}
