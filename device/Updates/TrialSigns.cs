using CheckIn.Gate.Journal;
using CheckIn.Gate.Service;
using CheckIn.Gate.Supervision;

namespace CheckIn.Gate.Updates;

/// <summary>
/// What the gate can do by now, for whoever has a version or settings on trial. To be made before anything begins: what is
/// new since then is what this run has done.
/// </summary>
internal sealed class TrialSigns(GateParts parts, GateJournal journal, Liveness liveness)
{
    /// <summary>A backlog of days is not delivered within a trial; that some of it is shows as much.</summary>
    private const int LongBacklog = 500;
    private const string GuardLost = "lost";
    private readonly string _epoch = journal.Epoch;
    private readonly long _lastBefore = journal.LastSeq;
    private readonly long _deliveredBefore = journal.DeliveredThrough;

    internal TrialReading Read()
    {
        var lanes = parts.Health ?? [];
        var ready = lanes.Where(static lane => lane.Ready).Select(static lane => lane.Lane).ToList();
        var isHere = journal.Epoch == _epoch;
        var delivered = journal.DeliveredThrough;
        return new TrialReading(
            parts.Tried.IsCompleted && lanes.Count > 0, ready, ready.Count == lanes.Count,
            parts.Guard is not GuardLost,
            (!isHere || journal.LastSeq > _lastBefore) && journal.Standing.Trouble is null,
            !isHere ? delivered > 0
                : delivered > _lastBefore || (delivered > _deliveredBefore && journal.Backlog > LongBacklog),
            liveness.Silent());
    }
}
