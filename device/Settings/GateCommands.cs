using CheckIn.Gate.Admission.Explain;
using CheckIn.Gate.Enrolment;
using CheckIn.Gate.Gpio.Commands;
using CheckIn.Gate.Identity;
using CheckIn.Gate.Journal.Commands;
using CheckIn.Gate.Kiosk.Guards;
using CheckIn.Gate.Scanning.Discovery;
using CheckIn.Gate.Service.Commands;
using CheckIn.Gate.Service.Doctor;
using CheckIn.Gate.Turnstile;
using CheckIn.Gate.Updates;
using CheckIn.Gate.Visits;

namespace CheckIn.Gate.Settings;

/// <summary>What <c>checkin-gate</c> does instead of running lanes, by the first word of its command line.</summary>
internal static class GateCommands
{
    /// <summary>Runs the command that was asked for.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="compose">Puts a gate together, for whoever has to try one.</param>
    /// <returns>Its exit code; null = none was asked for.</returns>
    internal static async Task<int?> RunAsync(string[] args, Action<HostApplicationBuilder> compose)
    {
        if (Usage.For(args) is { } answer)
        {
            await Console.Out.WriteLineAsync(answer);
            return 0;
        }
        return args switch
        {
            [JournalCommand.Word, .. var rest] => await PrintAsync(output => JournalCommand.Run(rest, output, Console.Error)),
            [PinsCommand.Word, .. var rest] => await PrintAsync(output => PinsCommand.Run(rest, output, Console.Error)),
            [ScannersCommand.Word, .. var rest] => await PrintAsync(output => ScannersCommand.Run(rest, output, Console.Error)),
            [ReleaseCommand.Word, .. var rest] =>
                await ReleaseCommand.RunAsync(rest, TimeProvider.System, Console.Out, Console.Error),
            [StatusCommand.Word, .. var rest] => await UntilInterruptedAsync(
                interrupt => StatusCommand.RunAsync(rest, Console.Out, Console.Error, interrupt)),
            [EnrolCommand.Word, .. var rest] => await UntilInterruptedAsync(
                interrupt => EnrolCommand.RunAsync(rest, Console.Out, Console.Error, TimeProvider.System, interrupt)),
            [DecommissionCommand.Word, .. var rest] => await UntilInterruptedAsync(interrupt => DecommissionCommand.RunAsync(
                rest, Console.IsInputRedirected ? null : Console.In, Console.Out, Console.Error, interrupt)),
            [DoctorCommand.Word, .. var rest] => await UntilInterruptedAsync(
                interrupt => DoctorCommand.RunAsync(rest, Console.In, Console.Out, Console.Error, compose, interrupt)),
            [SettingsCommand.Word, .. var rest] => await UntilInterruptedAsync(
                interrupt => SettingsCommand.RunAsync(rest, Console.Out, Console.Error, compose, interrupt)),
            [ExplainCommand.Word, .. var rest] => await PrintAsync(output => ExplainCommand.Run(
                rest, Console.OpenStandardInput(), output, Console.Error, TimeProvider.System)),
            [MusterCommand.Word, .. var rest] =>
                await PrintAsync(output => MusterCommand.Run(rest, output, Console.Error, TimeProvider.System)),
            [GuardsCommand.Word, .. var rest] => await PrintAsync(output => GuardsCommand.Run(
                rest, HiddenLine.Ask, !Console.IsInputRedirected, output, Console.Error)),
            [UpdatesCommand.Word, .. var rest] => await PrintAsync(output => UpdatesCommand.Run(rest, output, Console.Error)),
            _ => null,
        };
    }

    private static async Task<int> PrintAsync(Func<TextWriter, int> command)
    {
        await using var output = new StreamWriter(Console.OpenStandardOutput());
        return command(output);
    }

    private static async Task<int> UntilInterruptedAsync(Func<CancellationToken, Task<int>> command)
    {
        using var interrupt = new Interrupt();
        return await command(interrupt.Token);
    }
}
