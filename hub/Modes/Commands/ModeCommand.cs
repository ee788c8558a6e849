using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Modes.Commands;

/// <summary><c>checkin-hub mode</c>: lockdown, hold open and free passage of the running hub's gates.</summary>
internal static class ModeCommand
{
    private const string Api = "/api/v1/modes";

    internal static Command Create(CommandContext context)
    {
        var hub = CommandOptions.Hub();
        return new Command("mode", "lockdown, hold open and free passage, for a time")
        {
            Order(context, hub), End(context, hub), List(context, hub),
        };
    }

    private static Command Order(CommandContext context, Option<string?> hub)
    {
        var mode = new Argument<string>("mode") { HelpName = string.Join('|', ModeWords.All) };
        mode.AcceptOnlyFromAmong([.. ModeWords.All]);
        var scope = new Argument<string>("scope")
        {
            HelpName = "SCOPE",
            Description = "hub, node:CODE, group:DIMENSION=VALUE, site:CODE or gate:ID",
        };
        var until = new Option<string>("--until")
        {
            Required = true,
            HelpName = "TIME",
            Description = "such as \"2026-12-31 22:00\" by the hub's zone, or +30m, +2h, +1d from now; at most 31 days",
        };
        var why = new Option<string>("--why") { Required = true, HelpName = "TEXT", Description = "such as \"fire drill\"" };
        var lane = new Option<string?>("--lane") { HelpName = "LANE", Description = "one lane; default: every lane" };
        var json = CommandOptions.Json();
        var command = new Command("order", "has gates be so until that time, also those that are away now")
        {
            mode, scope, until, why, lane, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var asked = new ModeOrderRequest(
                line.GetValue(scope), line.GetValue(mode), Moments.Read(context, line.GetRequiredValue(until)),
                line.GetValue(why), line.GetValue(lane));
            var row = await running.AskAsync(
                HttpMethod.Post, Api, JsonContent.Create(asked, ModesJson.Default.ModeOrderRequest),
                ModesJson.Default.ModeRow, cancellation);
            await context.Output.WriteLineAsync(line.GetValue(json)
                ? JsonSerializer.Serialize(row, ModesJson.Default.ModeRow)
                : context.Say(
                    $"✓ {Name(context, row)} is ordered for {row.Gates} gates, until {Moments.Local(row.Until)}.",
                    $"✓ Đã đặt {Name(context, row)} cho {row.Gates} cổng, đến {Moments.Local(row.Until)}.")
                + Environment.NewLine + context.Say(
                    $"  End it earlier: checkin-hub mode end {row.Id}", $"  Kết thúc sớm: checkin-hub mode end {row.Id}"));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command End(CommandContext context, Option<string?> hub)
    {
        var id = new Argument<string>("order") { HelpName = "ORDER", Description = "as list shows it" };
        var command = new Command("end", "ends an order before its time") { id, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var which = line.GetRequiredValue(id);
            await running.TellAsync(
                HttpMethod.Post, $"{Api}/{Uri.EscapeDataString(which)}/end", null, cancellation);
            await context.Output.WriteLineAsync(context.Say(
                $"✓ Order {which} is ended; a gate that is away ends it when it comes, or at its time.",
                $"✓ Đã kết thúc lệnh {which}; cổng đang mất kết nối sẽ kết thúc khi trở lại, hoặc khi hết giờ."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command List(CommandContext context, Option<string?> hub)
    {
        var past = new Option<bool>("--past") { Description = "those that are over" };
        var gate = new Option<string?>("--gate") { HelpName = "GATE", Description = "what concerns one gate, and what it says" };
        var json = CommandOptions.Json();
        var command = new Command("list", "orders that stand") { past, gate, json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            if (line.GetValue(gate) is { } which)
                await ListOfAsync(context, running, which, line.GetValue(json), cancellation);
            else
                await ListAsync(context, running, line.GetValue(past), line.GetValue(json), cancellation);
            return CommandContext.Done;
        }));
        return command;
    }

    private static async Task ListAsync(
        CommandContext context, RunningHub running, bool past, bool isJson, CancellationToken cancellation)
    {
        var list = await running.AskAsync(
            HttpMethod.Get, past ? Api + "?state=past" : Api, null, ModesJson.Default.ModeList, cancellation);
        foreach (var row in list.Modes)
        {
            await context.Output.WriteLineAsync(isJson ? JsonSerializer.Serialize(row, ModesJson.Default.ModeRow)
                : InWords(context, row) + (row.Gates is { } gates ? context.Say(
                    $"  in force at {row.InForce} of {gates}", $"  đang áp dụng ở {row.InForce}/{gates}") : ""));
        }
        if (list.Modes.Count == 0 && !isJson)
            await context.Output.WriteLineAsync(context.Say("There is no order.", "Không có lệnh nào."));
    }

    private static async Task ListOfAsync(
        CommandContext context, RunningHub running, string gate, bool isJson, CancellationToken cancellation)
    {
        var path = $"/api/v1/gates/{Uri.EscapeDataString(gate)}/modes";
        if (isJson)
        {
            await context.Output.WriteLineAsync(await running.AskTextAsync(path, cancellation));
            return;
        }
        var list = await running.AskAsync(HttpMethod.Get, path, null, ModesJson.Default.GateModeList, cancellation);
        foreach (var row in list.Modes)
        {
            await context.Output.WriteLineAsync($"{InWords(context, row.Order)}  {State(context, row.State)}"
                + (row.Refusal is { } why ? $" ({why})" : ""));
        }
        if (list.Modes.Count == 0)
            await context.Output.WriteLineAsync(context.Say("No order concerns it.", "Không có lệnh nào cho cổng này."));
    }

    private static string InWords(CommandContext context, ModeRow row) =>
        $"{row.Id}  {Name(context, row)}  {row.Scope}  → {Moments.Local(row.EndedAt ?? row.Until)}  {row.Why}";

    private static string Name(CommandContext context, ModeRow row) =>
        ModePhrases.In(context.Language, row.Mode)
        + (row.Lane is { } lane ? context.Say($" (lane {lane})", $" (làn {lane})") : "");

    private static string State(CommandContext context, string? state) => state switch
    {
        null => context.Say("not heard yet", "cổng chưa báo"),
        ModeReport.InForce => context.Say("in force", "đang áp dụng"),
        ModeReport.Covered => context.Say("below a stronger one", "bị chế độ mạnh hơn che"),
        ModeReport.Ended => context.Say("ended", "đã kết thúc"),
        ModeReport.Refused => context.Say("refused", "cổng từ chối"),
        _ => state,
    };
}
