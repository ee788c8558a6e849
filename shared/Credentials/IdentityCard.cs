namespace CheckIn.Credentials;

/// <summary>
/// The citizen card of 2021 (7 fields) and the identity card of 2024 (the same 7 and 4 about relatives, which are
/// cut off unread): number | old number, may be empty | name | birth ddMMyyyy | gender | residence | issued ddMMyyyy.
/// In the number, digits 1 to 3 are the province of birth, digit 4 century and gender, digits 5 and 6 the birth year;
/// they must agree with the fields. Both cards carry the same personal number, so both give the same subject. A
/// province is any number but 000: those registered abroad carry a country there. What VNeID's screen shows has been seen
/// built like the card of 2021, and is read so (uncertain: nothing official describes it).
/// </summary>
internal static class IdentityCard
{
    /// <summary>Fields of the card of 2021.</summary>
    internal const int Fields = 7;

    /// <summary>Fields of the card of 2024.</summary>
    internal const int FieldsWithRelatives = 11;

    private const int NumberLength = 12, OldNumberLength = 9, DateLength = 8;

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

    internal static bool Matches(in CodeFields fields) =>
        fields.Count == Fields && CodeText.IsDigits(fields[0], NumberLength) && IsOldNumber(fields[1])
        && CodeText.IsDigits(fields[3], DateLength);

    internal static void Recognise(int count, ref CodeReading reading)
    {
        var fields = reading.Fields;
        reading.Kind = count == Fields ? CredentialKind.Cccd : CredentialKind.CanCuoc;
        reading.Problem = Check(fields);
        reading.SetSubject("cccd:"u8, fields[0]);
    }

    internal static Dictionary<string, string> Personal(in CodeFields fields) => new()
    {
        ["document"] = fields.Text(0),
        ["old_document"] = fields.Text(1),
        ["name"] = fields.Text(2),
        ["birth"] = fields.Text(3),
        ["gender"] = fields.Text(4),
        ["residence"] = fields.Text(5),
        ["issued"] = fields.Text(6),
    };

    private static string? Check(in CodeFields fields)
    {
        var number = fields[0];
        if (fields[2].Length is 0 or > CodeText.MaxNameBytes)
            return "the name is empty or too long";
        if (!TryDate(fields[3], out var born))
            return "the date of birth is no date";
        if (!TryDate(fields[6], out var issued) || issued < born)
            return "the date of issue is no date, or before the birth";
        var century = number[3] - '0';
        if (born.Year < 1900 || (born.Year / 100) - 19 != century / 2)
            return "the number's century digit does not agree with the date of birth";
        if (CodeText.Number(number[4..6]) != born.Year % 100)
            return "the number's year digits do not agree with the date of birth";
        var isFemale = IsFemale(fields[4]);
        if (!(isFemale || fields[4].SequenceEqual("Nam"u8)) || isFemale != (century % 2 == 1))
            return "the number's gender digit does not agree with the gender";
        return number.StartsWith("000"u8) ? "the number names no province" : null;
    }

    /// <summary>Nữ, in each of the ways in which its letter can be composed or not.</summary>
    private static bool IsFemale(ReadOnlySpan<byte> text) => text.StartsWith("N"u8)
        && (text[1..].SequenceEqual("\u1EEF"u8) || text[1..].SequenceEqual("\u01B0\u0303"u8)
            || text[1..].SequenceEqual("\u0169\u031B"u8) || text[1..].SequenceEqual("u\u031B\u0303"u8)
            || text[1..].SequenceEqual("u\u0303\u031B"u8));

    /// <summary>The old number is empty, or has 9 digits; a few have the 12 of an earlier card.</summary>
    private static bool IsOldNumber(ReadOnlySpan<byte> text) =>
        text.IsEmpty || CodeText.IsDigits(text, OldNumberLength) || CodeText.IsDigits(text, NumberLength);

    private static bool TryDate(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        return text.Length == DateLength && CodeText.TryDate(text[..2], text[2..4], text[4..], out date);
    }
}
