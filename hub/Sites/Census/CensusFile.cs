using System.Text;
using CsvHelper;

namespace CheckIn.Hub.Sites;

/// <summary>A row of a file.</summary>
/// <param name="Line">Its first, counted from 1.</param>
internal sealed record CensusRow(int Line, string[] Cells);

/// <summary>
/// A CSV file as it was sent (RFC 4180), in memory and within bounds: UTF-8 with or without a byte order mark, commas
/// or, as Vietnamese Excel writes it, semicolons. What a program that opens such files would have taken for a formula
/// has an apostrophe before it when it comes from here; that is taken off again. Nothing is understood yet.
/// </summary>
internal sealed class CensusFile
{
    internal const int MostBytes = 64 * 1024 * 1024;
    internal const int MostRows = 200_000;
    private const int MostColumns = 64;
    private const int MostOfRow = 64 * 1024;
    private const char Unreadable = '\ufffd';

    /// <summary>What was found wrong so far.</summary>
    internal CensusErrors Errors { get; } = new();

    /// <summary>As written.</summary>
    internal string[] Header { get; private set; } = [];

    internal List<CensusRow> Rows { get; } = [];

    internal static async Task<CensusFile> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var file = new CensusFile();
        await using var reader = CsvReader.Create(stream, file.Form(), leaveOpen: true);
        try
        {
            while (await reader.ReadAsync(cancellation))
            {
                if (!file.Take(reader))
                    break;
            }
        }
        catch (CsvFormatException e)
        {
            file.Errors.Add(
                (int)e.LineNumber, null,
                $"the row has more than {MostOfRow} bytes; is a closing quotation mark missing?",
                $"dòng dài hơn {MostOfRow} byte; có thiếu dấu ngoặc kép đóng không?");
        }
        if (file.Header.Length == 0 && file.Errors.Count == 0)
            file.Errors.Add(1, null, "the file is empty; its first line names the columns",
                "tệp trống; dòng đầu phải ghi tên các cột");
        return file;
    }

    private CsvReaderOptions Form() => new()
    {
        HasHeader = false,
        TrackLineNumbers = true,
        MaxRecordSize = MostOfRow,
        IncludeValuesInExceptions = false,
        PoolStrings = true,
        OnMalformedRecord = bad => Errors.Add(
            (int)bad.LineNumber, null,
            bad.Reason == CsvMalformedReason.UnterminatedQuote
                ? "a closing quotation mark is missing"
                : "a quotation mark stands where none may; inside quotes it is written twice",
            bad.Reason == CsvMalformedReason.UnterminatedQuote
                ? "thiếu dấu ngoặc kép đóng" : "dấu ngoặc kép đặt sai chỗ; bên trong ngoặc kép phải viết hai lần"),
    };

    /// <returns>False = it is of no use to read on.</returns>
    private bool Take(CsvReader reader)
    {
        var line = (int)reader.LineNumber;
        var cells = new string[Math.Min(reader.FieldCount, MostColumns + 1)];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = Clean(reader.GetString(i));
        // What a spreadsheet leaves below its table.
        if (Array.TrueForAll(cells, static cell => cell.Length == 0))
            return true;
        if (Header.Length == 0)
            return TakeHeader(line, cells);
        if (reader.FieldCount != Header.Length)
        {
            Errors.Add(line, null, $"has {reader.FieldCount} cells, and the header {Header.Length}",
                $"có {reader.FieldCount} ô, còn dòng tiêu đề có {Header.Length}");
            return true;
        }
        if (Rows.Count == MostRows)
        {
            Errors.Add(line, null, $"a file has at most {MostRows} rows; divide it",
                $"tệp có tối đa {MostRows} dòng; hãy chia nhỏ");
            return false;
        }
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].Contains(Unreadable, StringComparison.Ordinal))
            {
                Errors.Add(line, Header[i], "has letters that are not UTF-8; save the file as CSV UTF-8",
                    "có chữ không phải UTF-8; hãy lưu tệp dạng CSV UTF-8");
            }
        }
        Rows.Add(new CensusRow(line, cells));
        return true;
    }

    private bool TakeHeader(int line, string[] cells)
    {
        if (Array.Exists(cells, static cell => cell.AsSpan().ContainsAny(Unreadable, '\0')))
            Errors.Add(line, null, "the file is not UTF-8; save it as CSV UTF-8",
                "tệp không phải UTF-8; hãy lưu dạng CSV UTF-8");
        else if (cells.Length > MostColumns)
            Errors.Add(line, null, $"there are more than {MostColumns} columns", $"có hơn {MostColumns} cột");
        else
            Header = cells;
        return Header.Length > 0;
    }

    private static string Clean(string cell)
    {
        cell = cell.Trim();
        if (cell.Length > 1 && cell[0] == '\'' && CensusWriter.IsFormula(cell[1]))
            cell = cell[1..];
        // The same letter, written with one sign or with two, is the same.
        return cell.IsNormalized(NormalizationForm.FormC) ? cell : cell.Normalize(NormalizationForm.FormC);
    }
}
