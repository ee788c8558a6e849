namespace CheckIn.Hub.Fleet.History;

/// <summary>
/// Figures of gates over time, one row a gate and slot. The slot comes first, so that a slot's rows are written side by
/// side; a gate's week is some hundred looks.
/// </summary>
internal static class HealthSchema
{
    internal const string Tables = """
        CREATE TABLE health_slot (
            slot           INTEGER NOT NULL,
            gate           INTEGER NOT NULL REFERENCES gate(id),
            backlog        INTEGER,
            decided        INTEGER,
            temperature_dc INTEGER,
            resident_kb    INTEGER,
            free_kb        INTEGER,
            round_trip_us  INTEGER,
            PRIMARY KEY (slot, gate)) WITHOUT ROWID;

        """;
}
