namespace CheckIn.Credentials;

/// <summary>
/// National personal QR 1.1 (Decision 1405/QĐ-BTTTT of 11 September 2021):
/// <c>SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT</c>. The name is in capitals without diacritics, the birth
/// yyyy-MM-dd with day and month possibly masked, the kind 0 (declared by oneself) or 1 (by another). A masked code is
/// valid. The QID stands for the person; where it is missing, an unmasked document number does.
/// </summary>
internal static class NationalPersonalQr
{
    private const int Fields = 6;

    internal static bool Matches(string[] fields) =>
        fields.Length == Fields && (fields[3].Trim() is "0" or "1")
        && IsMasked(fields[0].Trim(), 6, 20) && fields[5].StartsWith('<');

    internal static Credential Read(string[] fields, int length)
    {
        var document = fields[0].Trim();
        var qid = fields[4].Trim();
        var subject = qid.Length > 0 ? "qid:" + qid
            : document.Contains('*', StringComparison.Ordinal) ? null
            : "document:" + document;
        var personal = new Dictionary<string, string>
        {
            ["document"] = document,
            ["name"] = fields[1].Trim(),
            ["birth"] = fields[2].Trim(),
            ["qid"] = qid,
            ["extension"] = fields[5],
        };
        return new(CredentialKind.NationalPersonalQr, subject, Check(fields, qid, subject), personal, length);
    }

    private static string? Check(string[] fields, string qid, string? subject)
    {
        if (fields[1].Trim().Length is 0 or > 200)
            return "the name is empty or too long";
        if (!IsBirth(fields[2].Trim()))
            return "the date of birth is not yyyy-MM-dd";
        if (qid.Length > 0 && (qid.Length > 36 || !qid.All(char.IsAsciiLetterOrDigit)))
            return "the QID is not letters and digits";
        return subject is null ? "neither a QID nor a whole document number" : null;
    }

    private static bool IsMasked(string text, int shortest, int longest) =>
        text.Length >= shortest && text.Length <= longest && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '*');

    private static bool IsBirth(string text)
    {
        if (text.Length != 10 || text[4] != '-' || text[7] != '-')
            return false;
        if (!IdentityCard.IsDigits(text[..4], 4))
            return false;
        return IsPart(text[5..7], 12) && IsPart(text[8..], 31);
    }

    private static bool IsPart(string text, int most) =>
        text == "**" || (int.TryParse(text, System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most);
}
