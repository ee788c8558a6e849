using System.Globalization;
using CheckIn.Settings;

namespace CheckIn.Hub.Web.Steering;

/// <summary>What is said of a setting, in the page's language.</summary>
internal static class EntryText
{
    /// <summary>The first sentence of it.</summary>
    internal static string? Brief(string path, PageContext page)
    {
        var about = SettingsCatalog.Gate.Find(path)?.Text(SitePages.LanguageOf(page));
        return about is not null && about.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end
            ? about[..(end + 1)] : about;
    }

    /// <summary>What may be written, and what it is if nothing is; empty = there is nothing to say.</summary>
    internal static IReadOnlyList<string> Limits(SettingEntry entry, PageContext page)
    {
        var text = SettingsPageWords.Of(page.Words);
        string?[] all =
        [
            (entry.Least, entry.Most) switch
            {
                ({ } least, { } most) => FleetWords.Fill(text.Range, Value(entry, least, page), Value(entry, most, page)),
                ({ } least, null) => FleetWords.Fill(text.Least, Value(entry, least, page)),
                (null, { } most) => FleetWords.Fill(text.Most, Value(entry, most, page)),
                _ => entry.Choices is { Count: > 0 } choices ? string.Join(", ", choices) : null,
            },
            entry.Words is { Count: > 0 } words ? string.Join(", ", words) : null,
            entry.Default is { Length: > 0 } usual ? FleetWords.Fill(text.Default, Value(entry, usual, page)) : null,
        ];
        return [.. all.OfType<string>()];
    }

    /// <summary>What may be written, in words.</summary>
    internal static string Allowed(SettingEntry entry, PageContext page) => entry.Kind == SettingKind.Duration
        ? string.Join(", ", Limits(entry, page)) : entry.Allowed(SitePages.LanguageOf(page));

    /// <summary>A value as people read it: a time with its unit, on and off in words, all else as it is written.</summary>
    internal static string Value(SettingEntry? entry, string value, PageContext page)
    {
        var text = SettingsPageWords.Of(page.Words);
        return entry?.Kind switch
        {
            SettingKind.Boolean when bool.TryParse(value, out var on) => on ? text.On : text.Off,
            SettingKind.Duration when TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var span) =>
                Span(span, page),
            SettingKind.Integer when long.TryParse(value, CultureInfo.InvariantCulture, out var number) =>
                page.Words.Number(number),
            _ => value,
        };
    }

    private static string Span(TimeSpan span, PageContext page) => span switch
    {
        { TotalSeconds: > -1 and < 1 } => string.Create(
            CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.###} ms"),
        { Milliseconds: not 0 } => $"{page.Words.Decimal(span.TotalSeconds)} {page.Text.SecondUnit}",
        { Seconds: not 0, TotalMinutes: >= 1 } => span.ToString("c", CultureInfo.InvariantCulture),
        _ => page.Text.Lasting(span),
    };
}
