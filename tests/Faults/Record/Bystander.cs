using CheckIn.Faults.Premises;

namespace CheckIn.Faults.Record;

/// <summary>
/// Holds what was seen at one controller against what its card has. Each code has the time until the next one to
/// itself, so its answer and its row are those of that time.
/// </summary>
internal sealed class Bystander(
    Controller controller, IReadOnlyList<RecordedEvent> rows, TimeSpan wallOffset, Ledger hubClock, Verdict verdict)
{
    private const double NsPerMs = 1e6;
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);
    private readonly Ledger _ledger = controller.Ledger;

    internal void Compare()
    {
        var presented = _ledger.Presented;
        var edges = controller.Pins.Edges;
        var began = presented.Count > 0 ? presented[0].Ns : long.MaxValue;
        var decisions = rows.Where(row => row.IsDecision && row.Ns >= began).OrderBy(row => row.Ns).ToList();
        var (nextEdge, nextRow) = (0, 0);
        for (var i = 0; i < presented.Count; i++)
        {
            var until = i + 1 < presented.Count ? presented[i + 1].Ns : long.MaxValue;
            var seen = Take(edges, ref nextEdge, edge => edge.Ns < until).Where(edge => edge.IsAnswer).ToList();
            var own = Take(decisions, ref nextRow, row => row.Ns < until);
            CompareOne(presented[i], until, seen, own);
        }
        foreach (var how in _ledger.Stuck)
            verdict.Find("stuck", $"{controller.Name}: {how}");
        foreach (var death in controller.Deaths)
            verdict.Find("ended by itself", death);
    }

    private void CompareOne(Presentation shown, long until, List<Edge> seen, List<RecordedEvent> own)
    {
        var what = $"{controller.Name}, code of {shown.Ns} ns";
        verdict.Presented++;
        if (own.Count > 1)
            verdict.Find("decided twice", $"{what}: {string.Join("; ", own.Select(row => row.Name))}");
        if (seen.Count > 1)
            verdict.Find("answered twice", $"{what}: pins {string.Join(", ", seen.Select(edge => edge.Pin))}");
        foreach (var row in own)
            CompareTime(row);
        if (seen.Count == 0)
        {
            verdict.Unseen += own.Count;
            return;
        }
        var admitted = seen[0].Pin == Edge.Relay;
        verdict.Admitted += admitted ? 1 : 0;
        verdict.Refused += admitted ? 0 : 1;
        if (own.Count == 0)
            CompareWithoutRow(shown, until, admitted, what);
        else if (own[0].Outcome != (admitted ? "admitted" : "refused"))
            verdict.Find("answered otherwise", $"{what}: the row says {own[0].Outcome}");
        else if (own[0].Ns > seen[0].Ns)
            verdict.Find("moved before its row", what);
    }

    private void CompareWithoutRow(Presentation shown, long until, bool admitted, string what)
    {
        if (!admitted && _ledger.WasWithoutRoom(shown.Ns, until))
            verdict.RefusedWithoutRoom++;
        else
            verdict.Find("answered without a row", $"{what}: {(admitted ? "opened" : "refused")}");
    }

    /// <summary>
    /// The wall time is that of the monotonic time, as far off as the machine's clock was some time in the run, or the
    /// hub's: where nobody synchronises the machine's clock the gate goes by what it last knew, or by the hub's word.
    /// </summary>
    private void CompareTime(RecordedEvent row)
    {
        var right = (row.Ns / NsPerMs) + wallOffset.TotalMilliseconds;
        var (bound, at) = (ClockTolerance.TotalMilliseconds + row.ErrorMs, row.Ns + 1_000_000_000);
        var isRight = _ledger.OffsetsUntil(at).Concat(hubClock.OffsetsUntil(at))
            .Any(offset => Math.Abs(row.At - right - offset.TotalMilliseconds) <= bound);
        if (!isRight && !_ledger.WasFrozen(row.Ns - 1_000_000_000, at))
            verdict.Find("time out of bounds", $"{row.Name}: off by {row.At - right:0} ms");
    }

    private static List<T> Take<T>(List<T> from, ref int next, Predicate<T> belongs)
    {
        var taken = new List<T>();
        while (next < from.Count && belongs(from[next]))
            taken.Add(from[next++]);
        return taken;
    }
}
