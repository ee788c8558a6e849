using System.Globalization;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Settings;

namespace CheckIn.Hub.Modes.Commands;

/// <summary>Times on the command line, by the hub's zone.</summary>
internal static class Moments
{
    /// <exception cref="FormatException">It is none.</exception>
    internal static DateTimeOffset Read(CommandContext context, string text)
    {
        if (text is ['+', .. var span, var unit]
            && int.TryParse(span, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 100_000
            && Span(count, unit) is { } after)
            return TimeProvider.System.GetUtcNow() + after;
        try
        {
            return CellText.Moment(text, HubZone.Current)!.Value;
        }
        catch (WrongTextException e)
        {
            throw new FormatException(
                e.In(context.Language) + context.Say(". Nothing was done.", ". Chưa làm gì cả."), e);
        }
    }

    internal static string Local(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, HubZone.Current).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static TimeSpan? Span(int count, char unit) => unit switch
    {
        'm' => TimeSpan.FromMinutes(count),
        'h' => TimeSpan.FromHours(count),
        'd' => TimeSpan.FromDays(count),
        _ => null,
    };
}
