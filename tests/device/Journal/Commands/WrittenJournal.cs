using System.Buffers;
using System.Globalization;
using System.Text;
using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Gate.Tests.Journal.Commands;

/// <summary>Journal files of each version, written statement by statement, so that no program of today is trusted for them.</summary>
internal static class WrittenJournal
{
    private const string Event1 = """
        CREATE TABLE event (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, fact BLOB NOT NULL, sealed BLOB, link BLOB NOT NULL);
        CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
        CREATE TABLE age_mark (seq INTEGER PRIMARY KEY, age_ms INTEGER NOT NULL);
        PRAGMA user_version=1;
        """;

    private const string Event2 = """
        CREATE TABLE event (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, fact BLOB NOT NULL, sealed BLOB, link BLOB NOT NULL,
            epoch INTEGER GENERATED ALWAYS AS (id >> 40) VIRTUAL,
            seq INTEGER GENERATED ALWAYS AS (id & 1099511627775) VIRTUAL);
        CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
        CREATE TABLE age_mark (id INTEGER PRIMARY KEY, age_ms INTEGER NOT NULL);
        CREATE TABLE epoch (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, anchor_seq INTEGER NOT NULL,
            anchor_link BLOB NOT NULL, delivered_through INTEGER NOT NULL, diverged_from INTEGER, cause TEXT);
        CREATE TABLE gap (id INTEGER PRIMARY KEY, last INTEGER NOT NULL);
        CREATE TABLE refused (id INTEGER PRIMARY KEY, reason TEXT NOT NULL);
        PRAGMA user_version=2;
        """;

    /// <summary>One epoch, all of it kept.</summary>
    internal static void Schema1(string path, string epoch, int events, long delivered)
    {
        using var database = Database.OpenWriter(path);
        database.Execute(Event1);
        using var meta = database.Prepare("INSERT INTO meta VALUES (?, ?)");
        meta.Bind(1, "epoch").Bind(2, epoch).Run();
        meta.Bind(1, "anchor_link").Bind(2, ChainLink.Genesis(epoch)).Run();
        meta.Bind(1, "anchor_seq").Bind(2, 0L).Run();
        meta.Bind(1, "delivered_through").Bind(2, delivered).Run();
        Append(database, 0, epoch, events);
    }

    /// <summary>An earlier epoch with a known gap, numbers 4 and 5, and a refused event, 7; then the one in use.</summary>
    internal static void Schema2(string path, string earlier, string current, int events)
    {
        using var database = Database.OpenWriter(path);
        database.Execute(Event2);
        Begin(database, 0, earlier, null);
        Append(database, 0, earlier, events);
        database.Execute("DELETE FROM event WHERE id IN (4, 5); INSERT INTO gap VALUES (4, 5)");
        database.Execute("INSERT INTO refused VALUES (7, 'malformed')");
        Begin(database, 3, current, "damage");
        Append(database, 3L << 40, current, events);
    }

    private static void Begin(Database database, long id, string name, string? cause)
    {
        using var epoch = database.Prepare("INSERT INTO epoch VALUES (?, ?, 0, ?, 2, NULL, ?)");
        epoch.Bind(1, id).Bind(2, name).Bind(3, ChainLink.Genesis(name)).Bind(4, cause).Run();
    }

    private static void Append(Database database, long firstId, string epoch, int events)
    {
        var link = ChainLink.Genesis(epoch);
        database.Execute("BEGIN");
        using var insert = database.Prepare(string.Create(CultureInfo.InvariantCulture,
            $"INSERT INTO event ({(firstId == 0 && !HasEpochs(database) ? "seq" : "id")}, at, fact, sealed, link) VALUES (?, ?, ?, ?, ?)"));
        for (var seq = 1L; seq <= events; seq++)
        {
            var fact = new ArrayBufferWriter<byte>();
            EventFact.Write(fact, new EventDraft(
                EventKinds.Decision, "vao", Direction.In, "boot", seq, 1_790_000_000_000 + seq, null,
                Encoding.UTF8.GetBytes("{\"outcome\":\"admitted\"}")), seq, link);
            link = new byte[ChainLink.Size];
            ChainLink.Of(fact.WrittenSpan, link);
            insert.Bind(1, firstId + seq).Bind(2, 1_790_000_000_000 + seq).Bind(3, fact.WrittenSpan)
                .Bind(4, "{\"day\":\"secret\"}"u8).Bind(5, link).Run();
        }
        database.Execute("COMMIT");
    }

    private static bool HasEpochs(Database database) => database.Pragma("user_version") == "2";
}
