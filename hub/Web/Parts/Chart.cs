using System.Globalization;

namespace CheckIn.Hub.Web.Parts;

/// <summary>A figure of one step of time.</summary>
/// <param name="Value">Null = nobody knows: a gap, which is neither nothing nor something in between.</param>
public readonly record struct ChartPoint(DateTimeOffset At, double? Value);

/// <summary>A time in which something was in one state.</summary>
/// <param name="Until">Null = it lasts.</param>
/// <param name="State">As <see cref="StateMark"/> takes it.</param>
/// <param name="Title">What is said of it when it is pointed at.</param>
public sealed record TimelineSpell(DateTimeOffset From, DateTimeOffset? Until, string State, string Title);

/// <summary>Where things stand on a line of time, in per cent of its width, as the pictures write them.</summary>
internal readonly record struct ChartAxis(DateTimeOffset From, DateTimeOffset To)
{
    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromDays(1), TimeSpan.FromDays(7),
    ];

    /// <summary>The place of a moment; before and after the line is its end.</summary>
    internal string X(DateTimeOffset at) => Percent(Share(at));

    internal string Width(DateTimeOffset from, DateTimeOffset to, double least = 0) =>
        Percent(Math.Max(least, Share(to) - Share(from)));

    /// <summary>Round moments of the zone, at most eight, none so near an end that its word would be cut off.</summary>
    internal IReadOnlyList<DateTimeOffset> Ticks(TimeZoneInfo zone)
    {
        var span = To - From;
        var step = Array.Find(Steps, one => span / one <= 8) is { Ticks: > 0 } fitting ? fitting : TimeSpan.FromDays(30);
        var start = TimeZoneInfo.ConvertTime(From, zone);
        var midnight = new DateTimeOffset(start.Date, start.Offset);
        var ticks = new List<DateTimeOffset>();
        for (var at = midnight; at < To; at += step)
        {
            if (Share(at) is > 0.04 and < 0.96)
                ticks.Add(at);
        }
        return ticks;
    }

    /// <summary>The word of a tick: days are named where ticks are days apart, else hours.</summary>
    internal string Name(DateTimeOffset tick, PageContext page) => TimeZoneInfo.ConvertTime(tick, page.Zone)
        .ToString(To - From > TimeSpan.FromDays(2) ? page.Text.TickFormat : "HH:mm", CultureInfo.InvariantCulture);

    internal static string Percent(double share) => (share * 100).ToString("0.###", CultureInfo.InvariantCulture) + "%";

    private double Share(DateTimeOffset at) => Math.Clamp((at - From) / (To - From), 0, 1);
}
