using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Sites;

/// <summary><c>checkin-hub nodes</c>: the administrative tree.</summary>
internal static class NodesCommand
{
    internal static Command Create(CommandContext context) => new("nodes", "the administrative tree above the places")
    {
        CensusCommands.Import(context, "nodes", "nodes with their days and successors, all of the file or nothing"),
        CensusCommands.Export(context, "nodes", "all nodes as the file that import reads"),
        List(context),
    };

    private static Command List(CommandContext context)
    {
        var parent = new Option<string?>("--parent")
        {
            HelpName = "CODE",
            Description = "only those right below it; \"\" = those at the top",
        };
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("list", "nodes of today with how far their places are equipped")
        {
            parent, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var below = line.GetValue(parent) is { } code ? "&parent=" + Uri.EscapeDataString(code) : "";
            for (string? after = ""; after is not null;)
            {
                var page = await running.AskAsync(
                    HttpMethod.Get, "/api/v1/nodes?limit=1000" + below
                    + (after.Length > 0 ? "&after=" + Uri.EscapeDataString(after) : ""),
                    null, SitesJson.Default.NodeList, cancellation);
                foreach (var node in page.Nodes)
                {
                    await context.Output.WriteLineAsync(line.GetValue(json)
                        ? JsonSerializer.Serialize(node, SitesJson.Default.NodeAnswer) : InWords(context, node));
                }
                if (after.Length == 0 && page.Nodes.Count == 0 && !line.GetValue(json))
                    await context.Output.WriteLineAsync(context.Say("No node.", "Không có đơn vị nào."));
                after = page.Next;
            }
            return CommandContext.Done;
        }));
        return command;
    }

    private static string InWords(CommandContext context, NodeAnswer node)
    {
        var figures = node.Deployment;
        var percent = figures.DeployedPercent is { } share ? share.ToString("0.0", CultureInfo.InvariantCulture) + " %"
            : "-";
        var overdue = figures.Overdue > 0
            ? context.Say($"  {figures.Overdue} overdue", $"  {figures.Overdue} quá hạn") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{node.Code,-16} {node.Level,-10} {figures.Deployed,6}/{figures.Sites,-6} {percent,8}  "
            + $"{node.Name}{overdue}");
    }
}
