using System.Globalization;
using CheckIn.Hub.Accounts;
using CheckIn.Storage;

namespace CheckIn.Hub.Rollouts;

/// <summary>Rollouts in the store.</summary>
internal static class RolloutRows
{
    private const string Columns = """
        id, kind, target, title, node, site, by_gates, gates, stages, stand_s, patience_s, stop_at, at_least, at_once, trial_s,
        state, stage, age_ms, stands_ms, started_at, started_by, changed_at
        """;

    internal static long Add(
        Database db, RolloutOrder order, IReadOnlyCollection<RolloutGate> gates, DateTimeOffset at, string by)
    {
        var (plan, now) = (order.Plan, at.ToUnixTimeMilliseconds());
        using var add = db.Prepare("""
            INSERT INTO rollout(kind, target, title, node, site, by_gates, gates, stages, stand_s, patience_s, stop_at,
                at_least, at_once, trial_s, state, stage, age_ms, started_at, started_by, changed_at)
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 'running', -1, 0, ?15, ?16, ?15)
            """);
        add.Bind(1, order.Kind).Bind(2, order.Target).Bind(3, order.Title).Bind(4, order.Scope.Node)
            .Bind(5, order.Scope.Site).Bind(6, order.Scope.Gates is null ? 0 : 1).Bind(7, gates.Count)
            .Bind(8, string.Join(',', plan.Stages)).Bind(9, (long)plan.Stand.TotalSeconds)
            .Bind(10, (long)plan.Patience.TotalSeconds).Bind(11, plan.StopAt.ToString(CultureInfo.InvariantCulture))
            .Bind(12, plan.AtLeast).Bind(13, plan.AtOnce).Bind(14, plan.TrialS).Bind(15, now).Bind(16, by).Run();
        using var last = db.Prepare("SELECT last_insert_rowid()");
        last.Step();
        var id = last.Int64(0);
        Save(db, id, gates);
        return id;
    }

    /// <summary>What it brings was made only with it.</summary>
    internal static void Aim(Database db, long id, long target)
    {
        using var set = db.Prepare("UPDATE rollout SET target = ? WHERE id = ?");
        set.Bind(1, target).Bind(2, id).Run();
    }

    internal static void Save(Database db, RolloutHead head, IReadOnlyCollection<RolloutGate> changed)
    {
        using var set = db.Prepare("""
            UPDATE rollout SET state = ?, stage = ?, age_ms = ?, stands_ms = ?, changed_at = ? WHERE id = ?
            """);
        set.Bind(1, head.State.Word()).Bind(2, head.Stage).Bind(3, (long)head.Age.TotalMilliseconds)
            .Bind(4, (long?)head.StandsSince?.TotalMilliseconds).Bind(5, head.ChangedAt.ToUnixTimeMilliseconds())
            .Bind(6, head.Id).Run();
        Save(db, head.Id, changed);
    }

    internal static RolloutHead? Find(Database db, long id)
    {
        using var row = db.Prepare($"SELECT {Columns} FROM rollout WHERE id = ?");
        return row.Bind(1, id).Step() ? Read(row) : null;
    }

    /// <summary>Newest first.</summary>
    internal static IReadOnlyList<RolloutHead> Heads(Database db, string? kind = null)
    {
        using var rows = db.Prepare($"SELECT {Columns} FROM rollout WHERE ?1 IS NULL OR kind = ?1 ORDER BY id DESC");
        rows.Bind(1, kind);
        var heads = new List<RolloutHead>();
        while (rows.Step())
            heads.Add(Read(rows));
        return heads;
    }

    internal static IReadOnlyList<RolloutGate> Gates(Database db, long id)
    {
        using var rows = db.Prepare(
            "SELECT gate, site, neighbours, step, heard_ms, why, counts FROM rollout_gate WHERE rollout = ? ORDER BY gate");
        rows.Bind(1, id);
        var gates = new List<RolloutGate>();
        while (rows.Step())
        {
            gates.Add(new RolloutGate(rows.Text(0)!, rows.Text(1), (int)rows.Int64(2))
            {
                Step = RolloutWord.StepOf(rows.Text(3)!),
                HeardAt = TimeSpan.FromMilliseconds(rows.Int64(4)),
                Why = rows.Text(5),
                Counts = rows.Int64(6) != 0,
            });
        }
        return gates;
    }

    /// <summary>Its gates that stand where somebody sees.</summary>
    internal static IReadOnlySet<string> Seen(Database db, long id, Sight sight)
    {
        using var rows = db.Prepare("""
            SELECT rollout_gate.gate, gate.site FROM rollout_gate LEFT JOIN gate ON name = rollout_gate.gate WHERE rollout = ?
            """);
        rows.Bind(1, id);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Step())
        {
            if (sight.SeesSite(rows.Text(1)))
                seen.Add(rows.Text(0)!);
        }
        return seen;
    }

    /// <summary>The latest of that target that has the gate; null = none.</summary>
    internal static long? Latest(Database db, string kind, long target, string gate)
    {
        using var row = db.Prepare("""
            SELECT max(id) FROM rollout JOIN rollout_gate ON rollout = id WHERE gate = ? AND kind = ? AND target = ?
            """);
        return row.Bind(1, gate).Bind(2, kind).Bind(3, target).Step() && !row.IsNull(0) ? row.Int64(0) : null;
    }

    /// <summary>Another rollout of that kind that is not over and still waits for one of these gates.</summary>
    internal static (long Id, int Gates)? Overlapping(
        Database db, string kind, long? except, IReadOnlySet<string> gates)
    {
        using var rows = db.Prepare("""
            SELECT id, gate FROM rollout JOIN rollout_gate ON rollout = id
            WHERE kind = ? AND state NOT IN ('done', 'stopped_by_person') AND step IN ('pending', 'asked')
            """);
        rows.Bind(1, kind);
        var found = new Dictionary<long, int>();
        while (rows.Step())
        {
            if (rows.Int64(0) != except && gates.Contains(rows.Text(1)!))
                found[rows.Int64(0)] = found.GetValueOrDefault(rows.Int64(0)) + 1;
        }
        return found.Count == 0 ? null : (found.Keys.Max(), found[found.Keys.Max()]);
    }

    /// <summary>Forgets those that are over, but for the latest.</summary>
    internal static void Forget(Database db, int most)
    {
        using var old = db.Prepare("""
            DELETE FROM rollout WHERE id IN (SELECT id FROM rollout WHERE state IN ('done', 'stopped_by_person')
                ORDER BY id DESC LIMIT -1 OFFSET ?)
            """);
        old.Bind(1, most).Run();
    }

    private static void Save(Database db, long id, IReadOnlyCollection<RolloutGate> gates)
    {
        using var put = db.Prepare("""
            INSERT INTO rollout_gate(rollout, gate, site, neighbours, step, heard_ms, why, counts)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET step = excluded.step, heard_ms = excluded.heard_ms, why = excluded.why,
                counts = excluded.counts
            """);
        foreach (var gate in gates)
        {
            put.Bind(1, id).Bind(2, gate.Id).Bind(3, gate.Site).Bind(4, gate.Neighbours).Bind(5, gate.Step.Word())
                .Bind(6, (long)gate.HeardAt.TotalMilliseconds).Bind(7, gate.Why).Bind(8, gate.Counts ? 1 : 0).Run();
        }
    }

    private static RolloutHead Read(Statement row) => new(
        row.Int64(0), row.Text(1)!, row.Int64(2), row.Text(3)!, row.Text(4), row.Text(5), row.Int64(6) != 0,
        (int)row.Int64(7),
        new RolloutPlan(
            RolloutStage.Parse(row.Text(8)!)!, TimeSpan.FromSeconds(row.Int64(9)), TimeSpan.FromSeconds(row.Int64(10)),
            decimal.Parse(row.Text(11)!, CultureInfo.InvariantCulture), (int)row.Int64(12), (int)row.Int64(13),
            (int)row.Int64(14)),
        RolloutWord.StateOf(row.Text(15)!), (int)row.Int64(16), TimeSpan.FromMilliseconds(row.Int64(17)),
        row.IsNull(18) ? null : TimeSpan.FromMilliseconds(row.Int64(18)), At(row, 19), row.Text(20)!, At(row, 21));

    private static DateTimeOffset At(Statement row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(column));
}
