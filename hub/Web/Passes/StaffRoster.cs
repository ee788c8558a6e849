using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Web.Passes;

/// <summary>
/// A roster as a personnel office has it (CSV with the names of its columns in the first line), for the cards of whoever stands in
/// it: the name, and where he belongs below the same code. Columns beside these are not looked at, and nothing of it is kept.
/// </summary>
internal static class StaffRoster
{
    /// <summary>Most bytes of a file: two hundred people, and kept in memory alone while it is read.</summary>
    internal const int MostBytes = 60 * 1024;

    private static readonly string[] Names = ["name", "full name", "họ tên", "họ và tên", "tên"];
    private static readonly string[] Units = ["unit", "department", "team", "đơn vị", "phòng", "phòng ban", "bộ phận", "tổ", "lớp"];

    /// <summary>What is printed on each card, in the order of the file.</summary>
    /// <exception cref="SitesException">Something in it is wrong; the errors say what, by line and column.</exception>
    internal static async Task<IReadOnlyList<string>> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var file = await CensusFile.ReadAsync(stream, cancellation);
        var (name, unit) = (Find(file, Names), Find(file, Units));
        if (name < 0 && file.Errors.Count == 0)
        {
            file.Errors.Add(1, null, "no column is called name; the first line names the columns",
                "không có cột họ tên; dòng đầu phải ghi tên các cột");
        }
        var cards = new List<string>(file.Rows.Count);
        foreach (var row in file.Errors.Count == 0 ? file.Rows : [])
        {
            if (row.Cells[name].Length == 0)
                file.Errors.Add(row.Line, file.Header[name], "is empty", "để trống");
            else
                cards.Add(unit < 0 || row.Cells[unit].Length == 0 ? row.Cells[name] : $"{row.Cells[name]} · {row.Cells[unit]}");
        }
        if (file.Errors.Count == 0 && cards.Count is 0 or > PassForm.MostCards)
        {
            file.Errors.Add(1, null, $"a roster has 1 to {PassForm.MostCards} people below the names of its columns; divide it",
                $"danh sách có 1 đến {PassForm.MostCards} người dưới dòng tên cột; hãy chia nhỏ");
        }
        return file.Errors.Count == 0 ? cards : throw file.Errors.Refusal();
    }

    private static int Find(CensusFile file, string[] names) =>
        Array.FindIndex(file.Header, header => names.Contains(header, StringComparer.OrdinalIgnoreCase));
}
