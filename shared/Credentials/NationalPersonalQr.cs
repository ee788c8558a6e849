using System.Buffers;
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

    private const int LongestDocument = 20, LongestQid = 36, BirthLength = 10;
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<byte> QidBytes =
        SearchValues.Create(Encoding.ASCII.GetBytes(Alphanumeric + "-"));
    private static readonly SearchValues<byte> DocumentBytes =
        SearchValues.Create(Encoding.ASCII.GetBytes(Alphanumeric + "*"));
    private static readonly string[] Extensions = ["proxy", "gender", "insurance", "phone", "signature"];

    internal static bool Matches(in CodeFields fields) =>
        fields.Count == Fields && (fields[3].SequenceEqual("0"u8) || fields[3].SequenceEqual("1"u8))
        && IsDocument(fields[0]) && HasShapeOfDate(fields[2]);

    internal static void Recognise(ref CodeReading reading)
    {
        var fields = reading.Fields;
        var document = fields[0];
        var qid = fields[4];
        reading.Kind = CredentialKind.NationalPersonalQr;
        reading.Problem = Check(fields);
        if (!qid.IsEmpty && IsQid(qid))
            reading.SetSubject("qid:"u8, qid);
        else if (qid.IsEmpty && !document.IsEmpty && !document.Contains((byte)'*'))
            reading.SetSubject("document:"u8, document);
        else
            reading.Problem ??= "neither a QID nor a whole document number";
    }

    internal static Dictionary<string, string> Personal(in CodeFields fields)
    {
        var personal = new Dictionary<string, string>
        {
            ["document"] = fields.Text(0),
            ["name"] = fields.Text(1),
            ["birth"] = fields.Text(2),
            ["qid"] = fields.Text(4),
        };
        var extension = Encoding.UTF8.GetString(fields[5]).Split('<', Extensions.Length + 1);
        for (var i = 0; i < Math.Min(extension.Length, Extensions.Length); i++)
        {
            if (extension[i].Length > 0)
                personal[Extensions[i]] = extension[i];
        }
        return personal;
    }

    private static string? Check(in CodeFields fields)
    {
        if (fields[1].Length is 0 or > CodeText.MaxNameBytes)
            return "the name is empty or too long";
        if (!IsBirth(fields[2]))
            return "the date of birth is no date";
        return IsQid(fields[4]) ? null : "the QID is not at most 36 letters, digits and hyphens";
    }

    private static bool IsQid(ReadOnlySpan<byte> text) =>
        text.Length <= LongestQid && !text.ContainsAnyExcept(QidBytes);

    private static bool IsDocument(ReadOnlySpan<byte> text) =>
        text.Length <= LongestDocument && !text.ContainsAnyExcept(DocumentBytes);

    private static bool HasShapeOfDate(ReadOnlySpan<byte> text) =>
        text.Length == BirthLength && text[4] == '-' && text[7] == '-';

    private static bool IsBirth(ReadOnlySpan<byte> text)
    {
        var year = text[..4];
        var month = text[5..7];
        var day = text[8..];
        if (!CodeText.IsDigits(year, 4) || !IsPart(month, 12) || !IsPart(day, 31))
            return false;
        return IsMasked(month) || IsMasked(day) || CodeText.TryDate(day, month, year, out _);
    }

    private static bool IsPart(ReadOnlySpan<byte> text, int most) =>
        IsMasked(text) || (CodeText.IsDigits(text, 2) && CodeText.Number(text) is >= 1 and var value && value <= most);

    private static bool IsMasked(ReadOnlySpan<byte> text) => text.SequenceEqual("**"u8);
}
