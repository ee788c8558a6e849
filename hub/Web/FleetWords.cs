using System.Globalization;
using CheckIn.Hub.Fleet;

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
    public required string NothingToShow { get; init; }
    public required string NotRead { get; init; }
    public required string GatesGoOn { get; init; }

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
    public required string TickFormat { get; init; }

    // The list of gates and the wall.
    public required string GateNoun { get; init; }
    public required string GateSearch { get; init; }
    public required string HeadOffline { get; init; }
    public required string HeadOneOffline { get; init; }
    public required string HeadAllThere { get; init; }
    public required string HeadNoneOffline { get; init; }
    public required string HeadNone { get; init; }
    public required string OfflineLongest { get; init; }
    public required string OfflineFor { get; init; }
    public required string SinceMoment { get; init; }
    public required string Cause { get; init; }
    public required string WholeSite { get; init; }
    public required string NoneOfflineNext { get; init; }
    public required string MoreOffline { get; init; }
    public required string StandingAlerts { get; init; }
    public required string OtherAlerts { get; init; }
    public required string NoOtherAlerts { get; init; }
    public required string MoreAlerts { get; init; }
    public required string EventsChart { get; init; }
    public required string EventsMinute { get; init; }

    // One gate.
    public required string NowReady { get; init; }
    public required string NowDegraded { get; init; }
    public required string NowDegradedUntold { get; init; }
    public required string NowLost { get; init; }
    public required string NowStopped { get; init; }
    public required string NowInit { get; init; }
    public required string NowNeverSeen { get; init; }
    public required string NowLeft { get; init; }
    public required string CauseIs { get; init; }
    public required string BacklogIs { get; init; }
    public required string LastDay { get; init; }
    public required string LastWeek { get; init; }
    public required string Alert { get; init; }
    public required string GateAlerts { get; init; }
    public required string Condition { get; init; }
    public required string Device { get; init; }
    public required string Lanes { get; init; }
    public required string LanesReady { get; init; }
    public required string LanesDown { get; init; }
    public required string JournalShare { get; init; }
    public required string Uptime { get; init; }
    public required string Temperature { get; init; }
    public required string Supply { get; init; }
    public required string SupplyWeak { get; init; }
    public required string SupplyGood { get; init; }
    public required string DiskFree { get; init; }
    public required string WrittenDay { get; init; }
    public required string Memory { get; init; }
    public required string RoundTrip { get; init; }
    public required string Reads { get; init; }
    public required string Unreadable { get; init; }
    public required string Lists { get; init; }
    public required IReadOnlyDictionary<string, string> ListNames { get; init; }
    public required string ListAge { get; init; }
    public required string NothingTold { get; init; }

    // Why a gate is degraded, where its alarms have no word for it.
    public required string ClockWrong { get; init; }
    public required string ClockNotSynchronised { get; init; }
    public required string CertificateEnds { get; init; }
    public required string SaysSo { get; init; }

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

    /// <summary>
    /// Why a gate is degraded, or an alarm that stands there; what this hub does not know is shown as it is.
    /// </summary>
    public string CauseOf(string word, Words words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return word switch
        {
            DegradedCauses.ClockWrong => ClockWrong,
            DegradedCauses.ClockNotSynchronised => ClockNotSynchronised,
            DegradedCauses.CertificateEnds => CertificateEnds,
            DegradedCauses.SaysSo => SaysSo,
            _ => words.Alarm(word),
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
