using System.Globalization;
using System.Security.Cryptography;
using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Gate.Journal;

/// <summary>
/// The journal's tables. <c>user_version</c> is the number of migrations that have run; a migration is never changed
/// once released, only followed by another one.
/// </summary>
internal static class JournalSchema
{
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE event (
            seq    INTEGER PRIMARY KEY,
            at     INTEGER NOT NULL,
            fact   BLOB NOT NULL,
            sealed BLOB,
            link   BLOB NOT NULL);
        CREATE TABLE meta (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
        CREATE TABLE age_mark (seq INTEGER PRIMARY KEY, age_ms INTEGER NOT NULL);
        """,
    ];

    /// <summary>Brings the file to this version and gives a new one its epoch, in one transaction.</summary>
    internal static void Migrate(Database writer, string path)
    {
        var version = int.Parse(writer.Pragma("user_version"), CultureInfo.InvariantCulture);
        if (version > Migrations.Length)
        {
            throw new JournalException(
                $"The journal {path} has schema version {version}; this program knows up to {Migrations.Length}. It "
                + "was written by a newer program. Nothing is lost or changed. Install that version again, "
                + "or name another file in Journal:Path.");
        }
        if (version == Migrations.Length)
            return;
        writer.InTransaction(() =>
        {
            foreach (var migration in Migrations.AsSpan(version))
                writer.Execute(migration);
            if (version == 0)
                Begin(writer);
            writer.Execute($"PRAGMA user_version={Migrations.Length}");
        });
    }

    /// <summary>Where the journal stands, as the file has it.</summary>
    internal static JournalState ReadState(Database database, string path)
    {
        var epoch = Text(database, "epoch") ?? throw Damaged(path, "it has no epoch");
        var anchor = new JournalAnchor(
            Number(database, "anchor_seq"), Blob(database, "anchor_link") ?? throw Damaged(path, "it has no anchor"));
        var (last, link) = (anchor.Seq, anchor.Link);
        using (var head = database.Prepare("SELECT seq, fact, link FROM event ORDER BY seq DESC LIMIT 1"))
        {
            if (head.Step())
            {
                (last, link) = (head.Int64(0), head.Blob(2).ToArray());
                Span<byte> computed = stackalloc byte[ChainLink.Size];
                ChainLink.Of(head.Blob(1), computed);
                if (!computed.SequenceEqual(link))
                    throw Damaged(path, $"event {last} does not match its chain link");
            }
        }
        return new JournalState(
            epoch, last, link, Number(database, "delivered_through"), Number(database, "session"), anchor);
    }

    private static void Begin(Database writer)
    {
        var epoch = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        using var insert = writer.Prepare("INSERT INTO meta (name, value) VALUES (?, ?)");
        insert.Bind(1, "epoch").Bind(2, epoch).Run();
        insert.Bind(1, "anchor_link").Bind(2, ChainLink.Genesis(epoch)).Run();
        foreach (var name in new[] { "anchor_seq", "delivered_through", "session", "age_ms", "age_mono_ns" })
            insert.Bind(1, name).Bind(2, 0L).Run();
        insert.Bind(1, "age_boot").Bind(2, "").Run();
    }

    internal static long Number(Database database, string name)
    {
        using var select = database.Prepare("SELECT value FROM meta WHERE name = ?");
        return select.Bind(1, name).Step() ? select.Int64(0) : 0;
    }

    internal static string? Text(Database database, string name)
    {
        using var select = database.Prepare("SELECT value FROM meta WHERE name = ?");
        return select.Bind(1, name).Step() ? select.Text(0) : null;
    }

    private static byte[]? Blob(Database database, string name)
    {
        using var select = database.Prepare("SELECT value FROM meta WHERE name = ?");
        return select.Bind(1, name).Step() ? select.Blob(0).ToArray() : null;
    }

    private static JournalException Damaged(string path, string what) => new(
        $"The journal {path} is damaged: {what}. Events not yet delivered may be lost. Keep the file for examination, "
        + "move it and its -wal file away and start again: the gate opens a new journal with a new epoch.");
}
