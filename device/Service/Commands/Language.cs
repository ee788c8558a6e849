namespace CheckIn.Gate.Service.Commands;

/// <summary>The languages that the commands speak.</summary>
internal enum Language { English, Vietnamese }

internal static class Languages
{
    /// <summary>By the explicit choice, else by the shell's locale, else English.</summary>
    /// <param name="choice">--lang.</param>
    /// <param name="locale">$LC_ALL, $LC_MESSAGES or $LANG, whichever is set first.</param>
    /// <exception cref="FormatException">The choice is neither.</exception>
    internal static Language Choose(string? choice, string? locale) => choice switch
    {
        "vi" => Language.Vietnamese,
        "en" => Language.English,
        null => locale?.StartsWith("vi", StringComparison.OrdinalIgnoreCase) == true ? Language.Vietnamese : Language.English,
        _ => throw new FormatException($"--lang is '{choice}', which is none of vi, en. Nothing was done."),
    };

    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    internal static string? Locale => Variables
        .Select(Environment.GetEnvironmentVariable).FirstOrDefault(static value => !string.IsNullOrEmpty(value));
}
