namespace CheckIn.Hub.Lists;

/// <summary>Lists that gates decide by, each as it is now.</summary>
internal static class ListSchema
{
    internal const string Tables = """
        CREATE TABLE list (
            name    TEXT PRIMARY KEY,
            version INTEGER NOT NULL,
            sha256  TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            made_by TEXT NOT NULL,
            content BLOB NOT NULL);

        """;
}
