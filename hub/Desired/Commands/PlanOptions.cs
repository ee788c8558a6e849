using System.CommandLine;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Updates.Commands;

namespace CheckIn.Hub.Desired.Commands;

/// <summary>How a change of settings is rolled out, on the command line. With none of these all gates get it at once.</summary>
internal sealed class PlanOptions
{
    private readonly Option<bool> _staged = new("--staged") { Description = "stage by stage, as usual: 1,5%,25%,100%" };
    private readonly Option<string?> _stages = Text(
        "--stages", "LIST", "stage by stage, and how far each goes: gates or per cent, all told, such as 1,10%,100%");
    private readonly Option<string?> _stand = Text("--stand", "TIME", "how long each stage stands, such as 30m; default 5m");
    private readonly Option<string?> _patience = Text(
        "--patience", "TIME",
        "how long a gate may say nothing until it counts as undecided, and again until failed; default 30m");
    private readonly Option<string?> _stopAt = Text(
        "--stop-at", "RATE", "failed of decided gates at which it stops; default 5%");
    private readonly Option<int?> _atLeast = Number("--at-least", "decided gates before that is judged; default 1");
    private readonly Option<int?> _atOnce = Number("--at-once", "gates that may be at it at a time; default 1000");

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { _staged, _stages, _stand, _patience, _stopAt, _atLeast, _atOnce })
            command.Add(option);
    }

    /// <summary>Null = to all at once.</summary>
    internal PlanRequest? Read(CommandContext context, ParseResult line)
    {
        var asked = new PlanRequest(
            line.GetValue(_stages), StartOptions.Seconds(context, line.GetValue(_stand)),
            StartOptions.Seconds(context, line.GetValue(_patience)), StartOptions.Rate(context, line.GetValue(_stopAt)),
            line.GetValue(_atLeast), line.GetValue(_atOnce));
        return line.GetValue(_staged) || asked != new PlanRequest() ? asked : null;
    }

    private static Option<string?> Text(string name, string help, string description) =>
        new(name) { HelpName = help, Description = description };

    private static Option<int?> Number(string name, string description) =>
        new(name) { HelpName = "N", Description = description };
}
