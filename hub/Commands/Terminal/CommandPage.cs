using System.Globalization;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Settings;
using CheckIn.Settings;

namespace CheckIn.Hub.Commands.Terminal;

/// <summary>A command on a terminal.</summary>
internal static class CommandPage
{
    /// <summary>On one line.</summary>
    internal static async Task LineAsync(CommandContext context, CommandRow row, bool json, bool withGate)
    {
        if (json)
        {
            await context.Output.WriteLineAsync(JsonSerializer.Serialize(row, CommandJson.Default.CommandRow));
            return;
        }
        var what = row.Lane is { } lane ? $"{row.Name} {lane}" : row.Name;
        await context.Output.WriteLineAsync(withGate
            ? $"{Mark(row)} {row.Gate,-24} {InWords(context, row)}"
            : $"{Mark(row)} {Local(row.At)}  {what,-24} {InWords(context, row)}  {row.By}  {row.Id}");
    }

    /// <summary>With all that the gate answered.</summary>
    internal static async Task ShowAsync(CommandContext context, CommandRow row, bool json)
    {
        if (json)
        {
            await LineAsync(context, row, json, withGate: false);
            return;
        }
        foreach (var line in row.Log ?? [])
            await context.Output.WriteLineAsync(line);
        foreach (var check in row.Checks ?? [])
            await context.Output.WriteLineAsync($"{(check.Ok ? "✓" : "✗")} {check.Name,-20} {check.Detail}");
        if (row.Scan is { } scan)
        {
            await context.Output.WriteLineAsync(scan.Read
                ? context.Say($"✓ A code of kind {scan.Kind} was read after {scan.AfterMs} ms.",
                    $"✓ Đã đọc một mã loại {scan.Kind} sau {scan.AfterMs} ms.")
                : context.Say("✗ No code was read.", "✗ Không đọc được mã nào."));
        }
        if (row.Entry is { } entry)
        {
            var number = entry.Seq is { } seq ? context.Say($" It is event {seq}.", $" Sự kiện số {seq}.") : "";
            await context.Output.WriteLineAsync(entry.Outcome == "admitted"
                ? context.Say("✓ He is let in.", "✓ Đã cho vào.") + number
                : context.Say($"✗ The gate refuses: {entry.Reason}.", $"✗ Cổng từ chối: {entry.Reason}.") + number);
        }
        await context.Output.WriteLineAsync($"{Mark(row)} {row.Gate}: {row.Name}: {InWords(context, row)}");
    }

    private static string InWords(CommandContext context, CommandRow row)
    {
        var state = CommandWordings.Of(row.State).In(context.Language);
        var why = row.Reason is { } reason ? ": " + CommandWordings.Of(reason).In(context.Language) : "";
        return state + why + (row.Detail is { } detail ? $" ({detail})" : "");
    }

    private static string Mark(CommandRow row) =>
        row.Entry?.Outcome == "refused" ? "✗" : row.State == ReplyStates.Done ? "✓" : CommandStates.IsOpen(row.State) ? "·" : "✗";

    private static string Local(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, HubZone.Current).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
