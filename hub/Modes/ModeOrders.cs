using CheckIn.Contract;
using CheckIn.Hub.Sites;

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
