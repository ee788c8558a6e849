using System.Text;
using CheckIn.Credentials;

namespace CheckIn.Hub.Visitors;

/// <summary>What was typed into a declaration.</summary>
internal sealed record DeclarationText(string Name, string Phone, string Document, string Purpose, bool IsForAnother);

/// <summary>A field of a declaration.</summary>
internal enum DeclarationField
{
    Name,
    Phone,
    Document,
    Purpose,
}

/// <summary>
/// Reads what somebody typed, as tolerantly as it can be meant: blanks, dots and brackets in numbers are passed over. Whether a
/// number is anybody's is not asked.
/// </summary>
internal static class DeclarationRules
{
    internal const int ShortestName = 2, LongestName = 80, LongestPurpose = 100, MostTyped = 200;
    private const int LeastDigits = 8, MostDigits = 15, ShortestDocument = 6, LongestDocument = 20;

    /// <summary>What was meant, and null where something of it cannot be; then the fields that are wrong.</summary>
    internal static (PersonalFields? Fields, IReadOnlyList<DeclarationField> Wrong) Read(DeclarationText text)
    {
        var wrong = new List<DeclarationField>();
        var name = Line(text.Name);
        if (name is null || name.Length is < ShortestName or > LongestName || AbbreviatedName.Of(name) is null)
            wrong.Add(DeclarationField.Name);
        var (phone, document, purpose) = (Compact(text.Phone), Compact(text.Document), Line(text.Purpose));
        if (phone is null || (phone.Length > 0 && !IsPhone(phone)))
            wrong.Add(DeclarationField.Phone);
        if (document is null || (document.Length > 0 && !IsDocument(document)))
            wrong.Add(DeclarationField.Document);
        if (purpose is null || purpose.Length > LongestPurpose)
            wrong.Add(DeclarationField.Purpose);
        return wrong.Count > 0 ? (null, wrong)
            : (new PersonalFields(name!, OrNull(phone), OrNull(document), OrNull(purpose), text.IsForAnother), wrong);
    }

    private static string? OrNull(string? text) => text is { Length: > 0 } ? text : null;

    private static bool IsPhone(string phone) =>
        phone.AsSpan(phone[0] == '+' ? 1 : 0) is { Length: >= LeastDigits and <= MostDigits } digits
        && !digits.ContainsAnyExceptInRange('0', '9');

    private static bool IsDocument(string document) =>
        document.Length is >= ShortestDocument and <= LongestDocument && document.All(char.IsAsciiLetterOrDigit);

    /// <summary>One line, blanks once; null = it holds what no line has, or is far too long.</summary>
    private static string? Line(string typed)
    {
        if (typed.Length > MostTyped)
            return null;
        var line = string.Join(' ', typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Any(char.IsControl) ? null : line.Normalize(NormalizationForm.FormC);
    }

    private static string? Compact(string typed) => typed.Length > MostTyped ? null
        : string.Concat(typed.Where(static letter => !char.IsWhiteSpace(letter) && letter is not ('.' or '-' or '(' or ')')));
}
