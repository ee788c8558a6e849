using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CheckIn.Settings;

/// <summary>Whether a text can be a setting's value, with the tolerance of a gate's configuration and no other.</summary>
internal static class SettingText
{
    private static readonly TypeConverter Integers = TypeDescriptor.GetConverter(typeof(long));

    internal static bool IsOf(SettingEntry entry, string text)
    {
        if (text.Length == 0)
            return entry.Kind is SettingKind.Text or SettingKind.Address ? !entry.IsRequired : entry.IsOptional;
        if (entry.IsRequired && string.IsNullOrWhiteSpace(text))
            return false;
        return entry.Words?.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase) == true || entry.Kind switch
        {
            SettingKind.Boolean => bool.TryParse(text, out _),
            SettingKind.Integer => Integer(text) is { } value && IsWithin(entry, value, Integer),
            SettingKind.Number => Number(text) is { } value && IsWithin(entry, value, Number),
            SettingKind.Duration => Duration(text) is { } value && IsWithin(entry, value, Duration),
            SettingKind.Choice => IsChoice(entry.Choices ?? [], text.Trim()),
            SettingKind.Address => Uri.TryCreate(text, UriKind.Absolute, out var address)
                && MqttEndpoint.IsOne(address) && !MqttEndpoint.IsInTheClear(address),
            SettingKind.Text => text.Length <= (entry.Longest ?? int.MaxValue) && Follows(entry.Pattern, text),
            _ => false,
        };
    }

    internal static TimeSpan? Duration(string text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>By the converter, which reads 0x10 as well.</summary>
    private static long? Integer(string text)
    {
        try
        {
            return Integers.ConvertFromInvariantString(text) as long?;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static bool IsWithin<T>(SettingEntry entry, T value, Func<string, T?> read) where T : struct, IComparable<T> =>
        (entry.Least is not { } least || value.CompareTo(read(least)!.Value) >= 0)
        && (entry.Most is not { } most || value.CompareTo(read(most)!.Value) <= 0);

    /// <summary>By its word however it is capitalised or, as configuration has it, by its place.</summary>
    private static bool IsChoice(IReadOnlyList<string> choices, string text) =>
        choices.Contains(text, StringComparer.OrdinalIgnoreCase)
        || (!char.IsAsciiDigit(choices[0][0])
            && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var place)
            && place >= 0 && place < choices.Count);

    private static bool Follows(string? pattern, string text) => pattern is null
        || (Regex.Match(text, pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking) is { Success: true } match
            && match.Length == text.Length);
}
