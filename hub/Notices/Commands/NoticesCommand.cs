using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Notices.Commands;

/// <summary><c>checkin-hub notices</c>: messages that did not arrive, and sending them again.</summary>
internal static class NoticesCommand
{
    internal static Command Create(CommandContext context)
    {
        var all = new Option<bool>("--all") { Description = "those that arrived, and are on their way, as well" };
        var limit = new Option<int>("--limit")
        {
            HelpName = "N",
            Description = "messages, 1 to 500",
            DefaultValueFactory = _ => 50,
        };
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command(
            "notices", "messages to recipients that were given up; ends with 1 when there are any")
        {
            all, limit, json, hub, Again(context),
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var state = line.GetValue(all) ? "" : "dead";
            var list = await running.AskAsync(
                HttpMethod.Get, $"/api/v1/notices?state={state}&limit={line.GetValue(limit)}", null,
                NoticeApiJson.Default.MessageList, cancellation);
            var dead = list.Messages.Count(static row => row.State == "dead");
            if (!line.GetValue(json))
                await context.Output.WriteLineAsync(Head(context, dead));
            foreach (var row in list.Messages)
            {
                await context.Output.WriteLineAsync(line.GetValue(json)
                    ? JsonSerializer.Serialize(row, NoticeApiJson.Default.MessageRow) : InWords(context, row));
            }
            return dead > 0 ? CommandContext.Refused : CommandContext.Done;
        }));
        return command;
    }

    private static Command Again(CommandContext context)
    {
        var ids = new Argument<long[]>("id")
        {
            HelpName = "ID",
            Description = "of messages",
            Arity = ArgumentArity.OneOrMore,
        };
        var hub = CommandOptions.Hub();
        var command = new Command("again", "sends messages again that were given up") { ids, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            foreach (var id in line.GetRequiredValue(ids))
            {
                await running.TellAsync(HttpMethod.Post, $"/api/v1/notices/{id}/again", null, cancellation);
                await context.Output.WriteLineAsync(context.Say(
                    $"✓ Message {id} is sent again.", $"✓ Đang gửi lại thông báo {id}."));
            }
            return CommandContext.Done;
        }));
        return command;
    }

    private static string Head(CommandContext context, int dead) => dead == 0
        ? context.Say("✓ No message was given up.", "✓ Không có thông báo nào bị bỏ.")
        : context.Say(
            $"✗ Given up: {dead}. Mend the cause, then: checkin-hub notices again ID",
            $"✗ Số thông báo bị bỏ: {dead}. Hãy khắc phục rồi chạy: checkin-hub notices again ID");

    private static string InWords(CommandContext context, MessageRow row)
    {
        var (mark, state) = row.State switch
        {
            "sent" => ("✓", context.Say("arrived", "đã gửi")),
            "dead" => ("✗", context.Say("given up", "bị bỏ")),
            _ => ("!", context.Say("on its way", "đang gửi")),
        };
        var at = row.MadeAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return $"  {mark} {row.Id,6}  {at}  {row.Recipient,-24} {state,-10} {row.Subject}"
            + (row.Problem is null ? "" : $"\n            {row.Problem}");
    }
}
