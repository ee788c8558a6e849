using CheckIn.Storage;

namespace CheckIn.Hub.Fleet.History;

/// <summary>The rows of <see cref="HealthSchema"/>.</summary>
internal static class HealthRows
{
    /// <summary>Adds to what stands in those slots already, as after a restart of the hub in the middle of one.</summary>
    internal static void Write(Database db, IEnumerable<HealthRow> rows)
    {
        using var row = db.Prepare("""
            INSERT INTO health_slot(slot, gate, backlog, decided, temperature_dc, resident_kb, free_kb, round_trip_us)
            SELECT ?1, id, ?3, ?4, ?5, ?6, ?7, ?8 FROM gate WHERE name = ?2
            ON CONFLICT(slot, gate) DO UPDATE SET
                backlog = max(coalesce(backlog, excluded.backlog), coalesce(excluded.backlog, backlog)),
                decided = CASE WHEN decided IS NULL THEN excluded.decided
                    ELSE decided + coalesce(excluded.decided, 0) END,
                temperature_dc = max(coalesce(temperature_dc, excluded.temperature_dc),
                    coalesce(excluded.temperature_dc, temperature_dc)),
                resident_kb = max(coalesce(resident_kb, excluded.resident_kb),
                    coalesce(excluded.resident_kb, resident_kb)),
                free_kb = min(coalesce(free_kb, excluded.free_kb), coalesce(excluded.free_kb, free_kb)),
                round_trip_us = max(coalesce(round_trip_us, excluded.round_trip_us),
                    coalesce(excluded.round_trip_us, round_trip_us))
            """);
        foreach (var (slot, gate, figures) in rows)
        {
            row.Bind(1, slot).Bind(2, gate).Bind(3, figures.Backlog).Bind(4, figures.Decided)
                .Bind(5, figures.TemperatureDc).Bind(6, figures.ResidentKb).Bind(7, figures.FreeKb)
                .Bind(8, figures.RoundTripUs).Run();
        }
    }

    /// <summary>Takes the oldest slot away, if it is before that one.</summary>
    /// <returns>Whether there was one.</returns>
    internal static bool ForgetOne(Database db, long before)
    {
        using (var oldest = db.Prepare("SELECT min(slot) FROM health_slot"))
        {
            if (!oldest.Step() || oldest.IsNull(0) || oldest.Int64(0) >= before)
                return false;
        }
        db.Execute("DELETE FROM health_slot WHERE slot = (SELECT min(slot) FROM health_slot)");
        return true;
    }

    /// <summary>Of a gate, by slot; those of which something is known.</summary>
    internal static Dictionary<long, HealthFigures> Of(Database db, string gate, long first, long last)
    {
        using var rows = db.Prepare("""
            WITH RECURSIVE wanted(slot) AS (VALUES(?1) UNION ALL SELECT slot + 1 FROM wanted WHERE slot < ?2)
            SELECT health_slot.slot, backlog, decided, temperature_dc, resident_kb, free_kb, round_trip_us
            FROM wanted CROSS JOIN health_slot ON health_slot.slot = wanted.slot
                AND health_slot.gate = (SELECT id FROM gate WHERE name = ?3)
            """);
        rows.Bind(1, first).Bind(2, last).Bind(3, gate);
        var found = new Dictionary<long, HealthFigures>();
        while (rows.Step())
            found[rows.Int64(0)] = new(At(1), At(2), At(3), At(4), At(5), At(6));
        return found;

        long? At(int column) => rows.IsNull(column) ? null : rows.Int64(column);
    }
}
