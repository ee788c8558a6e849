using System.CommandLine;
using System.Net.Http.Json;
using CheckIn.Hub.Cards.Commands;
using CheckIn.Hub.Enrolment.Commands;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Commands.Terminal;

/// <summary>
/// <c>checkin-hub command admit</c>: lets somebody without a code in. A number is read from the standard input.
/// </summary>
internal static class AdmitCommand
{
    internal static Command Create(CommandContext context)
    {
        var (gate, lane) = (CommandOptions.Gate(), new Argument<string>("lane") { HelpName = "LANE" });
        var number = new Option<bool>("--number") { Description = "the number of his paper is read from the standard input" };
        var (json, hub) = (CommandOptions.Json(), CommandOptions.Hub());
        var command = new Command("admit", "lets somebody without a code in, if the gate's rules do; its event says who asked")
        {
            gate, lane, number, json, hub,
        };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            var paper = line.GetValue(number) ? (await NumberReader.ReadAsync(context, [], cancellation))[0] : null;
            var asked = JsonContent.Create(
                new AdmitRequest(line.GetRequiredValue(lane), paper), CommandJson.Default.AdmitRequest);
            var row = await running.AskAsync(
                HttpMethod.Post,
                $"{CommandCommand.GateOf(line.GetRequiredValue(gate))}/admit?wait={CommandCommand.Wait}", asked,
                CommandJson.Default.CommandRow, cancellation);
            return await CommandCommand.EndAsync(context, row, line.GetValue(json));
        }));
        return command;
    }
}
