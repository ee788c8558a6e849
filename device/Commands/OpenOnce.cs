using CheckIn.Contract;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Service;
using CheckIn.Time;

namespace CheckIn.Gate.Commands;

/// <summary>
/// Opens a lane as for somebody who was admitted, so that sensor, door and the other direction's turn hold for him as for
/// everybody. In an emergency everything is open already.
/// </summary>
internal sealed class OpenOnce(GateParts parts, GateAlarms alarms, TimeProvider time) : GateCommand
{
    internal override string Name => CommandWords.OpenOnce;

    internal override LaneParts? LaneOf(CommandMessage command) =>
        parts.Lanes.FirstOrDefault(lane => lane.Options.Name == command.Lane);

    internal override string? Refusal(CommandMessage command) =>
        LaneOf(command) is not { } lane ? CommandRefusals.NoSuchLane
        : lane.Way.Relay is null ? CommandRefusals.NotWired
        : alarms.Words.Contains(AlarmWords.Emergency) ? CommandRefusals.Emergency
        : lane.Way.IsWorking ? null : CommandRefusals.HardwareFailed;

    internal override Task<ReplyMessage> DoAsync(CommandMessage command, long cause, CancellationToken stopping)
    {
        try
        {
            // Its row is written: this is the moment from which the relay counts how late it may open.
            return Task.FromResult(LaneOf(command)?.Way.Admit(cause, time.MonotonicNs()) == true
                ? Done(command) : Failed(command, CommandRefusals.HardwareFailed, "The relay does not open."));
        }
        catch (Exception e) when (e is GpioException or ObjectDisposedException)
        {
            return Task.FromResult(Failed(command, CommandRefusals.HardwareFailed, e.Message));
        }
    }
}
