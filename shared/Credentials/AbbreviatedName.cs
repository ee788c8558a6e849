using System.Text;

namespace CheckIn.Credentials;

/// <summary>
/// A name as others may see it: the family name and of each further name its first letter, <c>Nguyễn V. T.</c> Enough for
/// its owner, and for a guard who knows him, to see whose code was read; too little for bystanders to know whose it is.
/// </summary>
public static class AbbreviatedName
{
    /// <summary>Most letters of the family name; what follows is left out.</summary>
    public const int MostOfFamily = 16;

    /// <summary>Most names that are abbreviated; what follows is left out.</summary>
    public const int MostGiven = 4;

    /// <summary>Of a name as documents have it, the family name first.</summary>
    /// <param name="name">In whatever case; blanks of any kind part it.</param>
    /// <returns>Null: there is nothing in it that is a name's.</returns>
    public static string? Of(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        var parts = name.Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(Letters).Where(static part => part.Length > 0).Take(1 + MostGiven).ToList();
        if (parts.Count == 0)
            return null;
        var shown = new StringBuilder(Titled(parts[0]));
        foreach (var given in parts.Skip(1))
            shown.Append(' ').Append(First(given)).Append('.');
        return shown.ToString();
    }

    /// <summary>What is no letter, such as a digit, a mark of direction or a bracket, is nobody's name.</summary>
    private static string Letters(string part)
    {
        var letters = new StringBuilder();
        foreach (var rune in part.EnumerateRunes())
        {
            if (Rune.IsLetter(rune) || rune.Value is '-' or '\'' or '’')
                letters.Append(rune);
        }
        return letters.ToString().Trim('-', '\'', '’');
    }

    private static string Titled(string part)
    {
        var titled = new StringBuilder();
        foreach (var rune in part.EnumerateRunes().Take(MostOfFamily))
            titled.Append(titled.Length == 0 ? Rune.ToUpperInvariant(rune) : Rune.ToLowerInvariant(rune));
        return titled.ToString();
    }

    private static Rune First(string part) => Rune.ToUpperInvariant(Rune.GetRuneAt(part, 0));
}
