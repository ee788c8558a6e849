using CheckIn.Contract;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Turnstile;

namespace CheckIn.Gate.Service;

/// <summary>A lane's parts, as health and the technician see them.</summary>
internal sealed record LaneParts(LaneOptions Options, WatchedScanner Scanner, Relay? Relay, Indicator Indicator);

/// <summary>
/// The parts of the gate while its lanes are open; safe from any thread. Whoever uses one may find it disposed of at any
/// moment, when the gate stops.
/// </summary>
internal sealed class GateParts
{
    private volatile IReadOnlyList<LaneParts> _lanes = [];

    internal IReadOnlyList<LaneParts> Lanes => _lanes;

    internal IReadOnlyList<LaneHealth>? Health =>
        _lanes is { Count: > 0 } lanes ? [.. lanes.Take(HealthMessage.MaxLanes).Select(lane => lane.Scanner.Health)] : null;

    internal void Opened(IReadOnlyList<LaneParts> lanes) => _lanes = lanes;

    internal void Closed() => _lanes = [];
}
