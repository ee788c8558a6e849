using CheckIn.Credentials;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Cards;

/// <summary>
/// A file of cards as somebody has made it with a spreadsheet: all of it is good, or none is taken. Whatever is wrong is told
/// by line and column, and no number is said again. Pure: values in, cards or the errors out.
/// </summary>
internal static class CardImport
{
    /// <summary>Most bytes of a file.</summary>
    internal const int MostBytes = 16 * 1024 * 1024;

    private static readonly SiteTree NoPlaces = new();

    /// <exception cref="SitesException">Something in it is wrong; the errors say what, by line and column.</exception>
    internal static IReadOnlyList<CardDraft> Read(CensusFile file)
    {
        if (file.Header.Length > 0 && !Array.Exists(file.Header, static name => CardColumns.Find(name) is not null))
        {
            file.Errors.Add(1, null, "no column is named; the first line says number, kind, category, denied, from, until",
                "chưa có tên cột; dòng đầu ghi số, loại giấy, nhóm, từ chối, từ ngày, đến ngày");
            throw file.Errors.Refusal();
        }
        if (CensusTable<CardDraft>.Of(file, CardColumns.Find, CardColumns.All, []) is not { } table)
            throw file.Errors.Refusal();
        var cards = new List<CardDraft>(file.Rows.Count);
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in file.Rows)
        {
            if (cards.Count == CardDesk.MostOfList)
            {
                file.Errors.Add(row.Line, null, $"a list has at most {CardDesk.MostOfList} cards",
                    $"danh sách có tối đa {CardDesk.MostOfList} thẻ");
                break;
            }
            if (table.Read(file, row, new CardDraft(), NoPlaces) is { } card
                && NumberIn(file.Errors, row.Line, row.Cells[table.Code], card.Kind) is { } number
                && IsNew(file.Errors, lines, row.Line, number))
                cards.Add(card with { Number = number });
        }
        if (file.Errors.Count == 0 && cards.Count == 0)
            file.Errors.Add(1, null, "there is no card below the names of the columns; checkin-hub card clear takes all out",
                "không có thẻ nào dưới dòng tên cột; để bỏ hết thẻ dùng checkin-hub card clear");
        return file.Errors.Count == 0 ? cards : throw file.Errors.Refusal();
    }

    private static PrintedNumber? NumberIn(CensusErrors errors, int line, string text, NumberKind? kind)
    {
        if (PrintedNumber.Read(text, kind) is not { } number)
        {
            errors.Add(line, CardColumns.Number,
                "is no number of a citizen card (12 digits), an old identity card (9), an insurance card (10, or 2 letters and "
                    + "13) or a QID (18); if zeros at its beginning are missing, have the spreadsheet keep the column as text",
                "không phải số căn cước (12 chữ số), CMND (9), thẻ BHYT (10, hoặc 2 chữ cái và 13 chữ số) hay QID (18); nếu "
                    + "mất số 0 ở đầu, hãy định dạng cột là văn bản");
            return null;
        }
        if (kind is not null || !number.MayLackZeros)
            return number;
        errors.Add(line, CardColumns.Number,
            $"may have lost zeros at its beginning in a spreadsheet; if it has not, write {Word(number.Kind)} in the column "
                + $"{CardColumns.Kind}",
            $"có thể đã mất số 0 ở đầu trong bảng tính; nếu số đã đúng, hãy ghi {Word(number.Kind)} vào cột loại giấy");
        return null;
    }

    private static bool IsNew(CensusErrors errors, Dictionary<string, int> lines, int line, PrintedNumber number)
    {
        if (lines.TryAdd(number.Subject, line))
            return true;
        errors.Add(line, CardColumns.Number, $"stands in line {lines[number.Subject]} already",
            $"đã có ở dòng {lines[number.Subject]}");
        return false;
    }

    private static string Word(NumberKind kind) => kind.ToString().ToLowerInvariant();
}
