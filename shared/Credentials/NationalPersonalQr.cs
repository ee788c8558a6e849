using System.Globalization;
using System.Text;

namespace CheckIn.Credentials;

/// <summary>
/// National personal QR 1.1 (Decision 1405/QĐ-BTTTT of 11 September 2021):
/// <c>SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT</c>. The name is in capitals without diacritics, the birth
/// yyyy-MM-dd with day and month possibly masked, the kind 0 (declared by oneself) or 1 (by another). A masked code is
/// valid. The QID stands for the person; where it is missing, an unmasked document number does. EXT holds, split by
/// <c>&lt;</c>: the QID of who declared for another, gender (0, 1, 2), insurance number, telephone, signature; how many
/// of them appear is not certain, so that missing ones are taken as empty and further ones are left unread.
/// </summary>
internal static class NationalPersonalQr
{
    /// <summary>Fields of the format.</summary>
    internal const int Fields = 6;

    private const string Masked = "**";
    private static readonly string[] Extensions = ["proxy", "gender", "insurance", "phone", "signature"];

    internal static bool Matches(string[] fields) =>
        fields.Length == Fields && (fields[3].Trim() is "0" or "1")
        && IsMasked(fields[0].Trim(), 20) && HasShapeOfDate(fields[2].Trim());

    internal static Credential Read(string[] fields, int length)
    {
        var document = fields[0].Trim();
        var qid = fields[4].Trim();
        var subject = qid.Length > 0 ? "qid:" + qid
            : document.Length == 0 || document.Contains('*', StringComparison.Ordinal) ? null
            : "document:" + document;
        var personal = new Dictionary<string, string>
        {
            ["document"] = document,
            ["name"] = fields[1].Trim().Normalize(NormalizationForm.FormC),
            ["birth"] = fields[2].Trim(),
            ["qid"] = qid,
        };
        var extension = fields[5].Trim().Split('<', Extensions.Length + 1);
        for (var i = 0; i < Math.Min(extension.Length, Extensions.Length); i++)
        {
            if (extension[i].Length > 0)
                personal[Extensions[i]] = extension[i];
        }
        return new(CredentialKind.NationalPersonalQr, subject, Check(fields, qid, subject), personal, length);
    }

    private static string? Check(string[] fields, string qid, string? subject)
    {
        if (fields[1].Trim().Length is 0 or > 200)
            return "the name is empty or too long";
        if (!IsBirth(fields[2].Trim()))
            return "the date of birth is no date";
        if (qid.Length > 36 || !qid.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            return "the QID is not at most 36 letters, digits and hyphens";
        return subject is null ? "neither a QID nor a whole document number" : null;
    }

    private static bool IsMasked(string text, int longest) =>
        text.Length <= longest && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '*');

    private static bool HasShapeOfDate(string text) => text.Length == 10 && text[4] == '-' && text[7] == '-';

    private static bool IsBirth(string text)
    {
        var (year, month, day) = (text[..4], text[5..7], text[8..]);
        if (!IdentityCard.IsDigits(year, 4) || !IsPart(month, 12) || !IsPart(day, 31))
            return false;
        return month == Masked || day == Masked
            || DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    private static bool IsPart(string text, int most) => text == Masked
        || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= 1 && value <= most);
}
