namespace CheckIn.Settings;

/// <summary>The languages that commands and refusals are in.</summary>
public enum Language { English, Vietnamese }

/// <summary>Which language is wanted.</summary>
public static class Languages
{
    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>$LC_ALL, $LC_MESSAGES or $LANG, whichever is set first; null = none.</summary>
    public static string? Locale => Variables
        .Select(Environment.GetEnvironmentVariable).FirstOrDefault(static value => !string.IsNullOrEmpty(value));

    /// <summary>By the explicit choice, else by the shell's locale, else English.</summary>
    /// <param name="choice">--lang; null = not said.</param>
    /// <param name="locale">As <see cref="Locale"/> has it.</param>
    /// <exception cref="FormatException">The choice is neither vi nor en.</exception>
    public static Language Choose(string? choice, string? locale) => choice switch
    {
        "vi" => Language.Vietnamese,
        "en" => Language.English,
        null => locale?.StartsWith("vi", StringComparison.OrdinalIgnoreCase) == true
            ? Language.Vietnamese : Language.English,
        _ => throw new FormatException($"--lang is '{choice}', which is none of vi, en. Nothing was done."),
    };

    /// <summary>As in <c>Accept-Language</c>: vi or en.</summary>
    public static string Tag(this Language language) => language == Language.Vietnamese ? "vi" : "en";

    /// <summary>The same said in both; the one that is wanted.</summary>
    public static string Of(this Language language, string english, string vietnamese) =>
        language == Language.Vietnamese ? vietnamese : english;
}
