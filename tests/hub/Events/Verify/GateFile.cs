using System.Text;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Storage;

namespace CheckIn.Hub.Tests.Events.Verify;

/// <summary>A gate's journal file as version 1 and 2 of its schema have it, with what a test needs of them.</summary>
internal static class GateFile
{
    private const string Version1 = """
        CREATE TABLE event (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, fact BLOB NOT NULL, sealed BLOB, link BLOB NOT NULL);
        CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
        PRAGMA user_version = 1;
        """;
    private const string Version2 = """
        CREATE TABLE event (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, fact BLOB NOT NULL, sealed BLOB, link BLOB NOT NULL);
        CREATE TABLE epoch (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, anchor_seq INTEGER NOT NULL,
            anchor_link BLOB NOT NULL, delivered_through INTEGER NOT NULL, diverged_from INTEGER, cause TEXT);
        CREATE TABLE gap (id INTEGER PRIMARY KEY, last INTEGER NOT NULL);
        CREATE TABLE refused (id INTEGER PRIMARY KEY, reason TEXT NOT NULL);
        PRAGMA user_version = 2;
        """;

    internal static string Write(string folder, int schema, int delivered, params TestJournal[] epochs)
    {
        var path = Path.Combine(folder, $"journal-{Guid.NewGuid():N}.db");
        using var db = Database.OpenWriter(path);
        db.Execute(schema == 1 ? Version1 : Version2);
        for (var i = 0; i < epochs.Length; i++)
        {
            AddEpoch(db, schema, i, epochs[i], delivered);
            for (var seq = 1; seq <= epochs[i].Length; seq++)
            {
                using var insert = db.Prepare("INSERT INTO event VALUES(?, 0, ?, NULL, ?)");
                insert.Bind(1, ((long)i << 40) | (long)seq).Bind(2, Encoding.UTF8.GetBytes(epochs[i].Fact(seq)))
                    .Bind(3, epochs[i].Link(seq)).Run();
            }
        }
        return path;
    }

    private static void AddEpoch(Database db, int schema, int id, TestJournal journal, int delivered)
    {
        if (schema == 2)
        {
            using var epoch = db.Prepare("INSERT INTO epoch VALUES(?, ?, 0, ?, ?, NULL, NULL)");
            epoch.Bind(1, (long)id).Bind(2, journal.Epoch).Bind(3, journal.Link(0)).Bind(4, (long)delivered).Run();
            return;
        }
        using var meta = db.Prepare("INSERT INTO meta VALUES(?, ?)");
        meta.Bind(1, "epoch").Bind(2, journal.Epoch).Run();
        meta.Bind(1, "anchor_seq").Bind(2, 0L).Run();
        meta.Bind(1, "anchor_link").Bind(2, journal.Link(0)).Run();
        meta.Bind(1, "delivered_through").Bind(2, (long)delivered).Run();
    }
}
