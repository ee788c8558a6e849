namespace CheckIn.Hub.Audit;

/// <summary>What makes the audit's rows a chain, to which is only added.</summary>
internal static class AuditSchema
{
    internal const string Tables = """
        ALTER TABLE audit ADD COLUMN origin TEXT;
        ALTER TABLE audit ADD COLUMN place TEXT;
        """;
}
