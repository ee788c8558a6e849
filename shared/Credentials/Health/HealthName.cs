using System.Buffers;
using System.Formats.Cbor;
using System.Text;

namespace CheckIn.Credentials.Health;

/// <summary>
/// A name of a health certificate: as it is written (fn, gn) and as a passport's machine-readable zone has it (fnt, gnt:
/// letters A to Z and &lt; alone, ICAO 9303). Each has at most 80 characters; fnt must be there. What is written has a
/// letter and no control character.
/// </summary>
internal static class HealthName
{
    private const int MaxCharacters = 80;
    private static readonly SearchValues<char> Latin = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ<");

    /// <summary>Reads the map of a name: family name first, as it is written; else as a passport has it.</summary>
    /// <returns>Null: it is none.</returns>
    internal static string? Read(CborReader reader)
    {
        var parts = new Dictionary<string, string>();
        foreach (var name in reader.ReadNames())
        {
            if (reader.IsAtText() && name is "fn" or "gn" or "fnt" or "gnt")
                parts[name] = reader.ReadTextString();
            else
                reader.SkipValue();
        }
        var (family, given) = (parts.GetValueOrDefault("fn", ""), parts.GetValueOrDefault("gn", ""));
        var (latinFamily, latinGiven) = (parts.GetValueOrDefault("fnt"), parts.GetValueOrDefault("gnt", ""));
        if (latinFamily is null || !IsLatin(latinFamily) || !IsLatin(latinGiven) || !IsWritten(family) || !IsWritten(given))
            return null;
        var text = family.Length + given.Length > 0 ? $"{family} {given}" : $"{latinFamily} {latinGiven}";
        return text.Trim().Normalize(NormalizationForm.FormC);
    }

    private static bool IsLatin(string text) => text.Length <= MaxCharacters && !text.AsSpan().ContainsAnyExcept(Latin);

    /// <summary>U+FFFE is no character, and nothing can be normalized with it.</summary>
    private static bool IsWritten(string text) => text.Length == 0
        || (text.Length <= MaxCharacters && !text.Contains('\uFFFE') && !text.Any(char.IsControl)
            && text.EnumerateRunes().Any(Rune.IsLetter));
}
