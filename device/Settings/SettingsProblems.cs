using CheckIn.Contract;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Settings;

/// <summary>What is wrong with settings, in the words of a start, as the hub is told it: lanes by name, texts bounded.</summary>
internal static class SettingsProblems
{
    private const int MostText = 300;

    /// <summary>What a start failed of.</summary>
    internal static IReadOnlyList<SettingsError> Of(
        Exception failure, IReadOnlyList<(string Number, string Name)> lanes) =>
        [.. Texts(failure).Select(text => Of(text, lanes)).Take(ReportedMessage.MostEntries)];

    /// <summary>Whether settings are what a start failed of.</summary>
    internal static bool AreMeant(Exception failure) => failure is OptionsValidationException or InvalidDataException
        or FormatException
        || (failure is AggregateException several && several.InnerExceptions.All(AreMeant));

    /// <summary>A problem whose first word is the key, if it has one.</summary>
    internal static SettingsError Of(string text, IReadOnlyList<(string Number, string Name)> lanes)
    {
        foreach (var (number, name) in lanes)
            text = text.Replace($"Lanes:{number}:", $"Lanes:{name}:", StringComparison.OrdinalIgnoreCase);
        var first = text.Split(' ', 2)[0];
        var path = first.Contains(':', StringComparison.Ordinal) ? first.Trim(':') : "";
        return new SettingsError(path, text.Length > MostText ? text[..(MostText - 1)] + "…" : text);
    }

    private static IEnumerable<string> Texts(Exception failure) => failure switch
    {
        OptionsValidationException options when options.Failures.Any() => options.Failures,
        AggregateException several => several.InnerExceptions.SelectMany(Texts),
        { InnerException: { } inner } => [$"{failure.Message} {inner.Message}"],
        _ => [failure.Message],
    };
}
