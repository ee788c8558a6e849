using CheckIn.Contract;
using CheckIn.Gate.Health;
using CheckIn.Gate.Service;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Updates;

namespace CheckIn.Gate.Commands;

/// <summary>
/// Begins anew when nobody is passing: says so, ends as at every end, relays off and journal closed, and the program takes
/// its own place with empty memory, under the same process number. A version on trial does so within its process, because
/// its end would be taken for a failure.
/// </summary>
internal sealed class Restart(
    GateParts parts, GateAlarms alarms, GateCounters counters, CommandExchange exchange, Recomposition recomposition,
    TimeProvider time) : GateCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200), Quiet = TimeSpan.FromSeconds(3),
        Within = TimeSpan.FromSeconds(30), Most = TimeSpan.FromSeconds(60), SaidWithin = TimeSpan.FromSeconds(2);

    internal override string Name => CommandWords.Restart;

    internal override bool TakesLong => true;

    internal override string? Refusal(CommandMessage command) =>
        alarms.Words.Contains(AlarmWords.Emergency) ? CommandRefusals.Emergency : null;

    internal override async Task<ReplyMessage> DoAsync(CommandMessage command, long cause, CancellationToken stopping)
    {
        var (began, moment) = (time.GetTimestamp(), new SwitchMoment(Quiet, Within, time));
        while (!moment.IsNow(!parts.IsQuiet, alarms.Words.Contains(AlarmWords.Emergency), counters.Reads))
        {
            if (time.GetElapsedTime(began) >= Most)
                return Failed(command, CommandRefusals.Busy, "Somebody was passing all the time.");
            await Task.Delay(Look, time, stopping);
        }
        _ = LeaveAsync();
        return Done(command);
    }

    /// <summary>The answer is on its way first.</summary>
    private async Task LeaveAsync()
    {
        await Task.Yield();
        await Task.Delay(Look, time);
        await exchange.SaidAsync(SaidWithin);
        if (Launcher.HasParent)
            recomposition.Ask();
        else
            recomposition.AskSwitch();
    }
}
