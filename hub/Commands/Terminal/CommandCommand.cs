using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Commands.Terminal;

/// <summary>
/// <c>checkin-hub command</c>: has a gate, or many, do something now. It waits for the gate's answer; what many answer is
/// shown by <c>command batch</c>.
/// </summary>
internal static class CommandCommand
{
    private const string Api = "/api/v1";
    internal const int Wait = 30;

    internal static Command Create(CommandContext context) => new(
        "command", "has gates do something now: good for ten seconds, at most once, and kept with its answer")
    {
        Open(context),
        AdmitCommand.Create(context),
        Give(context, "identify", CommandWords.Identify, "blinks and beeps, so that somebody finds the gate", lane: false,
            seconds: true),
        Give(context, "self-test", CommandWords.SelfTest, "looks at everything that can be looked at without moving it"),
        Give(context, "restart", CommandWords.Restart, "begins anew, when nobody is passing"),
        Give(context, "logs", CommandWords.SendLogs, "sends the latest lines of the gate's log", lines: true),
        Give(context, "scan-test", CommandWords.ScanTest, "waits for a code and says of what kind it is", lane: true,
            seconds: true),
        Many(context),
        List(context),
        Show(context),
        Batch(context),
    };

    private static Command Open(CommandContext context)
    {
        var (gate, lane) = (CommandOptions.Gate(), new Argument<string>("lane") { HelpName = "LANE" });
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("open", "opens a lane for one person") { gate, lane, json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var asked = JsonContent.Create(new OpenRequest(line.GetRequiredValue(lane)), CommandJson.Default.OpenRequest);
            var row = await running.AskAsync(
                HttpMethod.Post, $"{GateOf(line.GetRequiredValue(gate))}/open?wait={Wait}", asked,
                CommandJson.Default.CommandRow, cancellation);
            return await EndAsync(context, row, line.GetValue(json));
        }));
        return command;
    }

    private static Command Give(
        CommandContext context, string word, string name, string what, bool? lane = null, bool seconds = false,
        bool lines = false)
    {
        var gate = CommandOptions.Gate();
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var (which, span, count) = (
            new Option<string?>("--lane") { Required = lane == true, HelpName = "LANE" }, Seconds(), Lines());
        var command = new Command(word, what) { gate, json, hub };
        if (lane is not null)
            command.Add(which);
        if (seconds)
            command.Add(span);
        if (lines)
            command.Add(count);
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var asked = new CommandRequest(
                name, lane is null ? null : line.GetValue(which), seconds ? line.GetValue(span) : null,
                lines ? line.GetValue(count) : null);
            var path = GateOf(line.GetRequiredValue(gate));
            var row = await running.AskAsync(
                HttpMethod.Post, $"{path}/commands?wait={Wait}",
                JsonContent.Create(asked, CommandJson.Default.CommandRequest), CommandJson.Default.CommandRow, cancellation);
            // One that lasts may need longer than one question does.
            for (var again = 0; again < 3 && CommandStates.IsOpen(row.State); again++)
            {
                row = await running.AskAsync(
                    HttpMethod.Get, $"{Api}/commands/{row.Id}?wait={Wait}", null, CommandJson.Default.CommandRow, cancellation);
            }
            return await EndAsync(context, row, line.GetValue(json));
        }));
        return command;
    }

    private static Command Many(CommandContext context)
    {
        var scope = new Argument<string>("scope")
        {
            HelpName = "SCOPE",
            Description = "hub, node:CODE, group:DIMENSION=VALUE or site:CODE",
        };
        var name = new Argument<string>("name") { HelpName = "COMMAND" };
        name.AcceptOnlyFromAmong(CommandWords.Identify, CommandWords.SelfTest, CommandWords.Restart, CommandWords.SendLogs);
        var (span, count, yes, json, hub) = (
            Seconds(), Lines(), CommandOptions.Yes(), CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("many", "gives a command to all gates of a part of the fleet")
        {
            scope, name, span, count, yes, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var (place, what) = (line.GetRequiredValue(scope), line.GetRequiredValue(name));
            var reach = await running.AskAsync(
                HttpMethod.Get, $"{Api}/commands/reach?scope={Uri.EscapeDataString(place)}&name={what}", null,
                CommandJson.Default.ReachAnswer, cancellation);
            if (!line.GetValue(yes) && !await ConfirmAsync(context, reach))
                return CommandContext.Refused;
            var asked = new BatchRequest(place, what, reach.Gates, null, line.GetValue(span), line.GetValue(count));
            var batch = await running.AskAsync(
                HttpMethod.Post, Api + "/commands", JsonContent.Create(asked, CommandJson.Default.BatchRequest),
                CommandJson.Default.BatchAnswer, cancellation);
            await context.Output.WriteLineAsync(line.GetValue(json)
                ? JsonSerializer.Serialize(batch, CommandJson.Default.BatchAnswer)
                : context.Say(
                    $"✓ Given to {batch.Commands.Count} gates. What they answer: checkin-hub command batch {batch.Id}",
                    $"✓ Đã gửi cho {batch.Commands.Count} cổng. Xem trả lời: checkin-hub command batch {batch.Id}"));
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command List(CommandContext context)
    {
        var (gate, json, hub) = (CommandOptions.Gate(), CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("list", "what a gate was told, the latest first") { gate, json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var list = await running.AskAsync(
                HttpMethod.Get, GateOf(line.GetRequiredValue(gate)) + "/commands", null,
                CommandJson.Default.CommandList, cancellation);
            if (list.Commands.Count == 0 && !line.GetValue(json))
            {
                await context.Output.WriteLineAsync(
                    context.Say("It was given no command.", "Cổng chưa nhận lệnh nào."));
            }
            foreach (var row in list.Commands)
                await CommandPage.LineAsync(context, row, line.GetValue(json), withGate: false);
            return CommandContext.Done;
        }));
        return command;
    }

    private static Command Show(CommandContext context)
    {
        var id = new Argument<string>("id") { HelpName = "ID" };
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("show", "one command, with what the gate answered") { id, json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running => await EndAsync(
            context, await running.AskAsync(
                HttpMethod.Get, $"{Api}/commands/{Uri.EscapeDataString(line.GetRequiredValue(id))}", null,
                CommandJson.Default.CommandRow, cancellation), line.GetValue(json))));
        return command;
    }

    private static Command Batch(CommandContext context)
    {
        var id = new Argument<string>("id") { HelpName = "ID", Description = "as many has shown it" };
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("batch", "what became of a command to many gates") { id, json, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var batch = await running.AskAsync(
                HttpMethod.Get, $"{Api}/commands/batches/{Uri.EscapeDataString(line.GetRequiredValue(id))}", null,
                CommandJson.Default.BatchAnswer, cancellation);
            foreach (var row in batch.Commands)
                await CommandPage.LineAsync(context, row, line.GetValue(json), withGate: true);
            return CommandContext.Done;
        }));
        return command;
    }

    internal static async Task<int> EndAsync(CommandContext context, CommandRow row, bool json)
    {
        await CommandPage.ShowAsync(context, row, json);
        var isWell = row.Checks?.All(static check => check.Ok) != false && row.Entry?.Outcome != "refused";
        return row.State == ReplyStates.Done && isWell
            ? CommandContext.Done : CommandContext.Refused;
    }

    private static async Task<bool> ConfirmAsync(CommandContext context, ReachAnswer reach)
    {
        if (context.Input is not { } input)
        {
            await context.Errors.WriteLineAsync(context.Say(
                "✗ Nobody can be asked here whether this is meant. Nothing was sent; say --yes.",
                "✗ Không thể hỏi lại để xác nhận. Chưa gửi gì cả; hãy thêm --yes."));
            return false;
        }
        await context.Output.WriteLineAsync(context.Say(
            $"! {reach.Name} will be given to {reach.Gates} gates, of which {reach.Present} are connected.",
            $"! Lệnh {reach.Name} sẽ được gửi cho {reach.Gates} cổng, trong đó {reach.Present} cổng đang kết nối."));
        await context.Output.WriteAsync(context.Say(
            $"  Type {reach.Gates} to go on: ", $"  Gõ {reach.Gates} để tiếp tục: "));
        if ((await input.ReadLineAsync())?.Trim() == $"{reach.Gates}")
            return true;
        await context.Errors.WriteLineAsync(context.Say(
            "✗ That is another number. Nothing was sent.", "✗ Số không khớp. Chưa gửi gì cả."));
        return false;
    }

    internal static string GateOf(string gate) => $"{Api}/gates/{Uri.EscapeDataString(gate)}";

    private static Option<int?> Seconds() => new("--seconds") { HelpName = "N", Description = "1 to 60, default 15" };

    private static Option<int?> Lines() => new("--lines") { HelpName = "N", Description = "1 to 500, default 200" };
}
