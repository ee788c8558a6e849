using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;
using CheckIn.Settings;

namespace CheckIn.Hub.Sites;

/// <summary><c>checkin-hub maintenance</c>: work that is announced, so that nobody is alerted of it.</summary>
internal static class MaintenanceCommand
{
    internal static Command Create(CommandContext context) => new(
        "maintenance", "announced work: while it lasts nobody is alerted, and it counts in no availability")
    {
        Add(context),
        End(context),
        List(context),
    };

    private static Command Add(CommandContext context)
    {
        var kind = new Argument<string>("kind") { HelpName = "gate|site|node", Description = "of what" };
        kind.AcceptOnlyFromAmong("gate", "site", "node");
        var subject = new Argument<string>("id")
        {
            HelpName = "ID",
            Description = "a gate's id, a site's or node's code",
        };
        var from = new Option<string?>("--from")
        {
            HelpName = "TIME",
            Description = "such as \"2026-12-31 22:00\" by the hub's zone; default: now",
        };
        var until = new Option<string>("--until")
        {
            Required = true,
            HelpName = "TIME",
            Description = "the same; or +2h, +30m, +1d from the beginning",
        };
        var why = new Option<string>("--why")
        {
            Required = true,
            HelpName = "TEXT",
            Description = "such as \"new power supply\"",
        };
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("add", "announces work on a gate, a place, or a node with all below it")
        {
            kind, subject, from, until, why, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var start = line.GetValue(from) is { } text ? Moment(context, text) : TimeProvider.System.GetUtcNow();
            var asked = new MaintenanceRequest(
                line.GetValue(kind), line.GetValue(subject), start,
                Moment(context, line.GetRequiredValue(until), start), line.GetValue(why));
            var work = await running.AskAsync(
                HttpMethod.Post, "/api/v1/maintenance", JsonContent.Create(asked, SitesJson.Default.MaintenanceRequest),
                SitesJson.Default.MaintenanceAnswer, cancellation);
            await context.Output.WriteLineAsync(line.GetValue(json)
                ? JsonSerializer.Serialize(work, SitesJson.Default.MaintenanceAnswer)
                : context.Say($"✓ Maintenance {work.Id} is announced: ", $"✓ Đã báo trước bảo trì {work.Id}: ")
                + InWords(work));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command End(CommandContext context)
    {
        var id = new Argument<long>("number") { HelpName = "NUMBER", Description = "as list shows it" };
        var hub = CommandOptions.Hub();
        var command = new Command("end", "ends work now; what has not begun does not take place") { id, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var work = await running.AskAsync(
                HttpMethod.Post, string.Create(CultureInfo.InvariantCulture,
                $"/api/v1/maintenance/{line.GetValue(id)}/end"), null,
                SitesJson.Default.MaintenanceAnswer, cancellation);
            await context.Output.WriteLineAsync(context.Say(
                $"✓ Maintenance {work.Id} is ended.", $"✓ Đã kết thúc bảo trì {work.Id}."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command List(CommandContext context)
    {
        var past = new Option<bool>("--past") { Description = "also what is over" };
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("list", "what is announced or goes on") { past, json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var list = await running.AskAsync(
                HttpMethod.Get, "/api/v1/maintenance?past=" + (line.GetValue(past) ? "true" : "false"), null,
                SitesJson.Default.MaintenanceList, cancellation);
            foreach (var work in list.Maintenance)
            {
                await context.Output.WriteLineAsync(line.GetValue(json)
                    ? JsonSerializer.Serialize(work, SitesJson.Default.MaintenanceAnswer)
                    : $"{work.Id,5}  {InWords(work)}");
            }
            if (list.Maintenance.Count == 0 && !line.GetValue(json))
                await context.Output.WriteLineAsync(
                    context.Say("No maintenance is announced.", "Không có lịch bảo trì."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static string InWords(MaintenanceAnswer work) =>
        $"{work.SubjectKind} {work.Subject}  {Local(work.From)} – {Local(work.Until)}  {work.Why}";

    private static string Local(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, HubZone.Current).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static DateTimeOffset Moment(CommandContext context, string text, DateTimeOffset? start = null)
    {
        if (start is { } from && text is ['+', .. var span, var unit]
            && int.TryParse(span, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 10_000)
        {
            if (unit is 'm')
                return from.AddMinutes(count);
            if (unit is 'h')
                return from.AddHours(count);
            if (unit is 'd')
                return from.AddDays(count);
        }
        try
        {
            return CellText.Moment(text, HubZone.Current)!.Value;
        }
        catch (WrongTextException e)
        {
            throw new FormatException(e.In(context.Language) + context.Say(". Nothing was done.", ". Chưa làm gì cả."),
                e);
        }
    }
}
