using CheckIn.Contract;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Service;
using CheckIn.Gate.Turnstile;

namespace CheckIn.Gate.Commands;

/// <summary>
/// Blinks and beeps, at one lane or at all. Answers to people go before it, and it goes on after them; an emergency goes
/// before everything.
/// </summary>
internal sealed class Identify(GateParts parts, GateAlarms alarms, TimeProvider time) : GateCommand
{
    private const int UsualSeconds = 15;

    internal override string Name => CommandWords.Identify;

    internal override bool TakesLong => true;

    internal override LaneParts? LaneOf(CommandMessage command) =>
        command.Lane is null ? null : LanesOf(command).FirstOrDefault();

    internal override string? Refusal(CommandMessage command) =>
        LanesOf(command) is not { Count: > 0 } lanes ? CommandRefusals.NoSuchLane
        : !lanes.Any(IsWired) ? CommandRefusals.NotWired
        : alarms.Words.Contains(AlarmWords.Emergency) ? CommandRefusals.Emergency : null;

    internal override async Task<ReplyMessage> DoAsync(CommandMessage command, long cause, CancellationToken stopping)
    {
        var lanes = LanesOf(command);
        try
        {
            foreach (var lane in lanes)
                lane.Way.Indicator.Begin(Signal.Identify);
            await Task.Delay(TimeSpan.FromSeconds(command.Seconds ?? UsualSeconds), time, stopping);
            return Done(command);
        }
        catch (Exception e) when (e is GpioException or ObjectDisposedException)
        {
            return Failed(command, CommandRefusals.HardwareFailed, e.Message);
        }
        finally
        {
            foreach (var lane in lanes)
                lane.Way.Indicator.End(Signal.Identify);
        }
    }

    private static bool IsWired(LaneParts lane) => lane.Options.Indicator.GreenPin >= 0 || lane.Options.Indicator.BuzzerPin >= 0;

    private List<LaneParts> LanesOf(CommandMessage command) =>
        [.. parts.Lanes.Where(lane => command.Lane is null || lane.Options.Name == command.Lane)];
}
