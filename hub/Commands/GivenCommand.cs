using CheckIn.Contract;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Commands;

/// <summary>How far a command is, as the hub knows; words of <see cref="ReplyStates"/> and these.</summary>
internal static class CommandStates
{
    /// <summary>It is sent, and its gate has not answered yet.</summary>
    internal const string Sent = "sent";
    /// <summary>Its time is over without an answer: it is not carried out any more, and perhaps it was.</summary>
    internal const string Unanswered = "unanswered";
    /// <summary>The gate is not connected; nothing was sent.</summary>
    internal const string NotSent = "not_sent";

    /// <summary>Whether an answer is waited for.</summary>
    internal static bool IsOpen(string state) => state is Sent or ReplyStates.Accepted;

    /// <summary>Whether the gate has said its last word.</summary>
    internal static bool IsAnswered(string state) =>
        state is ReplyStates.Done or ReplyStates.Refused or ReplyStates.Failed;
}

/// <summary>A command as it is kept.</summary>
/// <param name="Id">Later ones sort after earlier ones.</param>
/// <param name="Batch">What was given to many at once has one in common; null = it was given to this gate.</param>
/// <param name="State">See <see cref="CommandStates"/>.</param>
/// <param name="Reply">What the gate answered last; null = nothing.</param>
internal sealed record GivenCommand(
    string Id, string? Batch, string Gate, CommandOrder Order, string By, DateTimeOffset At, string State, string? Reason,
    DateTimeOffset? AnsweredAt, ReplyMessage? Reply)
{
    /// <summary>For how long after it was sent the gate's first word, or after that its last, may be on its way.</summary>
    internal TimeSpan Patience => TimeSpan.FromSeconds(State == ReplyStates.Accepted
        ? (Order.Seconds ?? CommandOrder.MostSeconds) + 30 : CommandMessage.ExpiryS + 5);
}

/// <summary>What was given to many at once.</summary>
internal sealed record CommandBatch(string Id, CommandOrder Order, FleetScope Scope, IReadOnlyList<GivenCommand> Commands);
