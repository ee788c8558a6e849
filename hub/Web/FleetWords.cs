using System.Globalization;

namespace CheckIn.Hub.Web;

/// <summary>What every page and the pages of the fleet say, in one language.</summary>
public sealed partial record FleetWords
{
    public required string Starting { get; init; }

    // The frame of every page.
    public required string SkipToContent { get; init; }
    public required string Pages { get; init; }
    public required string Wall { get; init; }
    public required string Alerts { get; init; }
    public required string Gates { get; init; }
    public required string Sites { get; init; }
    public required string Nodes { get; init; }
    public required string Offline { get; init; }
    public required string Enrol { get; init; }
    public required string AlertsWaiting { get; init; }
    public required string StoreTrouble { get; init; }
    public required string StoreTroubleNext { get; init; }
    public required string Stale { get; init; }

    // Keys.
    public required string Keys { get; init; }
    public required string KeySearch { get; init; }
    public required string KeyNext { get; init; }
    public required string KeyOpen { get; init; }
    public required string KeyHelp { get; init; }
    public required string KeyLeave { get; init; }
    public required string Close { get; init; }

    // Tables and charts.
    public required string Search { get; init; }
    public required string Show { get; init; }
    public required string Everything { get; init; }
    public required string ShowAll { get; init; }
    public required string SortedBy { get; init; }
    public required string FirstPage { get; init; }
    public required string NextPage { get; init; }
    public required string OfAll { get; init; }
    public required string NothingFound { get; init; }
    public required string NothingFoundNext { get; init; }
    public required string Figures { get; init; }
    public required string NotKnown { get; init; }
    public required string Time { get; init; }
    public required string From { get; init; }
    public required string Until { get; init; }
    public required string Lasted { get; init; }

    // Answers.
    public required string NotDone { get; init; }
    public required string Back { get; init; }
    public required string StillWorks { get; init; }

    // Times.
    public required string AgoFormat { get; init; }
    public required string JustNow { get; init; }
    public required string SecondUnit { get; init; }
    public required string MinuteUnit { get; init; }
    public required string HourUnit { get; init; }
    public required string DayUnit { get; init; }
    public required string ShortFormat { get; init; }
    public required string ShortYearFormat { get; init; }
    public required string DayFormat { get; init; }

    /// <summary>In the language of the page's other words.</summary>
    public static FleetWords Of(Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Language == "en" ? English : Vietnamese;
    }

    /// <summary>The units from the second on, as the script takes them.</summary>
    public string Units => string.Join('|', SecondUnit, MinuteUnit, HourUnit, DayUnit);

    /// <summary>How long ago, in the greatest unit that fits; null = not yet.</summary>
    public string? Ago(TimeSpan ago) => ago.TotalSeconds switch
    {
        < 0 => ago.TotalSeconds < -1 ? null : JustNow,
        < 10 => JustNow,
        _ => Fill(AgoFormat, Largest(ago)),
    };

    /// <summary>A span in its two greatest units: 3 h 12 min.</summary>
    public string Lasting(TimeSpan span)
    {
        var seconds = (long)Math.Max(0, span.TotalSeconds);
        var (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
        return seconds switch
        {
            < 60 => Of(seconds, SecondUnit),
            < 3600 => Of(seconds / 60, MinuteUnit),
            < 86_400 => Two(hours, HourUnit, minutes, MinuteUnit),
            _ => Two(days, DayUnit, hours, HourUnit),
        };
    }

    /// <summary>A text with its places filled.</summary>
    public static string Fill(string format, params object?[] values) =>
        string.Format(CultureInfo.InvariantCulture, format, values);

    private string Largest(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        return seconds switch
        {
            < 60 => Of(seconds, SecondUnit),
            < 3600 => Of(seconds / 60, MinuteUnit),
            < 86_400 => Of(seconds / 3600, HourUnit),
            _ => Of(seconds / 86_400, DayUnit),
        };
    }

    private static string Two(long first, string unit, long second, string secondUnit) =>
        second == 0 ? Of(first, unit) : Of(first, unit) + " " + Of(second, secondUnit);

    private static string Of(long count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count} {unit}");
}
