using System.Globalization;
using System.Text.Json;
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
    private const string AnyLane = "*";

    /// <summary>The key with its lane; empty = every lane.</summary>
    internal static string PathFor(SettingEntry entry, string lane)
    {
        var parts = entry.Path.Split(':');
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] == AnyLane)
                parts[i] = lane.Length == 0 ? SettingsWanted.EveryLane : lane;
        }
        return string.Join(':', parts);
    }

    /// <summary>It is one of a lane.</summary>
    internal static bool IsOfLane(SettingEntry entry) => entry.Path.Split(':').Contains(AnyLane);

    /// <summary>It can be chosen by itself: no item of a list, and the hub's to say.</summary>
    internal static bool IsChoosable(SettingEntry entry) =>
        entry is { IsLocal: false, Kind: not SettingKind.Section } && !entry.Path.Split(':').Contains("#");

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

    /// <summary>Whether what was typed can be such a value at all.</summary>
    internal static bool TryRead(SettingKind kind, string typed, out JsonNode? value)
    {
        value = kind switch
        {
            SettingKind.Boolean => bool.TryParse(typed, out var yes) ? JsonValue.Create(yes) : null,
            SettingKind.Integer => long.TryParse(
                typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? JsonValue.Create(whole) : null,
            SettingKind.Number => double.TryParse(
                typed.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number) ? JsonValue.Create(number) : null,
            SettingKind.Duration => Span(typed) is { } span
                ? JsonValue.Create(span.ToString("c", CultureInfo.InvariantCulture)) : null,
            SettingKind.List or SettingKind.Section => Json(typed),
            _ => typed.Length > 0 ? JsonValue.Create(typed) : null,
        };
        return value is not null;
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

    private static JsonNode? Json(string typed)
    {
        try
        {
            return SettingJson.Parse(typed);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^([0-9]{1,9}(?:[.,][0-9]{1,7})?)\s*(ms|s|giây|m|min|phút|h|giờ|d|ngày)\z")]
    private static partial Regex Short();
}
