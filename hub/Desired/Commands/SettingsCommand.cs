using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Desired.Commands;

/// <summary><c>checkin-hub settings</c>: what gates are to have, and what they have, by the running hub.</summary>
internal static class SettingsCommand
{
    internal const string Api = "/api/v1/settings";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    internal static Command Create(CommandContext context)
    {
        var hub = CommandOptions.Hub();
        return new Command("settings", "settings of gates: for the whole hub, a node, a group, a site or one gate")
        {
            List(context, hub), Show(context, hub), History(context, hub), Gate(context, hub), Differing(context, hub),
            SettingsChanging.Set(context, hub), SettingsChanging.Unset(context, hub), SettingsChanging.Patch(context, hub),
            SettingsChanging.RollBack(context, hub), SettingsRolloutStatus.Create(context, hub),
            SettingsChanging.Act(
                context, hub, "stop", "ends a rollout on its way; gates that have not decided get back what they had",
                "✓ Rollout {0} is stopped.", "✓ Đã dừng đợt triển khai {0}."),
            SettingsChanging.Act(context, hub, "resume", "has a stopped rollout go on; what failed so far is forgiven",
                "✓ Rollout {0} goes on.", "✓ Đợt triển khai {0} tiếp tục."),
        };
    }

    internal static Argument<string> Scope() => new("scope")
    {
        HelpName = "SCOPE",
        Description = "hub, node:CODE, group:DIMENSION=VALUE, site:CODE or gate:ID",
    };

    internal static string PathOf(string scope) => $"{Api}/scopes/{Uri.EscapeDataString(scope)}";

    internal static string CountsOf(CommandContext context, ScopeRow row)
    {
        var parts = new List<string>
        {
            context.Say($"{row.Applied} of {row.Gates} applied", $"{row.Applied}/{row.Gates} đã áp dụng"),
        };
        Add(row.Underway, "under way", "đang áp dụng");
        Add(row.Refused, "refused", "từ chối");
        Add(row.Late, "late", "quá hạn");
        Add(row.Absent, "not there", "không kết nối");
        return string.Join(", ", parts);

        void Add(int count, string english, string vietnamese)
        {
            if (count > 0)
                parts.Add($"{count} {context.Say(english, vietnamese)}");
        }
    }

    private static Command List(CommandContext context, Option<string?> hub)
    {
        var json = CommandOptions.Json();
        var command = new Command("list", "scopes that say something, and how many of their gates have it") { json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            if (line.GetValue(json))
                return await TextAsync(context, running, Api, cancellation);
            var list = await running.AskAsync(HttpMethod.Get, Api, null, SettingsJson.Default.ScopeList, cancellation);
            foreach (var row in list.Scopes)
            {
                await context.Output.WriteLineAsync(
                    $"{row.Scope,-32} {row.Current?.Number ?? 0,5}  {CountsOf(context, row)}" + (row.Rolling is { } rolling
                        ? context.Say($"; version {rolling.Number} is being rolled out",
                            $"; đang triển khai phiên bản {rolling.Number}")
                        : ""));
            }
            if (list.Scopes.Count == 0)
                await context.Output.WriteLineAsync(context.Say(
                    "Nothing is set yet; gates have what their own file and their plan say.",
                    "Chưa đặt gì; các cổng dùng tệp cài đặt và sơ đồ làn của mình."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Show(CommandContext context, Option<string?> hub)
    {
        var (scope, json) = (Scope(), CommandOptions.Json());
        var command = new Command("show", "what a scope says") { scope, json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var path = PathOf(line.GetRequiredValue(scope));
            if (line.GetValue(json))
                return await TextAsync(context, running, path, cancellation);
            var row = await running.AskAsync(HttpMethod.Get, path, null, SettingsJson.Default.ScopeRow, cancellation);
            await context.Output.WriteLineAsync(row.Current is { } current
                ? context.Say($"Version {current.Number} of {row.Scope}: {current.Title} ({current.By}, {current.At:u})",
                    $"Phiên bản {current.Number} của {row.Scope}: {current.Title} ({current.By}, {current.At:u})")
                : context.Say($"{row.Scope} says nothing yet.", $"{row.Scope} chưa đặt gì."));
            if (row.Current is not null)
                await context.Output.WriteLineAsync(Text(row.Current.Document));
            if (row.Rolling is { } rolling)
                await context.Output.WriteLineAsync(context.Say(
                    $"Version {rolling.Number} is being rolled out, or was stopped on its way (rollout {rolling.Rollout}):",
                    $"Phiên bản {rolling.Number} đang triển khai hoặc đã dừng giữa chừng (đợt {rolling.Rollout}):")
                    + Environment.NewLine + Text(rolling.Document));
            await context.Output.WriteLineAsync(CountsOf(context, row));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command History(CommandContext context, Option<string?> hub)
    {
        var scope = Scope();
        var command = new Command("history", "versions of a scope, newest first") { scope, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var list = await running.AskAsync(
                HttpMethod.Get, PathOf(line.GetRequiredValue(scope)) + "/history", null, SettingsJson.Default.VersionList,
                cancellation);
            foreach (var version in list.Versions)
                await context.Output.WriteLineAsync(
                    $"{version.Number,5}  {version.At:u}  {version.By,-20} {version.Title}  {version.Patch.ToJsonString()}");
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Gate(CommandContext context, Option<string?> hub)
    {
        var (gate, json) = (CommandOptions.Gate(), CommandOptions.Json());
        var command = new Command("gate", "what a gate is to have, where that comes from, and what it has") { gate, json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var path = $"/api/v1/gates/{Uri.EscapeDataString(line.GetRequiredValue(gate))}/settings";
            if (line.GetValue(json))
                return await TextAsync(context, running, path, cancellation);
            var row = await running.AskAsync(HttpMethod.Get, path, null, SettingsJson.Default.GateSettingsRow, cancellation);
            foreach (var source in row.Sources)
                await context.Output.WriteLineAsync($"{source.Path} = {source.Value}  ({source.Scope} {source.Number})");
            await context.Output.WriteLineAsync(row.Report is { } report
                ? $"{(report.DifferentSince is null ? "✓" : "✗")} {StateOf(context, report.State)}"
                : context.Say("The gate has said nothing yet.", "Cổng chưa báo gì."));
            foreach (var error in row.Report?.Errors ?? [])
                await context.Output.WriteLineAsync($"  {error.Path}: {error.Problem}");
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Differing(CommandContext context, Option<string?> hub)
    {
        var after = new Option<string?>("--after") { HelpName = "GATE", Description = "those after this one" };
        var command = new Command("differing", "gates that have something else in force than what is wanted") { after, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var from = line.GetValue(after) is { } gate ? "?after=" + Uri.EscapeDataString(gate) : "";
            var list = await running.AskAsync(
                HttpMethod.Get, Api + "/differing" + from, null, SettingsJson.Default.DifferenceList, cancellation);
            foreach (var row in list.Gates)
                await context.Output.WriteLineAsync(
                    $"{(row.IsLate ? "✗" : "▸")} {row.Gate,-24} {row.Since:u}  "
                    + (row.Report is { } report ? StateOf(context, report.State) : context.Say("silent", "im lặng")));
            if (list.Next is { } next)
                await context.Output.WriteLineAsync($"  --after {next}");
            return CommandContext.Done;
        }));
        return command;
    }

    internal static string Text(JsonObject document) => document.ToJsonString(Indented);

    private static string StateOf(CommandContext context, string state) => state switch
    {
        ReportedStates.Applied => context.Say("applied", "đã áp dụng"),
        ReportedStates.Waiting => context.Say("waits for a quiet moment", "chờ lúc vắng người"),
        ReportedStates.Trying => context.Say("is trying it", "đang chạy thử"),
        ReportedStates.Refused => context.Say("refused", "từ chối"),
        ReportedStates.Reverted => context.Say("tried it and went back", "đã chạy thử rồi quay lại"),
        _ => state,
    };

    private static async Task<int> TextAsync(
        CommandContext context, RunningHub running, string path, CancellationToken cancellation)
    {
        await context.Output.WriteLineAsync(await running.AskTextAsync(path, cancellation));
        return CommandContext.Done;
    }
}
