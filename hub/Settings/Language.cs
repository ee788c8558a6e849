namespace CheckIn.Hub.Settings;

/// <summary>The languages that the hub's commands and refusals are in.</summary>
internal enum Language { English, Vietnamese }

internal static class Languages
{
    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>By the explicit choice, else by the shell's locale, else English.</summary>
    /// <param name="choice">--lang.</param>
    /// <param name="locale">$LC_ALL, $LC_MESSAGES or $LANG, whichever is set first.</param>
    /// <exception cref="FormatException">The choice is neither.</exception>
    internal static Language Choose(string? choice, string? locale) => choice switch
    {
        "vi" => Language.Vietnamese,
        "en" => Language.English,
        null => locale?.StartsWith("vi", StringComparison.OrdinalIgnoreCase) == true
            ? Language.Vietnamese : Language.English,
        _ => throw new FormatException($"--lang is '{choice}', which is none of vi, en. Nothing was done."),
    };

    internal static string? Locale => Variables
        .Select(Environment.GetEnvironmentVariable).FirstOrDefault(static value => !string.IsNullOrEmpty(value));

    /// <summary>As in <c>Accept-Language</c>.</summary>
    internal static string Tag(this Language language) => language == Language.Vietnamese ? "vi" : "en";

    /// <summary>The same said in both; the one that is wanted.</summary>
    internal static string Of(this Language language, string english, string vietnamese) =>
        language == Language.Vietnamese ? vietnamese : english;
}
