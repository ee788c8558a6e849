using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace CheckIn.Credentials;

/// <summary>
/// The card of the Vietnamese health insurance (BHYT), unsigned: number | name | birth | gender | address | first clinic |
/// valid from | valid to | issued | …, names in hexadecimal UTF-8, and as the last field <c>$</c>, on one card seen
/// <c>#</c>. The new card has 16 fields before that and a number of 10 digits; the old one 14, or 8 or 9 on a short one,
/// and 2 letters and 13 digits, of which the last 10 are the number of today: so both cards of a person give the same
/// subject.
/// A birth may be a year alone. Uncertain, and so left unread: what follows the dates, and the check string, whose
/// algorithm is not public. Dates of validity are not judged: without a signature they prove nothing.
/// </summary>
internal static class InsuranceCard
{
    private const int NumberLength = 10, OldNumberLength = 15, OldLetters = 2;
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    /// <summary>Whether a code of so many fields, its end among them, may be one.</summary>
    internal static bool HasFields(int count) => count is 17 or 15 or 10 or 9;

    internal static bool Matches(in CodeFields fields) =>
        IsEnd(fields[fields.Count - 1]) && IsNumber(fields[0]) && IsHex(fields[1]) && HasShapeOfBirth(fields[2]);

    internal static void Recognise(ref CodeReading reading)
    {
        var fields = reading.Fields;
        reading.Kind = CredentialKind.InsuranceCard;
        reading.SetSubject("bhyt:"u8, fields[0][^NumberLength..]);
        Span<byte> name = stackalloc byte[CodeText.MaxNameBytes];
        reading.Problem = !TryName(fields[1], name, out _) ? "the name is no text, or too long"
            : IsBirth(fields[2]) ? null
            : "the date of birth is no date";
    }

    internal static Dictionary<string, string> Personal(in CodeFields fields)
    {
        Span<byte> name = stackalloc byte[CodeText.MaxNameBytes];
        var isName = TryName(fields[1], name, out var length);
        return new()
        {
            ["insurance"] = fields.Text(0),
            ["name"] = isName ? Encoding.UTF8.GetString(name[..length]).Trim().Normalize(NormalizationForm.FormC) : "",
            ["birth"] = fields.Text(2),
            ["gender"] = fields.Text(3),
        };
    }

    private static bool IsEnd(ReadOnlySpan<byte> field) => field.SequenceEqual("$"u8) || field.SequenceEqual("#"u8);

    private static bool IsNumber(ReadOnlySpan<byte> text) => CodeText.IsDigits(text, NumberLength)
        || (text.Length == OldNumberLength && text[..OldLetters].IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0
            && CodeText.IsDigits(text[OldLetters..], OldNumberLength - OldLetters));

    private static bool IsHex(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && text.Length % 2 == 0 && !text.ContainsAnyExcept(HexDigits);

    private static bool TryName(ReadOnlySpan<byte> hex, Span<byte> into, out int length)
    {
        if (Convert.FromHexString(hex, into, out _, out length) != OperationStatus.Done)
            return false;
        var name = into[..length];
        // Valid UTF-8, yet no character: normalization throws on it.
        return Utf8.IsValid(name) && name.IndexOf("\uFFFE"u8) < 0 && name.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0;
    }

    private static bool HasShapeOfBirth(ReadOnlySpan<byte> text) =>
        CodeText.IsDigits(text, 4) || (text.Length == 10 && text[2] == '/' && text[5] == '/');

    private static bool IsBirth(ReadOnlySpan<byte> text) => text.Length == 4
        ? CodeText.Number(text) is >= 1900 and <= 2099
        : CodeText.TryDate(text[..2], text[3..5], text[6..], out _);
}
