using System.Globalization;
using CheckIn.Hub.Settings;
using CsvHelper;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>
/// A report as CSV: UTF-8 with the mark that spreadsheets need for Vietnamese, a row for each outage, times of the
/// hub's zone with its offset. A label such as <c>=1+1</c> is a person's text and stays one: what a spreadsheet would
/// take for a formula begins with an apostrophe.
/// </summary>
internal static class OfflineCsv
{
    internal const string MediaType = "text/csv; charset=utf-8";

    private static readonly string[] Head =
    [
        "gate", "label", "site", "site_name", "state", "since", "until", "seconds", "cause", "sure", "backlog",
        "gate_total_s", "gate_expected_s", "gate_lost_s", "gate_availability",
    ];

    internal static async Task WriteAsync(OfflineReport report, Stream stream, CancellationToken cancellation)
    {
        var form = new CsvWriterOptions { WriteByteOrderMark = true, Injection = CsvInjection.Escape };
        await using var csv = CsvWriter.Create(stream, form, leaveOpen: true);
        foreach (var name in Head)
            csv.WriteField(name);
        await csv.EndRecordAsync(cancellation);
        foreach (var gate in report.Gates)
        {
            foreach (var outage in gate.Outages)
            {
                Write(csv, gate, outage, report.To);
                await csv.EndRecordAsync(cancellation);
            }
        }
    }

    private static void Write(CsvWriter csv, OfflineGate gate, Outage outage, DateTimeOffset now)
    {
        csv.WriteField(gate.Gate);
        csv.WriteField(gate.Label);
        csv.WriteField(gate.Site);
        csv.WriteField(gate.SiteName);
        csv.WriteField(OfflineCauses.Word(outage.State));
        csv.WriteField(Local(outage.Since));
        csv.WriteField(outage.Until is { } until ? Local(until) : "");
        csv.WriteField(Seconds((outage.Until ?? now) - outage.Since));
        csv.WriteField(OfflineCauses.Word(outage.Cause));
        csv.WriteField(outage.IsSure ? "yes" : "no");
        csv.WriteField(outage.Backlog);
        csv.WriteField(Seconds(gate.Total));
        csv.WriteField(Seconds(gate.Expected));
        csv.WriteField(Seconds(gate.Lost));
        var share = new Availability(gate.Expected, gate.Lost).Share;
        csv.WriteField(share?.ToString("0.######", CultureInfo.InvariantCulture));
    }

    private static string Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, HubZone.Current)
        .ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static long Seconds(TimeSpan span) => Math.Max(0, (long)span.TotalSeconds);
}
