using CheckIn.Faults.Plan;

namespace CheckIn.Faults;

/// <summary>
/// What was done. A kill counts when something was there to be killed, a cut when a connection broke by it.
/// </summary>
internal sealed class Tally
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<FaultKind, (int Done, int InVain)> _kinds = [];

    internal int Kills => Sum(kind => kind is FaultKind.GateKill or FaultKind.GateKillInMidEvent or FaultKind.HubKill
        or FaultKind.HubKillInMidCommit or FaultKind.HubRestored or FaultKind.BrokerKill or FaultKind.CardCloned
        or FaultKind.CardRestored or FaultKind.CardDamaged);

    internal int Cuts => Sum(kind => kind is FaultKind.LinkDown or FaultKind.LinkReset or FaultKind.LinkHalfOpen
        or FaultKind.LinkAcksLost or FaultKind.LinkPartialWrite);

    internal void Count(FaultKind kind, bool done)
    {
        lock (_lock)
        {
            var (yes, no) = _kinds.GetValueOrDefault(kind);
            _kinds[kind] = done ? (yes + 1, no) : (yes, no + 1);
        }
    }

    internal int Of(FaultKind kind)
    {
        lock (_lock)
            return _kinds.GetValueOrDefault(kind).Done;
    }

    /// <summary>A line for each kind.</summary>
    internal IEnumerable<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _kinds.Select(kind => $"  {kind.Key,-20} {kind.Value.Done,5}"
                    + (kind.Value.InVain > 0 ? $"   ({kind.Value.InVain} more met nothing)" : ""))];
            }
        }
    }

    private int Sum(Func<FaultKind, bool> counts)
    {
        lock (_lock)
            return _kinds.Where(kind => counts(kind.Key)).Sum(kind => kind.Value.Done);
    }
}
