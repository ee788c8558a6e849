using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Alerts.Commands;

/// <summary><c>checkin-hub alerts</c>: what stands or stood, and answering it.</summary>
internal static class AlertsCommand
{
    internal static Command Create(CommandContext context)
    {
        var past = new Option<bool>("--past") { Description = "those that are over, newest first" };
        var limit = new Option<int>("--limit")
        {
            HelpName = "N",
            Description = "of those that are over, 1 to 1000",
            DefaultValueFactory = _ => 50,
        };
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("alerts", "what stands, the most severe first; ends with 1 when anything does")
        {
            past, limit, json, hub, Acknowledge(context), Snooze(context), Wake(context),
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var isPast = line.GetValue(past);
            var list = await running.AskAsync(
                HttpMethod.Get,
                $"/api/v1/alerts?state={(isPast ? "past" : "standing")}&limit={line.GetValue(limit)}", null,
                AlertJson.Default.AlertList, cancellation);
            if (!line.GetValue(json))
                await context.Output.WriteLineAsync(Head(context, list));
            foreach (var row in list.Alerts)
            {
                await context.Output.WriteLineAsync(line.GetValue(json)
                    ? JsonSerializer.Serialize(row, AlertJson.Default.AlertRow) : InWords(context, row));
            }
            return list.Standing > 0 ? CommandContext.Refused : CommandContext.Done;
        }));
        return command;
    }

    private static Command Acknowledge(CommandContext context) => Answer(
        context, "acknowledge", "somebody looks after them: they are told no further", [],
        (_, id) => ($"/api/v1/alerts/{id}/acknowledge", null),
        id => context.Say($"✓ Alert {id} is acknowledged.", $"✓ Đã nhận xử lý cảnh báo {id}."));

    private static Command Snooze(CommandContext context)
    {
        var hours = new Option<double>("--hours")
        {
            HelpName = "H",
            Description = "for how long, such as 0.5 or 8",
            DefaultValueFactory = _ => 1,
        };
        return Answer(
            context, "snooze", "nobody is told of them for some hours", [hours],
            (line, id) => ($"/api/v1/alerts/{id}/snooze", JsonContent.Create(
                new SnoozeRequest(ForS: Seconds(line.GetValue(hours))), AlertJson.Default.SnoozeRequest)),
            id => context.Say($"✓ Alert {id} is snoozed.", $"✓ Đã tạm ẩn cảnh báo {id}."));
    }

    private static Command Wake(CommandContext context) => Answer(
        context, "wake", "ends their snooze", [], (_, id) => ($"/api/v1/alerts/{id}/wake", null),
        id => context.Say($"✓ Alert {id} is awake again.", $"✓ Đã hiện lại cảnh báo {id}."));

    private static Command Answer(
        CommandContext context, string word, string about, IReadOnlyList<Option> more,
        Func<ParseResult, long, (string Path, HttpContent? Body)> request, Func<long, string> done)
    {
        var ids = new Argument<long[]>("id")
        {
            HelpName = "ID",
            Description = "of alerts that stand",
            Arity = ArgumentArity.OneOrMore,
        };
        var hub = CommandOptions.Hub();
        var command = new Command(word, about) { ids, hub };
        foreach (var option in more)
            command.Add(option);
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            foreach (var id in line.GetRequiredValue(ids))
            {
                var (path, body) = request(line, id);
                await running.TellAsync(HttpMethod.Post, path, body, cancellation);
                await context.Output.WriteLineAsync(done(id));
            }
            return CommandContext.Done;
        }));
        return command;
    }

    private static long Seconds(double hours) =>
        double.IsFinite(hours) ? (long)Math.Clamp(hours * 3600, long.MinValue, 1e15) : 0;

    private static string Head(CommandContext context, AlertList list)
    {
        var critical = list.Alerts.Count(static row => row is { Severity: "critical", ClearedAt: null });
        return list.Standing == 0 ? context.Say("✓ No alert stands.", "✓ Không có cảnh báo nào.")
            : critical > 0 ? context.Say(
                $"✗ Alerts standing: {list.Standing}, of these critical: {critical}.",
                $"✗ Số cảnh báo đang có: {list.Standing}, trong đó nghiêm trọng: {critical}.")
            : context.Say($"! Alerts standing: {list.Standing}.", $"! Số cảnh báo đang có: {list.Standing}.");
    }

    private static string InWords(CommandContext context, AlertRow row)
    {
        var mark = row.ClearedAt is not null ? "✓" : row.Severity == "critical" ? "✗" : "!";
        return $"  {mark} {row.Id,6}  {row.Text} {Answered(context, row)}".TrimEnd();
    }

    private static string Answered(CommandContext context, AlertRow row) =>
        row.SnoozedUntil is { } until && row.ClearedAt is null
            ? context.Say($"(snoozed until {Moment(until)})", $"(tạm ẩn đến {Moment(until)})")
            : row.AcknowledgedAt is not null ? context.Say("(acknowledged)", "(đã nhận xử lý)")
            : row.Level > 1 ? context.Say($"(level {row.Level})", $"(cấp {row.Level})") : "";

    private static string Moment(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, HubZone.Current)
        .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
