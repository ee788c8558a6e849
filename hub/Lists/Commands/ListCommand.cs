using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using CheckIn.Contract;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Lists.Commands;

/// <summary><c>checkin-hub list</c>: lists that gates decide by.</summary>
internal static class ListCommand
{
    private const string Api = "/api/v1/lists";

    internal static Command Create(CommandContext context)
    {
        var hub = CommandOptions.Hub();
        return new Command("list", "lists that gates decide by: whose certificates and passes are believed, what is revoked")
        {
            Show(context, hub), Import(context, hub),
        };
    }

    private static Command Show(CommandContext context, Option<string?> hub)
    {
        var json = CommandOptions.Json();
        var command = new Command("show", "which there are, of what version, and how old") { json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), running => context.ShowAsync(
            running, Api, line.GetValue(json), ListsJson.Default.ListRowList, lists => ShowAsync(context, lists), cancellation)));
        return command;
    }

    private static async Task ShowAsync(CommandContext context, ListRowList lists)
    {
        foreach (var row in lists.Lists)
        {
            await context.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{row.Name,-12} {row.Bytes,9} B  {row.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC  {row.Sha256[..12]}…  ")
                + row.MadeBy + (row.SiteLists == 0 ? "" : context.Say(
                    $"  ({row.SiteLists} sites have cards of their own)", $"  ({row.SiteLists} địa điểm có thẻ riêng)")));
        }
        if (lists.Lists.Count == 0)
            await context.Output.WriteLineAsync(context.Say("No list yet.", "Chưa có danh sách nào."));
    }

    private static Command Import(CommandContext context, Option<string?> hub)
    {
        var name = new Argument<string>("name") { HelpName = "NAME", Description = ListNames.Trust };
        var file = new Argument<string>("file") { HelpName = "FILE" };
        var command = new Command("import", "gives the hub a list; gates fetch it when its content is another")
        {
            name, file, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            await using var list = context.OpenFile(line.GetRequiredValue(file));
            using var content = new StreamContent(list);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            var row = await running.AskAsync(
                HttpMethod.Put, $"{Api}/{Uri.EscapeDataString(line.GetRequiredValue(name))}", content,
                ListsJson.Default.ListRow, cancellation);
            await context.Output.WriteLineAsync(context.Say(
                $"✓ List {row.Name} has {row.Bytes} bytes; gates that are connected fetch it now, others when they come back.",
                $"✓ Danh sách {row.Name} có {row.Bytes} byte; cổng đang kết nối tải về ngay, cổng khác khi kết nối lại."));
            return CommandContext.Done;
        }));
        return command;
    }
}
