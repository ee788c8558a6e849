using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Health;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Service;

namespace CheckIn.Gate.Commands;

/// <summary>
/// Decides on somebody without device or code, for whom an operator answers: the lane does it as with a code, with its rules,
/// its mode and its journal. That the rules refuse him is an answer, and no refusal of the command. In an emergency everything
/// is open already.
/// </summary>
internal sealed class Admit(GateParts parts, GateAlarms alarms) : GateCommand
{
    internal override string Name => CommandWords.Admit;

    internal override LaneParts? LaneOf(CommandMessage command) =>
        parts.Lanes.FirstOrDefault(lane => lane.Options.Name == command.Lane);

    internal override string? Refusal(CommandMessage command) =>
        LaneOf(command)?.Lane is null ? CommandRefusals.NoSuchLane
        : alarms.Words.Contains(AlarmWords.Emergency) ? CommandRefusals.Emergency : null;

    internal override async Task<ReplyMessage> DoAsync(CommandMessage command, long cause, CancellationToken stopping)
    {
        if (LaneOf(command)?.Lane is not { } lane)
            return Failed(command, CommandRefusals.NoSuchLane);
        try
        {
            var number = command.Number is { } text ? PrintedNumber.Read(text) : null;
            return Told(command, await lane.AdmitAsync(new AssistedEntry(command.Operator!, number)));
        }
        catch (Exception e) when (e is GpioException or ObjectDisposedException)
        {
            return Failed(command, CommandRefusals.HardwareFailed, e.Message);
        }
    }

    private static ReplyMessage Told(CommandMessage command, Answer answer)
    {
        var isAdmitted = answer.Outcome == Outcome.Admitted;
        var reply = isAdmitted && !answer.Opens
            ? Failed(command, CommandRefusals.HardwareFailed, "He is admitted, and the relay does not open.") : Done(command);
        return reply with { Entry = new EntryResult(isAdmitted ? "admitted" : "refused", answer.Reason, answer.Seq) };
    }
}
