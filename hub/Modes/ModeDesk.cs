#pragma warning disable CA1822 // until it is filled in
using CheckIn.Contract;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Modes;

/// <summary>An order that somebody asks for.</summary>
/// <param name="Lane">Null = every lane.</param>
/// <param name="Why">For people; 1 to 200 characters, no names.</param>
internal sealed record ModeRequest(FleetScope Scope, string Mode, DateTimeOffset Until, string Why, string? Lane = null);

/// <summary>An order as it is kept.</summary>
/// <param name="EndedAt">When somebody ended it; null = it stands, or its time ended it.</param>
internal sealed record StandingOrder(
    string Id, FleetScope Scope, string Mode, string? Lane, DateTimeOffset Until, string Why, string By, DateTimeOffset At,
    DateTimeOffset? EndedAt = null, string? EndedBy = null);

/// <summary>An order as it concerns a gate.</summary>
/// <param name="Report">What the gate said of it; null = nothing yet.</param>
internal sealed record GateMode(StandingOrder Order, ModeReport? Report);

/// <summary>An order as somebody sees it.</summary>
/// <param name="Gates">Gates it concerns, that he sees.</param>
/// <param name="InForce">Of them, those that say so.</param>
internal sealed record ModePicture(StandingOrder Order, int Gates, int InForce);

/// <summary>Orders that last, for pages, API and command line.</summary>
internal sealed class ModeDesk
{
    /// <summary>Completes at the next change of anything shown.</summary>
    internal Task Changed => throw new NotSupportedException();

    /// <summary>Those that stand, the latest first.</summary>
    internal IReadOnlyList<ModePicture> Standing(Sight sight) => throw new NotSupportedException();

    /// <summary>Those that are over, the latest first.</summary>
    internal IReadOnlyList<StandingOrder> Past(Sight sight, int limit) => throw new NotSupportedException();

    /// <summary>Those that stand and concern the gate.</summary>
    internal IReadOnlyList<GateMode> Of(string gate, Sight sight) => throw new NotSupportedException();

    /// <exception cref="Settings.RefusalException">It cannot be; nothing was ordered.</exception>
    internal Task<StandingOrder> OrderAsync(ModeRequest request, Actor actor, Sight sight) => throw new NotSupportedException();

    /// <exception cref="Settings.RefusalException">There is none that stands.</exception>
    internal Task EndAsync(string id, Actor actor, Sight sight) => throw new NotSupportedException();

    /// <summary>What gates are to be told of orders that stand; those not named have none.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<ModeOrder>> For(Database db, IReadOnlyCollection<string> gates) =>
        new Dictionary<string, IReadOnlyList<ModeOrder>>();
}
