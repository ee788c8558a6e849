using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CheckIn.Contract;
using CheckIn.Settings;

namespace CheckIn.Hub.Web.Steering;

/// <summary>
/// A merge patch put together from single settings that somebody chose: each is one key of the catalog with what was
/// typed for it, read as its kind says. Ranges are not judged here: the catalog does that for the whole patch.
/// </summary>
internal static partial class SettingPatch
{
    private const string OfLanes = "Lanes:*:";

    /// <summary>The key with its lane; empty = every lane.</summary>
    internal static string PathFor(SettingEntry entry, string lane) => IsOfLane(entry)
        ? $"Lanes:{(lane.Length == 0 ? SettingsWanted.EveryLane : lane)}:{entry.Path[OfLanes.Length..]}" : entry.Path;

    /// <summary>It is one of a lane.</summary>
    internal static bool IsOfLane(SettingEntry entry) => entry.Path.StartsWith(OfLanes, StringComparison.Ordinal);

    /// <summary>It can be chosen by itself: a value with one name, and the hub's to say.</summary>
    internal static bool IsChoosable(SettingEntry entry) =>
        entry is { IsLocal: false, IsValue: true } && entry.Path.AsSpan(IsOfLane(entry) ? OfLanes.Length : 0).IndexOfAny('*', '#') < 0;

    /// <summary>The patch with one setting more.</summary>
    /// <param name="value">Null = the scope is to say nothing of it any more.</param>
    internal static JsonObject With(JsonObject patch, string path, JsonNode? value)
    {
        var whole = (JsonObject)patch.DeepClone();
        var (at, parts) = (whole, path.Split(':'));
        foreach (var part in parts[..^1])
        {
            if (at[part] is not JsonObject section)
                at[part] = section = [];
            at = section;
        }
        at[parts[^1]] = value;
        return whole;
    }

    /// <summary>What was typed, as a value of that setting; null = it can be none.</summary>
    internal static JsonNode? Read(SettingEntry entry, string typed) =>
        entry.Words?.FirstOrDefault(word => word.Equals(typed, StringComparison.OrdinalIgnoreCase)) is { } word
            ? JsonValue.Create(word)
            : entry.Kind switch
            {
                SettingKind.Boolean => bool.TryParse(typed, out var yes) ? JsonValue.Create(yes) : null,
                SettingKind.Integer => long.TryParse(
                    typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                    ? JsonValue.Create(whole) : null,
                SettingKind.Number => double.TryParse(
                    typed.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && double.IsFinite(number) ? JsonValue.Create(number) : null,
                SettingKind.Duration => Span(typed) is { } span ? JsonValue.Create(Written(span)) : null,
                _ => typed.Length > 0 ? JsonValue.Create(typed) : null,
            };

    /// <summary>As settings write a time, without noughts at its end.</summary>
    private static string Written(TimeSpan span)
    {
        var text = span.ToString("c", CultureInfo.InvariantCulture);
        return span.Ticks % TimeSpan.TicksPerSecond == 0 ? text : text.TrimEnd('0');
    }

    /// <summary>A time as settings write it, or as people do: 250 ms, 2 s, 5 min, 1 h, 1 d.</summary>
    internal static TimeSpan? Span(string typed)
    {
        if (TimeSpan.TryParseExact(typed, "c", CultureInfo.InvariantCulture, out var exact) && typed.Contains(':'))
            return exact;
        if (Short().Match(typed) is not { Success: true } found)
            return null;
        var count = decimal.Parse(found.Groups[1].Value.Replace(',', '.'), CultureInfo.InvariantCulture);
        var ticks = count * found.Groups[2].Value switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" or "giây" => TimeSpan.TicksPerSecond,
            "m" or "min" or "phút" => TimeSpan.TicksPerMinute,
            "h" or "giờ" => TimeSpan.TicksPerHour,
            _ => TimeSpan.TicksPerDay,
        };
        return ticks <= long.MaxValue ? new TimeSpan((long)ticks) : null;
    }

    [GeneratedRegex(@"^([0-9]{1,9}(?:[.,][0-9]{1,7})?)\s*(ms|s|giây|m|min|phút|h|giờ|d|ngày)\z")]
    private static partial Regex Short();
}
