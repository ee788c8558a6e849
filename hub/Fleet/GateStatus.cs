namespace CheckIn.Hub.Fleet;

/// <summary>One gate as the hub knows it now.</summary>
/// <param name="Id">The gate's id.</param>
/// <param name="State">From live evidence.</param>
/// <param name="Since">When that state began, by the hub's clock.</param>
/// <param name="LastSeen">When the gate last spoke, by the hub's clock.</param>
/// <param name="Session">Number of its current or last connection.</param>
/// <param name="Version">Version of its software.</param>
/// <param name="Backlog">Events waiting in its journal, as it last said.</param>
public sealed record GateStatus(
    string Id, PresenceState State, DateTimeOffset? Since, DateTimeOffset? LastSeen, long Session, string? Version,
    long? Backlog);
