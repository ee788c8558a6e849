using System.Globalization;
using System.Text;

namespace CheckIn.Credentials;

/// <summary>
/// The citizen card of 2021 (7 fields) and the identity card of 2024 (the same 7 and 4 about relatives, which are
/// cut off unread): number | old number, may be empty | name | birth ddMMyyyy | gender | residence | issued ddMMyyyy.
/// In the number, digits 1 to 3 are the province of birth, digit 4 century and gender, digits 5 and 6 the birth year;
/// they must agree with the fields. Both cards carry the same personal number, so both give the same subject. A
/// province is any number but 000: those registered abroad carry a country there.
/// </summary>
internal static class IdentityCard
{
    /// <summary>Fields of the card of 2021.</summary>
    internal const int Fields = 7;

    /// <summary>Fields of the card of 2024.</summary>
    internal const int FieldsWithRelatives = 11;

    private const int NumberLength = 12;

    /// <summary>The first seven fields where there are eleven, else all.</summary>
    internal static ReadOnlySpan<byte> WithoutRelatives(ReadOnlySpan<byte> code, int fields)
    {
        if (fields != FieldsWithRelatives)
            return code;
        var end = 0;
        for (var field = 0; field < Fields; field++)
            end += code[end..].IndexOf((byte)'|') + 1;
        return code[..(end - 1)];
    }

    internal static bool Matches(string[] fields) =>
        fields.Length == Fields && IsDigits(fields[0].Trim(), NumberLength) && IsOldNumber(fields[1].Trim())
        && IsDigits(fields[3].Trim(), 8);

    internal static Credential Read(string[] fields, int count, int length)
    {
        var kind = count == Fields ? CredentialKind.Cccd : CredentialKind.CanCuoc;
        var number = fields[0].Trim();
        var name = fields[2].Trim().Normalize(NormalizationForm.FormC);
        var birth = fields[3].Trim();
        var gender = fields[4].Trim().Normalize(NormalizationForm.FormC);
        var problem = Check(number, name, birth, gender, fields[6].Trim());
        var personal = new Dictionary<string, string>
        {
            ["document"] = number,
            ["old_document"] = fields[1].Trim(),
            ["name"] = name,
            ["birth"] = birth,
            ["gender"] = gender,
            ["residence"] = fields[5].Trim().Normalize(NormalizationForm.FormC),
            ["issued"] = fields[6].Trim(),
        };
        return new(kind, "cccd:" + number, problem, personal, length);
    }

    private static string? Check(string number, string name, string birth, string gender, string issued)
    {
        if (name.Length is 0 or > 200)
            return "the name is empty or too long";
        if (!TryDate(birth, out var born))
            return "the date of birth is no date";
        if (!TryDate(issued, out var date) || date < born)
            return "the date of issue is no date, or before the birth";
        var century = number[3] - '0';
        if (born.Year < 1900 || (born.Year / 100) - 19 != century / 2)
            return "the number's century digit does not agree with the date of birth";
        if (int.Parse(number.AsSpan(4, 2), CultureInfo.InvariantCulture) != born.Year % 100)
            return "the number's year digits do not agree with the date of birth";
        var female = century % 2 == 1;
        if (gender is not ("Nam" or "Nữ") || female != (gender == "Nữ"))
            return "the number's gender digit does not agree with the gender";
        return number.StartsWith("000", StringComparison.Ordinal) ? "the number names no province" : null;
    }

    internal static bool IsDigits(string text, int length) => text.Length == length && text.All(char.IsAsciiDigit);

    /// <summary>The old number is empty, or has 9 digits; a few have the 12 of an earlier card.</summary>
    private static bool IsOldNumber(string text) =>
        text.Length == 0 || IsDigits(text, 9) || IsDigits(text, NumberLength);

    private static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "ddMMyyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
