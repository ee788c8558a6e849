using System.CommandLine;
using System.Net.Http.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Cards.Commands;

/// <summary>Commands of <c>checkin-hub card</c> that say something of single numbers.</summary>
internal static class ChangeCommands
{
    internal static Option<string?> Kind() =>
        new("--kind") { HelpName = "KIND", Description = "cccd, cmnd, bhyt or qid; default by the number's shape" };

    internal static Command Add(CommandContext context, Option<string?> hub)
    {
        var category = new Option<string>("--category")
        {
            Required = true,
            HelpName = "CATEGORY",
            Description = "staff, visitor, deliverer or another word",
        };
        var from = new Option<string?>("--from")
        {
            HelpName = "DAY",
            Description = "the first day on which it is good, 2026-12-31"
        };
        var until = new Option<string?>("--until") { HelpName = "DAY", Description = "the last day" };
        return Change(
            context, hub, "add", "lists cards, or gives them another category or validity", [category, from, until],
            (line, asked) => asked with
            {
                Category = line.GetRequiredValue(category),
                From = line.GetValue(from),
                Until = line.GetValue(until),
            },
            count => ($"{count} cards are listed", $"Đã ghi {count} thẻ"));
    }

    internal static Command Deny(CommandContext context, Option<string?> hub) => Change(
        context, hub, "deny", "whoever shows them is not let in, whatever else he is", [],
        static (_, asked) => asked with { Denied = true }, static count => ($"{count} cards are denied", $"Đã chặn {count} thẻ"));

    internal static Command Allow(CommandContext context, Option<string?> hub) => Change(
        context, hub, "allow", "cards that were denied are denied no more", [],
        static (_, asked) => asked with { Denied = false, MustBeListed = true },
        static count => ($"{count} cards are denied no more in this list", $"Đã bỏ chặn {count} thẻ trong danh sách này"));

    internal static Command Remove(CommandContext context, Option<string?> hub)
    {
        var (numbers, kind, site) = (Numbers(), Kind(), CardCommand.Site());
        var command = new Command("remove", "takes cards out of a list; nothing of them is kept") { numbers, kind, site, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var which = await NumberReader.ReadAsync(context, line.GetValue(numbers) ?? [], cancellation);
            var asked = new CardRemoval(which, line.GetValue(kind), line.GetValue(site));
            await running.TellAsync(
                HttpMethod.Post, CardCommand.Api + "/remove", JsonContent.Create(asked, CardsJson.Default.CardRemoval),
                    cancellation);
            await SayAsync(context, ($"{which.Count} cards are taken out", $"Đã bỏ {which.Count} thẻ"));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Change(
        CommandContext context, Option<string?> hub, string name, string what, IReadOnlyList<Option> options,
        Func<ParseResult, CardRequest, CardRequest> fill, Func<int, (string English, string Vietnamese)> done)
    {
        var (numbers, kind, site) = (Numbers(), Kind(), CardCommand.Site());
        var command = new Command(name, what) { numbers, kind, site, hub };
        foreach (var option in options)
            command.Add(option);
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var which = await NumberReader.ReadAsync(context, line.GetValue(numbers) ?? [], cancellation);
            var asked = fill(line, new CardRequest(which, line.GetValue(kind), line.GetValue(site)));
            await running.TellAsync(
                HttpMethod.Post, CardCommand.Api, JsonContent.Create(asked, CardsJson.Default.CardRequest), cancellation);
            await SayAsync(context, done(which.Count));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Task SayAsync(CommandContext context, (string English, string Vietnamese) what) =>
        context.Output.WriteLineAsync(context.Say(
            $"✓ {what.English}. Gates that are connected know within a minute, others when they come back.",
            $"✓ {what.Vietnamese}. Cổng đang kết nối biết trong một phút, cổng khác khi kết nối lại."));

    private static Argument<string[]> Numbers() => new("number")
    {
        HelpName = "NUMBER",
        Description = "as printed; several; without any they are read one a line, which leaves nothing in the shell's history",
        Arity = ArgumentArity.ZeroOrMore,
    };
}
