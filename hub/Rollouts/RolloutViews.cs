using CheckIn.Hub.Accounts;
using CheckIn.Hub.Events;

namespace CheckIn.Hub.Rollouts;

/// <summary>Rollouts as somebody sees them: his own gates of them, and those without any of his not at all.</summary>
internal sealed class RolloutViews(EventStore store)
{
    /// <summary>Newest first.</summary>
    internal IReadOnlyList<RolloutPicture> All(string kind, Sight sight) => store.Read(db =>
    {
        var heads = RolloutRows.Heads(db, kind);
        using var rows = db.Prepare("""
            SELECT rollout, gate.site, step, step = 'asked' AND age_ms - heard_ms >= patience_s * 1000, count(*)
            FROM rollout_gate JOIN rollout ON rollout = rollout.id LEFT JOIN gate ON name = rollout_gate.gate
            WHERE kind = ? GROUP BY 1, 2, 3, 4
            """);
        rows.Bind(1, kind);
        var tallies = heads.ToDictionary(static head => head.Id, static _ => new Tally());
        while (rows.Step())
        {
            if (sight.SeesSite(rows.Text(1)))
                tallies[rows.Int64(0)].Add(RolloutWord.StepOf(rows.Text(2)!), rows.Int64(3) != 0, (int)rows.Int64(4));
        }
        return (IReadOnlyList<RolloutPicture>)[.. heads.Select(head => tallies[head.Id].Of(head))
            .Where(picture => sight.IsWhole || picture.Counts.Total > 0)];
    });

    /// <summary>Null = there is none that he sees.</summary>
    internal RolloutPicture? Find(long id, Sight sight) => store.Read(db =>
    {
        if (RolloutRows.Find(db, id) is not { } head)
            return null;
        var (tally, seen) = (new Tally(), RolloutRows.Seen(db, id, sight));
        foreach (var gate in RolloutRows.Gates(db, id).Where(gate => seen.Contains(gate.Id)))
            tally.Add(gate.Step, IsUndecided(head, gate), 1);
        var picture = tally.Of(head);
        return sight.IsWhole || picture.Counts.Total > 0 ? picture : null;
    });

    /// <summary>Its gates that he sees, by id; of one step, or those that are undecided, or all.</summary>
    internal IReadOnlyList<RolloutGateRow> Gates(RolloutHead head, Sight sight, string? step, string? after, int limit)
    {
        var (gates, seen) = store.Read(db => (RolloutRows.Gates(db, head.Id), RolloutRows.Seen(db, head.Id, sight)));
        return [.. gates.Where(gate => seen.Contains(gate.Id))
            .Select(gate => new RolloutGateRow(gate.Id, gate.Site, gate.Step.Word(), IsUndecided(head, gate), gate.Why))
            .Where(row => step is null || (step == "undecided" ? row.IsUndecided : row.Step == step))
            .Where(row => after is null || string.CompareOrdinal(row.Gate, after) > 0).Take(limit)];
    }

    private static bool IsUndecided(RolloutHead head, RolloutGate gate) =>
        gate.Step == GateStep.Asked && head.Age - gate.HeardAt >= head.Plan.Patience;

    private sealed class Tally
    {
        private readonly int[] _steps = new int[Enum.GetValues<GateStep>().Length];
        private int _undecided;

        internal void Add(GateStep step, bool isUndecided, int count)
        {
            _steps[(int)step] += count;
            _undecided += isUndecided ? count : 0;
        }

        internal RolloutPicture Of(RolloutHead head)
        {
            var counts = new RolloutCounts(
                _steps.Sum(), Of(GateStep.Pending), Of(GateStep.Asked), _undecided, Of(GateStep.Confirmed), Of(GateStep.Failed),
                Of(GateStep.Passed), Of(GateStep.Gone));
            return new(head, counts, counts.Total == head.Gates);
        }

        private int Of(GateStep step) => _steps[(int)step];
    }
}
