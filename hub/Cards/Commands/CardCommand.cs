using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Cards.Commands;

/// <summary><c>checkin-hub card</c>: cards by which gates know somebody.</summary>
internal static class CardCommand
{
    internal const string Api = "/api/v1/cards";

    internal static Command Create(CommandContext context)
    {
        var hub = CommandOptions.Hub();
        return new Command("card", "cards by which gates know somebody: category, validity, denied; everywhere or at a site")
        {
            Import(context, hub), ChangeCommands.Add(context, hub), ChangeCommands.Deny(context, hub),
            ChangeCommands.Allow(context, hub), ChangeCommands.Remove(context, hub), Clear(context, hub), List(context, hub),
            Show(context, hub),
        };
    }

    internal static Option<string?> Site() => new("--site")
    {
        HelpName = "CODE",
        Description = "the list of that site; default: of everywhere"
    };

    internal static string At(string? site) => site is null ? "" : "?site=" + Uri.EscapeDataString(site);

    private static Command Import(CommandContext context, Option<string?> hub)
    {
        var file = new Argument<string>("file") { HelpName = "FILE", Description = "CSV, UTF-8, with , or ; between the cells" };
        var (site, trial) = (Site(), new Option<bool>("--dry-run") { Description = "only say what would be done" });
        var command = new Command("import", "cards of a file, in place of those that the list has") { file, site, trial, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            await using var stream = context.OpenFile(line.GetRequiredValue(file));
            using var body = new StreamContent(stream);
            body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            var at = At(line.GetValue(site));
            var path = $"{Api}/import{at}{(at.Length == 0 ? '?' : '&')}dry_run={(line.GetValue(trial) ? "true" : "false")}";
            var report = await running.AskAsync(
                HttpMethod.Post, path, body,
                CardsJson.Default.CardImportReport, cancellation);
            await context.Output.WriteLineAsync(report.IsTrial
                ? context.Say(
                    $"✓ The file is good: {report.Cards} cards. Nothing was imported.",
                        $"✓ Tệp hợp lệ: {report.Cards} thẻ. Chưa nhập gì cả.")
                : context.Say(
                    $"✓ {report.Cards} cards are in the list now. Gates that are connected have them within a minute, others "
                        + "when they come back.",
                    $"✓ Danh sách hiện có {report.Cards} thẻ. Cổng đang kết nối nhận trong một phút, cổng khác sau."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Clear(CommandContext context, Option<string?> hub)
    {
        var (site, all) = (Site(), new Option<bool>("--all") { Description = "every list, also where its key is lost" });
        var command = new Command("clear", "takes every card out of a list") { site, all, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            await running.TellAsync(
                HttpMethod.Delete, Api + (line.GetValue(all) ? "?all=true" : At(line.GetValue(site))), null, cancellation);
            await context.Output.WriteLineAsync(context.Say(
                "✓ The list is empty now; gates that are connected know within a minute.",
                "✓ Danh sách đã trống; cổng đang kết nối biết trong một phút."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command List(CommandContext context, Option<string?> hub)
    {
        var json = CommandOptions.Json();
        var after = new Option<string?>("--after") { HelpName = "CODE", Description = "sites behind it, as the last page says" };
        var command = new Command("list", "lists by site, counted by category; no numbers") { after, json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var path = Api + (line.GetValue(after) is { } code ? "?after=" + Uri.EscapeDataString(code) : "");
            return await context.ShowAsync(
                running, path, line.GetValue(json), CardsJson.Default.CardListList, new CardPage(context).ShowAsync,
                    cancellation);
        }));
        return command;
    }

    private static Command Show(CommandContext context, Option<string?> hub)
    {
        var number = new Argument<string?>("number")
        {
            HelpName = "NUMBER",
            Description = "as printed; without it the number is asked for, which leaves nothing in the shell's history",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var kind = ChangeCommands.Kind();
        var command = new Command("show", "what is said of a number, and where") { number, kind, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var numbers = await NumberReader.ReadAsync(context, line.GetValue(number) is { } one ? [one] : [], cancellation);
            var asked = new CardQuestion(numbers[0], line.GetValue(kind));
            await new CardPage(context).ShowAsync(await running.AskAsync(
                HttpMethod.Post, Api + "/find", JsonContent.Create(asked, CardsJson.Default.CardQuestion),
                    CardsJson.Default.CardAnswer,
                cancellation));
            return CommandContext.Done;
        }));
        return command;
    }
}
