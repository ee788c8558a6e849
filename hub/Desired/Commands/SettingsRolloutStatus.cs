using System.CommandLine;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Desired.Commands;

/// <summary><c>checkin-hub settings rollouts</c>: changes on their way, or one of them with the gates that it failed at.</summary>
internal static class SettingsRolloutStatus
{
    private const string Api = SettingsCommand.Api + "/rollouts";

    internal static Command Create(CommandContext context, Option<string?> hub)
    {
        var id = new Argument<long?>("rollout")
        {
            HelpName = "ROLLOUT",
            Description = "one of them, with its stages and why gates failed; default: all, newest first",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("rollouts", "changes on their way, and why they failed where they did") { id, hub };
        command.SetAction((line, cancellation) => context.AskHubAsync(line.GetValue(hub), async running =>
        {
            await (line.GetValue(id) is { } which
                ? ShowAsync(which, context, running, cancellation) : ListAsync(context, running, cancellation));
            return CommandContext.Done;
        }));
        return command;
    }

    private static async Task ListAsync(CommandContext context, RunningHub running, CancellationToken cancellation)
    {
        var list = await running.AskAsync(
            HttpMethod.Get, Api, null, SettingsJson.Default.SettingsRolloutList, cancellation);
        foreach (var row in list.Rollouts)
            await context.Output.WriteLineAsync(LineOf(row, context));
        if (list.Rollouts.Count == 0)
            await context.Output.WriteLineAsync(context.Say("No rollout yet.", "Chưa có đợt triển khai nào."));
    }

    private static async Task ShowAsync(
        long id, CommandContext context, RunningHub running, CancellationToken cancellation)
    {
        var words = new RolloutWords(context.Language);
        var row = await running.AskAsync(
            HttpMethod.Get, $"{Api}/{id}", null, SettingsJson.Default.SettingsRolloutRow, cancellation);
        await context.Output.WriteLineAsync(LineOf(row, context));
        foreach (var stage in row.Stages)
            await context.Output.WriteLineAsync(words.Line(stage));
        var failed = await running.AskAsync(
            HttpMethod.Get, $"{Api}/{id}/gates?step=failed", null, SettingsJson.Default.RolloutGateList, cancellation);
        foreach (var gate in failed.Gates)
            await context.Output.WriteLineAsync($"  ✗ {gate.Gate,-24} {words.Why(gate.Why)}");
    }

    private static string LineOf(SettingsRolloutRow row, CommandContext context) =>
        $"{row.Id,4}  {row.Title}  {new RolloutWords(context.Language).State(row.State)}  " + context.Say(
            $"{row.Confirmed} of {row.Gates} confirmed, {row.Failed} failed",
            $"{row.Confirmed}/{row.Gates} đã xác nhận, {row.Failed} không đạt");
}
