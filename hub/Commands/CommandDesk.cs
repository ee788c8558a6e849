#pragma warning disable CA1822 // until it is filled in
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Commands;

/// <summary>A command that somebody asks for.</summary>
/// <param name="Name">One of <see cref="CommandWords"/>.</param>
/// <param name="Lane">As in <see cref="CommandMessage"/>.</param>
internal sealed record CommandOrder(string Name, string? Lane = null, int? Seconds = null, int? Lines = null);

/// <summary>How far a command is, as the hub knows; words of <see cref="ReplyStates"/> and these.</summary>
internal static class CommandStates
{
    /// <summary>It is sent, and its gate has not answered yet.</summary>
    internal const string Sent = "sent";
    /// <summary>Its time is over without an answer: it is not carried out any more, and perhaps it was.</summary>
    internal const string Unanswered = "unanswered";
    /// <summary>The gate is not connected; nothing was sent.</summary>
    internal const string NotSent = "not_sent";
}

/// <summary>A command as it is kept.</summary>
/// <param name="Id">Later ones sort after earlier ones.</param>
/// <param name="Batch">What was given to many at once has one in common; null = it was given to this gate.</param>
/// <param name="State">See <see cref="CommandStates"/>.</param>
/// <param name="Reply">What the gate answered last; null = nothing.</param>
internal sealed record GivenCommand(
    string Id, string? Batch, string Gate, CommandOrder Order, string By, DateTimeOffset At, string State, string? Reason,
    DateTimeOffset? AnsweredAt, ReplyMessage? Reply);

/// <summary>What was given to many at once.</summary>
internal sealed record CommandBatch(string Id, CommandOrder Order, FleetScope Scope, IReadOnlyList<GivenCommand> Commands);

/// <summary>Commands to gates, for pages, API and command line.</summary>
internal sealed class CommandDesk
{
    /// <summary>Gates that one act may command.</summary>
    internal const int MostGates = 1000;

    /// <summary>Completes at the next change of anything shown.</summary>
    internal Task Changed => throw new NotSupportedException();

    /// <exception cref="Settings.RefusalException">It cannot be, such as to a gate that is offline; nothing was sent.</exception>
    internal Task<GivenCommand> GiveAsync(string gate, CommandOrder order, Actor actor, Sight sight) =>
        throw new NotSupportedException();

    /// <summary>How many gates of the scope he may command with that, and how many of them are there now.</summary>
    internal (int Gates, int Present) Reach(FleetScope scope, Sight sight) => throw new NotSupportedException();

    /// <param name="confirmed">How many gates he has been told that it concerns; another number now = nothing is sent.</param>
    /// <exception cref="Settings.RefusalException">It cannot be; nothing was sent.</exception>
    internal Task<CommandBatch> GiveManyAsync(
        FleetScope scope, CommandOrder order, int confirmed, Actor actor, Sight sight) => throw new NotSupportedException();

    /// <summary>Null = there is none that he sees.</summary>
    internal GivenCommand? Find(string id, Sight sight) => throw new NotSupportedException();

    /// <summary>Null = there is none that he sees.</summary>
    internal CommandBatch? Batch(string id, Sight sight) => throw new NotSupportedException();

    /// <summary>Of a gate, newest first, before that id; null = the newest.</summary>
    internal IReadOnlyList<GivenCommand> Of(string gate, Sight sight, string? before, int limit) =>
        throw new NotSupportedException();

    /// <summary>What it takes to give that command.</summary>
    internal static Capability Needed(string name) =>
        name == CommandWords.OpenOnce ? Capability.OpenGates : Capability.CommandGates;
}
