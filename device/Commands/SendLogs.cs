using CheckIn.Contract;

namespace CheckIn.Gate.Commands;

/// <summary>Sends the latest lines of what the gate has logged.</summary>
internal sealed class SendLogs(LogRing logs) : GateCommand
{
    private const int UsualLines = 200;

    internal override string Name => CommandWords.SendLogs;

    internal override Task<ReplyMessage> DoAsync(CommandMessage command, long cause, CancellationToken stopping) =>
        Task.FromResult(Done(command) with { Lines = logs.Latest(command.Lines ?? UsualLines) });
}
