using CheckIn.Credentials;

namespace CheckIn.Hub.Cards;

/// <summary>A card as somebody has written it down.</summary>
/// <param name="Kind">Whose number it is; null = by its shape.</param>
/// <param name="Category">Null = not said.</param>
/// <param name="From">The first day on which it is good; null = no bound.</param>
/// <param name="Until">The last one; null = no bound.</param>
internal sealed record CardDraft(
    PrintedNumber? Number = null, NumberKind? Kind = null, string? Category = null, bool IsDenied = false, DateOnly? From = null,
    DateOnly? Until = null)
{
    /// <summary>As it is kept.</summary>
    internal ListedCard ToCard(ReadOnlySpan<byte> key, TimeZoneInfo zone) => ListedCard.New(Number!, key) with
    {
        Category = Category ?? ListedCard.UsualCategory,
        IsDenied = IsDenied,
        From = CardDays.Begin(From, zone),
        Until = CardDays.End(Until, zone),
    };
}

/// <summary>Days of a site's zone as the minutes in which cards are good.</summary>
internal static class CardDays
{
    internal const int FirstYear = 2000, LastYear = 2200;

    /// <summary>Unix minutes; 0 = no bound.</summary>
    internal static uint Begin(DateOnly? day, TimeZoneInfo zone) => day is { } first ? MinuteOf(first, zone) : 0;

    /// <summary>When the day after it begins; 0 = no bound.</summary>
    internal static uint End(DateOnly? day, TimeZoneInfo zone) => day is { } last ? MinuteOf(last.AddDays(1), zone) : 0;

    /// <summary>The day in which a minute lies; of an end, the day before it.</summary>
    internal static DateOnly? DayOf(uint minute, TimeZoneInfo zone, bool isEnd) => minute == 0 ? null : DateOnly.FromDateTime(
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds((minute * 60L) - (isEnd ? 1 : 0)), zone).DateTime);

    /// <summary>A day begins with its first minute that there is, of one that comes twice the earlier.</summary>
    private static uint MinuteOf(DateOnly day, TimeZoneInfo zone)
    {
        var wall = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(wall))
            wall = wall.AddMinutes(1);
        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return (uint)(new DateTimeOffset(wall, offset).ToUnixTimeSeconds() / 60);
    }
}
