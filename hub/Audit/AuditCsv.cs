using System.Globalization;
using CheckIn.Hub.Settings;
using CsvHelper;

namespace CheckIn.Hub.Audit;

/// <summary>
/// The audit as CSV: UTF-8 with the mark that spreadsheets need for Vietnamese, times of the hub's zone with their
/// offset. What a spreadsheet would take for a formula begins with an apostrophe: who acts chooses some of these texts.
/// </summary>
internal static class AuditCsv
{
    internal const string MediaType = "text/csv; charset=utf-8";

    /// <summary>So many rows at most; more is asked for by days.</summary>
    internal const int MostRows = 100_000;

    private static readonly string[] Head =
        ["row", "at", "actor", "from", "action", "subject", "place", "outcome", "detail"];

    internal static async Task WriteAsync(IEnumerable<AuditRow> rows, Stream stream, CancellationToken cancellation)
    {
        var form = new CsvWriterOptions { WriteByteOrderMark = true, Injection = CsvInjection.Escape };
        await using var csv = CsvWriter.Create(stream, form, leaveOpen: true);
        foreach (var name in Head)
            csv.WriteField(name);
        await csv.EndRecordAsync(cancellation);
        foreach (var row in rows)
        {
            csv.WriteField(row.Id);
            csv.WriteField(TimeZoneInfo.ConvertTime(row.At, HubZone.Current)
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
            foreach (var text in (string?[])[
                row.Actor, row.From, row.Action, row.Subject, row.Place, row.Outcome, row.Detail])
                csv.WriteField(text);
            await csv.EndRecordAsync(cancellation);
        }
    }
}
