using System.CommandLine;
using System.Globalization;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>
/// <c>checkin-hub offline</c>: who is offline, or was on a day. Ends with 0 when nobody is or the day is past, and with
/// 1 when somebody is offline now, so that a script need not read.
/// </summary>
internal static class OfflineCommand
{
    private const int MostShown = 200;

    internal static Command Create(CommandContext context)
    {
        var day = new Option<string?>("--day") { HelpName = "YYYY-MM-DD", Description = "that day; default: now" };
        var node = new Option<string?>("--node") { HelpName = "CODE", Description = "of that node and all below it" };
        var site = new Option<string?>("--site") { HelpName = "CODE", Description = "of that site" };
        var gate = new Option<string?>("--gate") { HelpName = "GATE", Description = "of that gate" };
        var csv = new Option<bool>("--csv") { Description = "CSV for a spreadsheet: a row for each outage" };
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("offline", "which gates are offline or were on a day, since when and why")
        {
            day, node, site, gate, csv, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var path = Path(
                ("day", line.GetValue(day)), ("node", line.GetValue(node)), ("site", line.GetValue(site)),
                ("gate", line.GetValue(gate)), ("format", line.GetValue(csv) ? "csv" : null));
            if (line.GetValue(csv) || line.GetValue(json))
            {
                await context.Output.WriteAsync(await running.AskTextAsync(path, cancellation));
                if (!line.GetValue(csv))
                    await context.Output.WriteLineAsync();
                return CommandContext.Done;
            }
            return await ShowAsync(context, running, path, cancellation);
        }));
        return command;
    }

    private static async Task<int> ShowAsync(
        CommandContext context, RunningHub running, string path, CancellationToken cancellation)
    {
        var answer = await running.AskAsync(
            HttpMethod.Get, path, null, OfflineJson.Default.OfflineAnswer, cancellation);
        var page = new OfflineText(context.Language);
        await context.Output.WriteLineAsync(page.First(answer));
        foreach (var text in answer.Common.Select(page.Common).Concat(answer.Unwatched.Select(page.Unwatched)))
            await context.Output.WriteLineAsync("  " + text);
        foreach (var text in answer.Gates.Take(MostShown).Select(page.Gate))
            await context.Output.WriteLineAsync("  " + text);
        if (answer.Gates.Count > MostShown)
        {
            await context.Output.WriteLineAsync(context.Say(
                $"  and {answer.Gates.Count - MostShown} more; --json or --csv has them all",
                $"  và {answer.Gates.Count - MostShown} cổng nữa; --json hoặc --csv cho đủ danh sách"));
        }
        return answer.Day is null && answer.GatesOffline > 0 ? CommandContext.Refused : CommandContext.Done;
    }

    private static string Path(params (string Name, string? Value)[] query) => "/api/v1/offline?" + string.Join(
        '&', query.Where(static pair => pair.Value is not null).Select(static pair => string.Create(
            CultureInfo.InvariantCulture, $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}")));
}
