using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Sites;

/// <summary><c>checkin-hub sites</c>: the census of places.</summary>
internal static class SitesCommand
{
    internal static Command Create(CommandContext context) =>
        new("sites", "the places: census, how far each is equipped, who is overdue")
    {
        CensusCommands.Import(context, "sites", "a census of places, all of it or nothing"),
        CensusCommands.Export(context, "sites", "all places as the file that import reads"),
        List(context),
        Overdue(context),
        Show(context),
        Remove(context),
    };

    private static Command List(CommandContext context)
    {
        var node = new Option<string?>("--node")
        {
            HelpName = "CODE",
            Description = "only those of this node and all below it",
        };
        var state = new Option<string?>("--state")
        {
            HelpName = "STATE",
            Description = "only those that are " + string.Join(", ", Deployments.All),
        };
        var words = new Argument<string?>("words")
        {
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "WORDS",
            Description = "only those with these in code, name or address",
        };
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("list", "places with how far they are equipped") { words, node, state, json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var query = Query(("node", line.GetValue(node)), ("state", line.GetValue(state)),
                ("q", line.GetValue(words)));
            string? after = null;
            var isEmpty = true;
            do
            {
                var page = await running.AskAsync(
                    HttpMethod.Get, "/api/v1/sites?limit=1000" + query + Query(("after", after)), null,
                    SitesJson.Default.SiteList, cancellation);
                foreach (var site in page.Sites)
                    await TellAsync(context, site, line.GetValue(json));
                isEmpty &= page.Sites.Count == 0;
                after = page.Next;
            }
            while (after is not null);
            if (isEmpty && !line.GetValue(json))
                await context.Output.WriteLineAsync(context.Say("No such place.", "Không có địa điểm nào như vậy."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Overdue(CommandContext context)
    {
        var node = new Option<string?>("--node")
        {
            HelpName = "CODE",
            Description = "only those of this node and all below it",
        };
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("overdue",
            "places that are not equipped though their deadline has passed; ends with 1 where there are any")
        {
            node, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var list = await running.AskAsync(
                HttpMethod.Get, "/api/v1/sites/overdue?limit=1000" + Query(("node", line.GetValue(node))), null,
                SitesJson.Default.SiteList, cancellation);
            if (!line.GetValue(json))
            {
                await context.Output.WriteLineAsync(list.Sites.Count == 0
                    ? context.Say("✓ No place is overdue.", "✓ Không có địa điểm nào quá hạn.")
                    : context.Say($"! Overdue: {list.Total}", $"! Quá hạn: {list.Total}"));
            }
            foreach (var site in list.Sites)
                await TellAsync(context, site, line.GetValue(json));
            if (list.Total > list.Sites.Count && !line.GetValue(json))
            {
                await context.Output.WriteLineAsync(context.Say(
                    "… the longest overdue are shown; --node narrows it.",
                    "… chỉ hiện các nơi quá hạn lâu nhất; dùng --node để thu hẹp."));
            }
            return list.Sites.Count == 0 ? CommandContext.Done : CommandContext.Refused;
        }));
        return command;
    }

    private static Command Show(CommandContext context)
    {
        var code = new Argument<string>("code") { HelpName = "CODE", Description = "its code" };
        var hub = CommandOptions.Hub();
        var command = new Command("show", "one place, as JSON") { code, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            await context.Output.WriteLineAsync(await running.AskTextAsync(
                "/api/v1/sites/" + Uri.EscapeDataString(line.GetRequiredValue(code)), cancellation));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Remove(CommandContext context)
    {
        var code = new Argument<string>("code") { HelpName = "CODE", Description = "its code" };
        var hub = CommandOptions.Hub();
        var command = new Command("remove",
            "takes out a place that was there by mistake; one with gates stays") { code, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var site = line.GetRequiredValue(code);
            await running.TellAsync(HttpMethod.Delete, "/api/v1/sites/" + Uri.EscapeDataString(site), null,
                cancellation);
            await context.Output.WriteLineAsync(
                context.Say($"✓ Site {site} is removed.", $"✓ Đã xoá địa điểm {site}."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static async Task TellAsync(CommandContext context, SiteAnswer site, bool isJson)
    {
        var left = site.DaysLeft switch
        {
            null => "",
            < 0 => context.Say($"  overdue by {-site.DaysLeft} days", $"  quá hạn {-site.DaysLeft} ngày"),
            _ => context.Say($"  {site.DaysLeft} days left", $"  còn {site.DaysLeft} ngày"),
        };
        await context.Output.WriteLineAsync(isJson ? JsonSerializer.Serialize(site, SitesJson.Default.SiteAnswer)
            : string.Create(CultureInfo.InvariantCulture,
            $"{site.Code,-24} {site.State,-12} {site.Gates,3}  {site.Name}{left}"));
    }

    private static string Query(params (string Name, string? Value)[] parts) => string.Concat(
        parts.Where(static part => part.Value is not null)
        .Select(static part => $"&{part.Name}={Uri.EscapeDataString(part.Value!)}"));
}
