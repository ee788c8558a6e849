namespace CheckIn.Settings;

/// <summary>What kind of value a setting has.</summary>
public enum SettingKind { Section, List, Boolean, Integer, Number, Duration, Choice, Text, Address }

/// <summary>One setting of a gate.</summary>
/// <param name="Path">Its key; of a lane's <c>Lanes:*:…</c>, of another list's item <c>…:#:…</c>.</param>
/// <param name="Default">As it would be written; null = it has none.</param>
/// <param name="Least">Lowest value, likewise; null = there is no bound. Of a list, its fewest items.</param>
/// <param name="Choices">Of a choice, its words.</param>
/// <param name="IsLocal">It is the gate's own to say, and not the hub's: who it is, and where its files lie.</param>
/// <param name="CutsOff">A wrong value can cut the gate off from its hub, so the gate tries it.</param>
/// <param name="English">What it is, its unit, and what goes wrong at the edges.</param>
public sealed record SettingEntry(
    string Path, SettingKind Kind, string? Default, string? Least, string? Most, IReadOnlyList<string>? Choices,
    bool IsLocal, bool CutsOff, string English, string Vietnamese)
{
    /// <summary>Words that may stand in place of a value, such as <c>Auto</c>; null = none.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>Of a text, the pattern (a regular expression) that the whole of it follows; null = none.</summary>
    public string? Pattern { get; init; }

    /// <summary>Of a text, its most characters; null = there is no bound.</summary>
    public int? Longest { get; init; }

    /// <summary>It may not be empty.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Of a value that is no text: an empty text stands for none.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether it is a value, and no section or list of others.</summary>
    public bool IsValue => Kind is not (SettingKind.Section or SettingKind.List);

    /// <summary>The last word of its key.</summary>
    public string Name => Path[(Path.LastIndexOf(':') + 1)..];

    /// <summary>What it is, in a language.</summary>
    public string Text(Language language) => language.Of(English, Vietnamese);

    /// <summary>What may be written for it, in a language.</summary>
    public string Allowed(Language language) => SettingWords.Allowed(this, language);

    /// <summary>Whether it may be written so, as a gate's configuration reads it.</summary>
    public bool Allows(string text) => SettingText.IsOf(this, text);
}
