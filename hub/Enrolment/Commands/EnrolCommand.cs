using System.CommandLine;
using System.Net.Http.Json;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Enrolment.Commands;

/// <summary><c>checkin-hub enrol</c> and <c>replace</c>: a one-time code, and word of the gate that used it.</summary>
internal static class EnrolCommand
{
    internal static Command Create(CommandContext context)
    {
        var site = new Option<string>("--site")
        {
            Required = true,
            HelpName = "SITE",
            Description = "the place it is for: a to z, 0 to 9 and -",
        };
        var plan = new Option<string>("--plan")
        {
            HelpName = "PLAN",
            Description = "its lanes: in, out, in-out, or a saved one (checkin-hub plan list)",
            DefaultValueFactory = _ => "in",
        };
        var gate = new Option<string?>("--gate")
        {
            HelpName = "ID",
            Description = "its id; default the site's name with the next free number",
        };
        var (label, picture, noWait, json, hub) = (
            CommandOptions.Label(), CommandOptions.Picture(), CommandOptions.NoWait(), CommandOptions.Json(),
            CommandOptions.Hub());
        var command = new Command("enrol", "a one-time code by which a new gate comes into service; waits until it has")
        {
            site, plan, gate, label, picture, noWait, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var asked = new CodeRequest(
                line.GetValue(site), line.GetValue(plan), line.GetValue(gate), line.GetValue(label));
            var code = await running.AskAsync(
                HttpMethod.Post, "/api/v1/enrolment-codes", JsonContent.Create(asked, AdminJson.Default.CodeRequest),
                AdminJson.Default.CodeAnswer, cancellation);
            var heading = asked.Gate is { } id
                ? context.Say(
                    $"Code for gate {id} at site {asked.Site} (plan {asked.Plan})",
                    $"Mã đăng ký cho cổng {id}, địa điểm {asked.Site} (sơ đồ {asked.Plan})")
                : context.Say(
                    $"Code for a new gate at site {asked.Site} (plan {asked.Plan})",
                    $"Mã đăng ký cho một cổng mới, địa điểm {asked.Site} (sơ đồ {asked.Plan})");
            return await new CodeShow(context, running, line.GetValue(json), line.GetValue(picture)).RunAsync(
                heading, code, !line.GetValue(noWait), cancellation);
        }));
        return command;
    }

    internal static Command CreateReplace(CommandContext context)
    {
        var gate = CommandOptions.Gate();
        var site = new Option<string?>("--site") { HelpName = "SITE", Description = "default: as it was" };
        var plan = new Option<string?>("--plan") { HelpName = "PLAN", Description = "default: as it was" };
        var (label, picture, noWait, json, hub) = (
            CommandOptions.Label(), CommandOptions.Picture(), CommandOptions.NoWait(), CommandOptions.Json(),
            CommandOptions.Hub());
        var command = new Command(
            "replace",
            "a code for a unit that takes a gate's place: name and history stay, the old unit is revoked")
        {
            gate, site, plan, label, picture, noWait, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var id = line.GetRequiredValue(gate);
            var asked = new ReplaceRequest(line.GetValue(site), line.GetValue(plan), line.GetValue(label));
            var code = await running.AskAsync(
                HttpMethod.Post, $"/api/v1/gates/{Uri.EscapeDataString(id)}/replace",
                JsonContent.Create(asked, AdminJson.Default.ReplaceRequest), AdminJson.Default.CodeAnswer,
                cancellation);
            var heading = context.Say(
                $"Code for the unit that takes the place of gate {id}", $"Mã đăng ký cho thiết bị thay thế cổng {id}");
            return await new CodeShow(context, running, line.GetValue(json), line.GetValue(picture)).RunAsync(
                heading, code, !line.GetValue(noWait), cancellation);
        }));
        return command;
    }
}
