using CheckIn.Contract;
using CheckIn.Gate.Service;

namespace CheckIn.Gate.Commands;

/// <summary>Something that a gate can be told to do. It is asked first whether it can be, then has its row, then is done.</summary>
internal abstract class GateCommand
{
    /// <summary>One of <see cref="CommandWords"/>.</summary>
    internal abstract string Name { get; }

    /// <summary>It is answered twice: when it begins, and when it has ended; one of its kind at a time.</summary>
    internal virtual bool TakesLong => false;

    /// <summary>Why it cannot be done now, one of <see cref="CommandRefusals"/>; null = it can.</summary>
    internal virtual string? Refusal(CommandMessage command) => null;

    /// <summary>Whose event it is; null = the whole gate's.</summary>
    internal virtual LaneParts? LaneOf(CommandMessage command) => null;

    /// <summary>Does it.</summary>
    /// <param name="command">Judged, and not refused.</param>
    /// <param name="cause">Number of its event.</param>
    /// <param name="stopping">The gate stops.</param>
    internal abstract Task<ReplyMessage> DoAsync(CommandMessage command, long cause, CancellationToken stopping);

    protected static ReplyMessage Done(CommandMessage command) => new(command.Id, ReplyStates.Done);

    protected static ReplyMessage Failed(CommandMessage command, string reason, string? detail = null) =>
        new(command.Id, ReplyStates.Failed, reason, CommandService.Short(detail));
}
