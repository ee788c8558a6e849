using System.Globalization;
using System.Text;

namespace CheckIn.Hub.Web.Parts;

/// <summary>Text as people type it in a hurry: "cong a2" finds "Cổng A2".</summary>
public static class SearchText
{
    /// <summary>Lower case, without marks, đ as d.</summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
                folded.Append(letter is 'đ' or 'Đ' ? 'd' : char.ToLowerInvariant(letter));
        }
        return folded.ToString();
    }

    /// <summary>Every word that was typed stands somewhere in what was folded.</summary>
    public static bool Matches(string folded, IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(folded);
        ArgumentNullException.ThrowIfNull(words);
        foreach (var word in words)
        {
            if (!folded.Contains(word, StringComparison.Ordinal))
                return false;
        }
        return true;
    }

    /// <summary>What was typed, as words to look for.</summary>
    public static IReadOnlyList<string> Words(string? typed) =>
        Fold(typed).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
