namespace CheckIn.Hub.Fleet;

/// <summary>What the fleet keeps of a gate beside its state.</summary>
internal static class FleetSchema
{
    internal const string Columns = """
        ALTER TABLE gate ADD COLUMN boot TEXT;
        ALTER TABLE gate ADD COLUMN every_s INTEGER;
        ALTER TABLE gate ADD COLUMN causes TEXT;

        """;
}
