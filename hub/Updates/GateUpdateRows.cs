using CheckIn.Storage;
using CheckIn.Updates;

namespace CheckIn.Hub.Updates;

/// <summary>What a gate has told last, and what is wanted of it.</summary>
/// <param name="Wanted">The release that it is to run; null = the one that it has.</param>
/// <param name="Release">Of which it told.</param>
/// <param name="State">One of <see cref="UpdateStates"/>.</param>
/// <param name="Why">One of <see cref="UpdateReasons"/>; null = nothing is wrong.</param>
/// <param name="Confirmed">The highest release that it said runs well; 0 = none.</param>
internal sealed record GateUpdateRow(
    string Gate, long? Wanted, long? Release, string? State, string? Why, DateTimeOffset? ToldAt, long Confirmed);

/// <summary>Gates' updates in the store.</summary>
internal static class GateUpdateRows
{
    private const string Columns = "gate, wanted, release, state, why, told_at, confirmed";

    /// <summary>What the provision says; null = nothing is wanted, or its package is no longer there.</summary>
    internal static UpdateWanted? Wanted(Database db, string gate)
    {
        using var row = db.Prepare("""
            SELECT package.release, version, sha256, size, trial_s FROM gate_update JOIN package ON package.release = wanted
            WHERE gate = ?
            """);
        return row.Bind(1, gate).Step()
            ? new UpdateWanted(row.Int64(0), row.Text(1)!, row.Text(2)!, row.Int64(3), (int)row.Int64(4)) : null;
    }

    /// <param name="db">The store.</param>
    /// <param name="gate">Which.</param>
    /// <param name="release">Null = nothing more.</param>
    /// <param name="trialS">0 = as the gate has it.</param>
    internal static void Want(Database db, string gate, long? release, int trialS)
    {
        using var put = db.Prepare("""
            INSERT INTO gate_update(gate, wanted, trial_s) VALUES(?, ?, ?)
            ON CONFLICT DO UPDATE SET wanted = excluded.wanted, trial_s = excluded.trial_s
            """);
        put.Bind(1, gate).Bind(2, release).Bind(3, trialS).Run();
        Provide(db, gate);
    }

    internal static GateUpdateRow? Find(Database db, string gate)
    {
        using var row = db.Prepare($"SELECT {Columns} FROM gate_update WHERE gate = ?");
        return row.Bind(1, gate).Step() ? Read(row) : null;
    }

    internal static void Told(Database db, string gate, UpdateReport report, DateTimeOffset at)
    {
        using var put = db.Prepare("""
            INSERT INTO gate_update(gate, release, state, why, told_at, confirmed) VALUES(?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT DO UPDATE SET release = ?2, state = ?3, why = ?4, told_at = ?5, confirmed = max(confirmed, ?6)
            """);
        put.Bind(1, gate).Bind(2, report.Release).Bind(3, report.State).Bind(4, report.Why)
            .Bind(5, at.ToUnixTimeMilliseconds()).Bind(6, report.State == UpdateStates.Confirmed ? report.Release : 0).Run();
    }

    /// <summary>Gates that have confirmed it or a later one.</summary>
    internal static IReadOnlySet<string> Having(Database db, long release)
    {
        using var rows = db.Prepare("SELECT gate FROM gate_update WHERE confirmed >= ?");
        rows.Bind(1, release);
        var gates = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Step())
            gates.Add(rows.Text(0)!);
        return gates;
    }

    /// <summary>It is wanted of nobody any more.</summary>
    /// <returns>Of whom it was.</returns>
    internal static IReadOnlyList<string> Forget(Database db, long release)
    {
        var gates = new List<string>();
        using (var rows = db.Prepare("SELECT gate FROM gate_update WHERE wanted = ?"))
        {
            rows.Bind(1, release);
            while (rows.Step())
                gates.Add(rows.Text(0)!);
        }
        foreach (var gate in gates)
            Want(db, gate, null, 0);
        return gates;
    }

    /// <summary>What the hub has for the gate is another.</summary>
    private static void Provide(Database db, string gate)
    {
        using var set = db.Prepare("UPDATE gate SET provision = provision + 1 WHERE name = ?");
        set.Bind(1, gate).Run();
    }

    private static GateUpdateRow Read(Statement row) => new(
        row.Text(0)!, row.IsNull(1) ? null : row.Int64(1), row.IsNull(2) ? null : row.Int64(2), row.Text(3), row.Text(4),
        row.IsNull(5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(5)), row.Int64(6));
}
