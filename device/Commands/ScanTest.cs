using CheckIn.Contract;
using CheckIn.Gate.Scanning;
using CheckIn.Gate.Service;

namespace CheckIn.Gate.Commands;

/// <summary>
/// Waits for the next code of a lane and tells of what kind it was; never what it says. The lane answers that code as any
/// other.
/// </summary>
internal sealed class ScanTest(GateParts parts, TimeProvider time) : GateCommand
{
    private const int UsualSeconds = 15;

    internal override string Name => CommandWords.ScanTest;

    internal override bool TakesLong => true;

    internal override LaneParts? LaneOf(CommandMessage command) =>
        parts.Lanes.FirstOrDefault(lane => lane.Options.Name == command.Lane);

    internal override string? Refusal(CommandMessage command) =>
        LaneOf(command) is null ? CommandRefusals.NoSuchLane : null;

    internal override async Task<ReplyMessage> DoAsync(CommandMessage command, long cause, CancellationToken stopping)
    {
        if (LaneOf(command)?.Scanner is not { } scanner)
            return Failed(command, CommandRefusals.NoSuchLane);
        var read = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = time.GetTimestamp();
        void Note(Answer answer) => read.TrySetResult(answer.Credential);
        scanner.Told += Note;
        try
        {
            var kind = await read.Task.WaitAsync(TimeSpan.FromSeconds(command.Seconds ?? UsualSeconds), time, stopping);
            return Done(command) with
            {
                Scan = new ScanResult(true, kind, (long)time.GetElapsedTime(began).TotalMilliseconds),
            };
        }
        catch (TimeoutException)
        {
            return Done(command) with { Scan = new ScanResult(false) };
        }
        finally
        {
            scanner.Told -= Note;
        }
    }
}
