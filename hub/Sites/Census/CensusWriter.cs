using CsvHelper;

namespace CheckIn.Hub.Sites;

/// <summary>
/// Writes CSV as <see cref="CensusFile"/> reads it: UTF-8 with the byte order mark that Excel needs, and an apostrophe
/// before whatever a spreadsheet would take for a formula (or for such an apostrophe).
/// </summary>
internal sealed class CensusWriter(Stream stream) : IAsyncDisposable
{
    private readonly CsvWriter _csv = CsvWriter.Create(stream, new CsvWriterOptions { WriteByteOrderMark = true },
        leaveOpen: true);

    internal static bool IsFormula(char first) => first is '=' or '+' or '-' or '@' or '\t' or '\r' or '\'';

    internal async Task WriteAsync(IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
            _csv.WriteField(cell is { Length: > 0 } && IsFormula(cell[0]) ? "'" + cell : cell);
        await _csv.EndRecordAsync();
    }

    public ValueTask DisposeAsync() => _csv.DisposeAsync();
}
