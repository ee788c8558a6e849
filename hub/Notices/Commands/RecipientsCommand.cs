using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Notices.Commands;

/// <summary><c>checkin-hub recipients</c>: who is told of alerts.</summary>
internal static class RecipientsCommand
{
    internal static Command Create(CommandContext context)
    {
        var hub = CommandOptions.Hub();
        return new Command("recipients", "who is told of alerts, by mail or webhook")
        {
            List(context, hub), Add(context, hub), Remove(context, hub), Test(context, hub),
        };
    }

    private static Command List(CommandContext context, Option<string?> hub)
    {
        var json = CommandOptions.Json();
        var command = new Command("list", "all of them") { json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var list = await running.AskAsync(
                HttpMethod.Get, "/api/v1/recipients", null, NoticeApiJson.Default.RecipientList, cancellation);
            if (!line.GetValue(json))
                await context.Output.WriteLineAsync(Head(context, list.Recipients));
            foreach (var row in list.Recipients)
            {
                await context.Output.WriteLineAsync(line.GetValue(json)
                    ? JsonSerializer.Serialize(row, NoticeApiJson.Default.RecipientRow) : InWords(context, row));
            }
            return list.Recipients.Any(static row => row.IsFailing) ? CommandContext.Refused : CommandContext.Done;
        }));
        return command;
    }

    private static Command Add(CommandContext context, Option<string?> hub)
    {
        var name = Name();
        var address = new Argument<string>("address")
        {
            HelpName = "ADDRESS",
            Description = "a mailbox, or https://… of a webhook",
        };
        var language = Optional<string?>("--language", "vi|en", "of the messages; default vi");
        var node = Optional<string?>("--node", "CODE", "only what is in this node or above it; default everything");
        var least = Optional<string?>(
            "--least", "notice|warning|critical", "what matters less is not told; default warning");
        var level = Optional<int?>("--level", "1|2|3", "2 and 3 are told when nobody before has answered; default 1");
        var quiet = Optional<string?>("--quiet", "22:00-06:00", "hours in which only critical alerts are told");
        var json = CommandOptions.Json();
        var command = new Command("add", "one more; a webhook's secret is shown once")
        {
            name, address, language, node, least, level, quiet, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var order = new RecipientOrder(
                line.GetRequiredValue(name), line.GetRequiredValue(address), null, line.GetValue(language),
                line.GetValue(node), line.GetValue(least), line.GetValue(level), line.GetValue(quiet));
            var added = await running.AskAsync(
                HttpMethod.Post, "/api/v1/recipients",
                JsonContent.Create(order, NoticeApiJson.Default.RecipientOrder), NoticeApiJson.Default.RecipientAdded,
                cancellation);
            if (line.GetValue(json))
                await context.Output.WriteLineAsync(
                    JsonSerializer.Serialize(added, NoticeApiJson.Default.RecipientAdded));
            else
                await SayAddedAsync(context, added);
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Remove(CommandContext context, Option<string?> hub)
    {
        var name = Name();
        var command = new Command("remove", "told nothing any more; what was on its way is dropped") { name, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var who = line.GetRequiredValue(name);
            await running.TellAsync(HttpMethod.Delete, Path(who), null, cancellation);
            await context.Output.WriteLineAsync(context.Say(
                $"✓ {who} is told nothing any more.", $"✓ Không báo cho {who} nữa."));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Test(CommandContext context, Option<string?> hub)
    {
        var (name, json) = (Name(), CommandOptions.Json());
        var command = new Command("test", "sends a message that tells of nothing, and says whether it arrived")
        {
            name, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var answer = await running.AskAsync(
                HttpMethod.Post, Path(line.GetRequiredValue(name)) + "/test", null, NoticeApiJson.Default.TestAnswer,
                cancellation);
            await context.Output.WriteLineAsync(line.GetValue(json)
                ? JsonSerializer.Serialize(answer, NoticeApiJson.Default.TestAnswer)
                : answer.IsDelivered
                    ? context.Say(
                        $"✓ The message to {answer.Recipient} was taken.",
                        $"✓ Tin nhắn cho {answer.Recipient} đã được nhận.")
                    : context.Say(
                        $"✗ {answer.Recipient} cannot be reached: {answer.Problem}.",
                        $"✗ Không gửi được cho {answer.Recipient}: {answer.Problem}."));
            return answer.IsDelivered ? CommandContext.Done : CommandContext.Refused;
        }));
        return command;
    }

    private static Argument<string> Name() =>
        new("name") { HelpName = "NAME", Description = "of a duty: a to z, 0 to 9 and -" };

    private static Option<T> Optional<T>(string name, string help, string description) =>
        new(name) { HelpName = help, Description = description };

    private static string Path(string name) => "/api/v1/recipients/" + Uri.EscapeDataString(name);

    private static async Task SayAddedAsync(CommandContext context, RecipientAdded added)
    {
        var name = added.Recipient.Name;
        await context.Output.WriteLineAsync(context.Say(
            $"✓ {name} is told of alerts.", $"✓ Từ nay báo cảnh báo cho {name}."));
        if (added.Secret is { } secret)
        {
            await context.Output.WriteLineAsync(context.Say(
                $"  Its secret, shown this once: {secret}", $"  Khoá bí mật, chỉ hiện một lần: {secret}"));
        }
        await context.Output.WriteLineAsync(context.Say(
            $"  Try it: checkin-hub recipients test {name}", $"  Hãy thử: checkin-hub recipients test {name}"));
    }

    private static string Head(CommandContext context, IReadOnlyList<RecipientRow> rows)
    {
        var failing = rows.Count(static row => row.IsFailing);
        return (rows.Count, failing) switch
        {
            (0, _) => context.Say(
                "! Nobody is told of alerts. Add somebody: checkin-hub recipients add NAME ADDRESS",
                "! Chưa báo cảnh báo cho ai. Hãy thêm: checkin-hub recipients add TÊN ĐỊA-CHỈ"),
            (_, 0) => context.Say($"✓ Told of alerts: {rows.Count}.", $"✓ Số người nhận cảnh báo: {rows.Count}."),
            _ => context.Say(
                $"✗ {failing} of {rows.Count} cannot be reached; see checkin-hub notices.",
                $"✗ Không gửi được cho {failing} trong {rows.Count} người nhận; xem checkin-hub notices."),
        };
    }

    private static string InWords(CommandContext context, RecipientRow row) =>
        $"  {(row.IsFailing ? "✗" : "✓")} {row.Name,-24} {row.Channel,-8} {row.Language}  {row.Least,-9} "
        + context.Say($"level {row.Level}", $"cấp {row.Level}")
        + $"  {row.Node ?? context.Say("all", "tất cả"),-12} {row.Quiet,-12} {row.Address}".TrimEnd();
}
