using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Audit;

/// <summary><c>checkin-hub audit [verify]</c>: who did what, and whether that is what was written.</summary>
internal static class AuditCommand
{
    private static readonly string[] Filters = ["actor", "action", "subject", "day"];

    internal static Command Create(CommandContext context)
    {
        var after = new Option<long?>("--after")
        {
            HelpName = "NUMBER",
            Description = "from behind this row on, oldest first; default: the newest first",
        };
        var limit = new Option<int>("--limit")
        {
            HelpName = "N",
            Description = "rows, 1 to 1000",
            DefaultValueFactory = _ => 50,
        };
        var filters = Filters.Select(static name => new Option<string?>("--" + name)
        {
            HelpName = name == "day" ? "YYYY-MM-DD" : "TEXT",
            Description = $"only of this {name}",
        }).ToArray();
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("audit", "who did what, and what came of it")
        {
            after, limit, json, hub, AuditVerifyCommand.Create(context),
        };
        foreach (var filter in filters)
            command.Add(filter);
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var asked = filters.Select(filter => (filter.Name, Value: line.GetValue(filter)))
                .Append((after.Name, Value: line.GetValue(after)?.ToString(CultureInfo.InvariantCulture)))
                .Where(static one => one.Value is not null)
                .Select(static one => $"&{one.Name[2..]}={Uri.EscapeDataString(one.Value!)}");
            var list = await running.AskAsync(
                HttpMethod.Get, $"/api/v1/audit?limit={line.GetValue(limit)}{string.Concat(asked)}", null,
                AuditJson.Default.AuditList, cancellation);
            await WriteAsync(context, list, line.GetValue(json));
            return list.Broken is null ? CommandContext.Done : CommandContext.Refused;
        }));
        return command;
    }

    private static async Task WriteAsync(CommandContext context, AuditList list, bool asJson)
    {
        foreach (var row in list.Audit)
        {
            await context.Output.WriteLineAsync(
                asJson ? JsonSerializer.Serialize(row, AuditJson.Default.AuditRow) : InWords(context, row));
        }
        if (list.Audit.Count == 0 && !asJson)
            await context.Output.WriteLineAsync(context.Say("Nothing yet.", "Chưa có gì."));
        if (list.Broken is { } broken)
        {
            await context.Errors.WriteLineAsync("✗ " + context.Say(
                $"The audit is not as it was written: {broken}. See checkin-hub audit verify.",
                $"Nhật ký kiểm toán không còn như đã ghi: {broken}. Xem checkin-hub audit verify."));
        }
    }

    private static string InWords(CommandContext context, AuditRow row)
    {
        var action = AuditPhrases.Action(context.Language, row.Action);
        var mark = row.Outcome == AuditPhrases.Done
            ? "✓" : "✗ " + AuditPhrases.Outcome(context.Language, row.Outcome);
        var actor = row.From is { } from ? $"{row.Actor} ({from})" : row.Actor;
        var subject = row.Place is { } place && place != row.Subject ? $"{row.Subject} @{place}" : row.Subject;
        return string.Create(CultureInfo.InvariantCulture,
            $"{row.Id,6}  {row.At.ToLocalTime():yyyy-MM-dd HH:mm:ss}  {actor,-20} {action,-22} {subject,-24} ")
            + $"{mark}  {AuditDetails.In(context.Language, row.Detail)}".TrimEnd();
    }
}
