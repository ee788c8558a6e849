namespace CheckIn.Credentials;

/// <summary>Whose number it is. Stable words in small letters.</summary>
public enum NumberKind
{
    /// <summary>Of a citizen card of 2021 or an identity card of 2024, which carry the same: 12 digits.</summary>
    Cccd,
    /// <summary>Of an identity card of before (CMND): 9 digits.</summary>
    Cmnd,
    /// <summary>Of a health insurance card (BHYT): 10 digits, or 2 letters and 13 digits of which the last 10 count.</summary>
    Bhyt,
    /// <summary>A QID of the national personal QR: 18 digits have been seen; 1 to 36 letters, digits and hyphens.</summary>
    Qid,
}

/// <summary>
/// The number of somebody's paper as it is printed, and the subjects by which a gate knows whoever shows the code of it
/// (<see cref="CredentialReader"/>): whoever lists people by number and whoever reads their codes agree by this alone.
/// A citizen's number is that of his card, and the document number of a national personal QR that has no QID.
/// </summary>
public sealed class PrintedNumber
{
    /// <summary>Longest text that is looked at, in characters.</summary>
    public const int Longest = 64;

    private const int LongestQid = 36;

    private PrintedNumber(NumberKind kind, string subject, string? other = null, bool mayLackZeros = false) =>
        (Kind, Subject, Other, MayLackZeros) = (kind, subject, other, mayLackZeros);

    /// <summary>Whose it is.</summary>
    public NumberKind Kind { get; }

    /// <summary>Of the code of the paper itself, such as "cccd:001099000001".</summary>
    public string Subject { get; }

    /// <summary>Of another code that stands for the same person, such as "document:001099000001"; null = there is none.</summary>
    public string? Other { get; }

    /// <summary>
    /// Whether a spreadsheet may have taken the zeros at its beginning away, which would have made another number of it: 9 or 10
    /// digits that with one or two zeros before them are a number of another kind. Who says the kind has looked.
    /// </summary>
    public bool MayLackZeros { get; }

    /// <summary>Reads a number as people write it down: blanks count for nothing, nor does an apostrophe before it.</summary>
    /// <param name="text">It.</param>
    /// <param name="kind">Whose it must be; null = by its shape.</param>
    /// <returns>Null = it is none.</returns>
    public static PrintedNumber? Read(ReadOnlySpan<char> text, NumberKind? kind = null)
    {
        if (text.Length > Longest)
            return null;
        Span<char> kept = stackalloc char[Longest];
        var length = 0;
        foreach (var sign in text.Trim().TrimStart('\''))
        {
            if (sign is not (' ' or '\u00A0'))
                kept[length++] = sign;
        }
        var number = kept[..length];
        return (kind ?? KindOf(number)) switch
        {
            NumberKind.Cccd when IsDigits(number, 12) && !number.StartsWith("000") =>
                new(NumberKind.Cccd, $"cccd:{number}", $"document:{number}"),
            NumberKind.Cmnd when IsDigits(number, 9) => new(
                NumberKind.Cmnd, $"document:{number}", mayLackZeros: kind is null && IsAfterZero(number[0])),
            NumberKind.Bhyt when IsDigits(number, 10) || IsOldInsurance(number) => new(
                NumberKind.Bhyt, $"bhyt:{number[^10..]}",
                mayLackZeros: kind is null && IsAfterZero(number[0]) && number[1] is >= '0' and <= '3'),
            NumberKind.Qid when IsQid(number) => new(NumberKind.Qid, $"qid:{number}"),
            _ => null,
        };
    }

    /// <summary>The kind alone: whose the number is, is for nobody to see.</summary>
    public override string ToString() => Kind.ToString();

    private static NumberKind? KindOf(ReadOnlySpan<char> number) => number.Length switch
    {
        9 => NumberKind.Cmnd,
        10 or 15 => NumberKind.Bhyt,
        12 => NumberKind.Cccd,
        18 when IsDigits(number, 18) => NumberKind.Qid,
        _ => null,
    };

    /// <summary>
    /// Provinces whose codes begin with zeros are 001, 002, 004, 006 and 008 on citizen cards, 01, 02 and so on on insurance
    /// cards; on a citizen card the digit of century and gender follows, 0 to 3.
    /// </summary>
    private static bool IsAfterZero(char digit) => digit is '1' or '2' or '4' or '6' or '8';

    private static bool IsOldInsurance(ReadOnlySpan<char> number) => number.Length == 15
        && char.IsAsciiLetter(number[0]) && char.IsAsciiLetter(number[1]) && IsDigits(number[2..], 13);

    private static bool IsDigits(ReadOnlySpan<char> text, int count) =>
        text.Length == count && text.IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsQid(ReadOnlySpan<char> text)
    {
        foreach (var sign in text)
        {
            if (!char.IsAsciiLetterOrDigit(sign) && sign != '-')
                return false;
        }
        return text.Length is > 0 and <= LongestQid;
    }
}
