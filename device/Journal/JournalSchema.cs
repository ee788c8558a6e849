using System.Globalization;
using System.Security.Cryptography;
using CheckIn.Contract;
using CheckIn.Gate.Journal.Salvage;
using CheckIn.Record;
using CheckIn.Storage;

namespace CheckIn.Gate.Journal;

/// <summary>
/// The journal's tables. <c>user_version</c> is the number of migrations that have run; a migration is never changed
/// once released, only followed by another one. All events lie in one b-tree, by epoch and number (<see cref="RowId"/>);
/// the columns epoch and seq are computed, so that any program can read the file and nothing is written twice.
/// </summary>
internal static class JournalSchema
{
    /// <summary>The version that this program writes.</summary>
    internal static int Version => Migrations.Length;

    /// <summary>
    /// The lowest version that a program must know to read and write a journal that this one has touched. A migration that
    /// only adds what an older program does not miss leaves it where it is; any other raises it to its own number, and then
    /// an older program that runs again after an update's trial would stand before a journal it cannot open: so such a
    /// version is not taken by a gate that does not know the number already. Kept in the file, as <c>readable_by</c>.
    /// </summary>
    internal const int ReadableBy = 2;

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
        // A file of version 1 holds one epoch, whose id is 0: its rows stay where they are, not a page is rewritten.
        """
        CREATE TABLE epoch (
            id                INTEGER PRIMARY KEY,
            name              TEXT NOT NULL UNIQUE,
            anchor_seq        INTEGER NOT NULL,
            anchor_link       BLOB NOT NULL,
            delivered_through INTEGER NOT NULL,
            diverged_from     INTEGER,
            cause             TEXT);
        INSERT INTO epoch (id, name, anchor_seq, anchor_link, delivered_through)
            SELECT 0, e.value, a.value, l.value, d.value FROM meta e, meta a, meta l, meta d
            WHERE e.name = 'epoch' AND a.name = 'anchor_seq' AND l.name = 'anchor_link' AND d.name = 'delivered_through';
        DELETE FROM meta WHERE name IN ('epoch', 'anchor_seq', 'anchor_link', 'delivered_through');
        ALTER TABLE event RENAME COLUMN seq TO id;
        ALTER TABLE event ADD COLUMN epoch INTEGER GENERATED ALWAYS AS (id >> 40) VIRTUAL;
        ALTER TABLE event ADD COLUMN seq INTEGER GENERATED ALWAYS AS (id & 1099511627775) VIRTUAL;
        ALTER TABLE age_mark RENAME COLUMN seq TO id;
        CREATE TABLE gap (id INTEGER PRIMARY KEY, last INTEGER NOT NULL);
        CREATE TABLE refused (id INTEGER PRIMARY KEY, reason TEXT NOT NULL);
        """,
    ];

    /// <summary>Brings the file to this version and gives a new one its epoch, in one transaction.</summary>
    internal static void Migrate(Database writer, string path)
    {
        var version = int.Parse(writer.Pragma("user_version"), CultureInfo.InvariantCulture);
        CheckVersion(writer, version, path);
        // A newer program's, which this one may use as it is: nothing is taken back.
        if (version >= Migrations.Length)
            return;
        writer.InTransaction(() =>
        {
            foreach (var migration in Migrations.AsSpan(version))
                writer.Execute(migration);
            if (version == 0)
                Begin(writer);
            SayReadableBy(writer);
            writer.Execute($"PRAGMA user_version={Migrations.Length}");
        });
    }

    /// <summary>Makes the tables of a new file, without an epoch or figures.</summary>
    internal static void Create(Database writer) => writer.InTransaction(() =>
    {
        foreach (var migration in Migrations)
            writer.Execute(migration);
        SayReadableBy(writer);
        writer.Execute($"PRAGMA user_version={Migrations.Length}");
    });

    /// <exception cref="JournalException">A newer program wrote the file, and this one cannot use it.</exception>
    internal static void CheckVersion(Database database, int version, string path)
    {
        if (version <= Migrations.Length || JournalReadability.Of(database, version) <= Migrations.Length)
            return;
        throw new JournalException(
            $"The journal {path} has schema version {version}; this program knows up to {Migrations.Length}. It "
            + "was written by a newer program. Nothing is lost or changed. Install that version again, "
            + "or name another file in Journal:Path.");
    }

    /// <summary>Where the journal stands, as the file has it.</summary>
    /// <exception cref="JournalDamageException">It does not say, or its last event is not what its link says.</exception>
    internal static JournalState ReadState(Database database)
    {
        var epochs = ReadEpochs(database);
        if (epochs.Count == 0)
            throw new JournalDamageException("epochs", "it has no epoch");
        return new JournalState(
            [.. epochs.SkipLast(1).Where(static epoch => epoch.LastSeq >= epoch.FirstRetained)], epochs[^1],
            Number(database, "session"), Count(database, "refused"))
        {
            SessionsTaken = Number(database, "session"),
            Alarms = new StandingAlarms(
                Number(database, "alarm_" + JournalAlarm.Filling) != 0,
                Number(database, "alarm_" + JournalAlarm.Full) != 0),
        };
    }

    /// <summary>Inserts an epoch that has no rows yet; returns how it stands.</summary>
    internal static EpochState AddEpoch(Database writer, long id, string? cause)
    {
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        var epoch = new EpochState(
            id, name, 0, ChainLink.Genesis(name), 0, new JournalAnchor(0, ChainLink.Genesis(name)), null, SeqGaps.None);
        AddEpoch(writer, epoch, cause);
        return epoch;
    }

    /// <summary>Inserts an epoch as it stands, with its gaps.</summary>
    internal static void AddEpoch(Database writer, EpochState epoch, string? cause = null)
    {
        using var insert = writer.Prepare("""
            INSERT INTO epoch (id, name, anchor_seq, anchor_link, delivered_through, diverged_from, cause)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """);
        insert.Bind(1, epoch.Id).Bind(2, epoch.Name).Bind(3, epoch.Anchor.Seq).Bind(4, epoch.Anchor.Link)
            .Bind(5, epoch.Delivered).Bind(6, epoch.DivergedFrom).Bind(7, cause).Run();
        using var gap = writer.Prepare("INSERT INTO gap (id, last) VALUES (?, ?)");
        foreach (var (first, last) in epoch.Gaps.Ranges)
            gap.Bind(1, epoch.RowOf(first)).Bind(2, last).Run();
    }

    private static List<EpochState> ReadEpochs(Database database)
    {
        var epochs = new List<EpochState>();
        using var select = database.Prepare(
            "SELECT id, name, anchor_seq, anchor_link, delivered_through, diverged_from FROM epoch ORDER BY id");
        using var head = database.Prepare(
            "SELECT id, fact, link FROM event WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1");
        while (select.Step())
        {
            var (id, anchor) = (select.Int64(0), new JournalAnchor(select.Int64(2), select.Blob(3).ToArray()));
            var (last, link) = (anchor.Seq, anchor.Link);
            if (head.Bind(1, RowId.Of(id, 0)).Bind(2, RowId.Of(id, RowId.MaxSeq)).Step())
            {
                (last, link) = (RowId.SeqOf(head.Int64(0)), head.Blob(2).ToArray());
                if (!Matches(head.Blob(1), link))
                    throw new JournalDamageException("event", $"event {last} does not match its chain link");
            }
            head.Reset();
            epochs.Add(Sound(new EpochState(
                id, select.Text(1) ?? "", last, link, Math.Clamp(select.Int64(4), anchor.Seq, Math.Max(anchor.Seq, last)),
                anchor, select.IsNull(5) ? null : select.Int64(5), ReadGaps(database, id))));
        }
        return epochs;
    }

    /// <summary>What SQLite reads without complaint may be rubbish all the same.</summary>
    private static EpochState Sound(EpochState epoch)
    {
        var (anchor, link) = (epoch.Anchor.Seq, epoch.Anchor.Link);
        var isSound = epoch.Id >= 0 && GateId.IsValid(epoch.Name) && anchor >= 0 && anchor <= epoch.LastSeq
            && link.Length is 0 or ChainLink.Size
            && (anchor > 0 || link.Length == 0 || link.AsSpan().SequenceEqual(ChainLink.Genesis(epoch.Name)));
        return isSound ? epoch : throw new JournalDamageException("epochs", $"what it says of epoch {epoch.Id} is not right");
    }

    private static SeqGaps ReadGaps(Database database, long epoch)
    {
        using var select = database.Prepare("SELECT id, last FROM gap WHERE id BETWEEN ? AND ? ORDER BY id");
        select.Bind(1, RowId.Of(epoch, 0)).Bind(2, RowId.Of(epoch, RowId.MaxSeq));
        var ranges = new List<(long, long)>();
        while (select.Step())
            ranges.Add((RowId.SeqOf(select.Int64(0)), select.Int64(1)));
        return ranges.Count == 0 ? SeqGaps.None : new SeqGaps([.. ranges]);
    }

    /// <summary>Whether <paramref name="link"/> is the chain link of <paramref name="fact"/>.</summary>
    internal static bool Matches(ReadOnlySpan<byte> fact, ReadOnlySpan<byte> link)
    {
        Span<byte> computed = stackalloc byte[ChainLink.Size];
        ChainLink.Of(fact, computed);
        return computed.SequenceEqual(link);
    }

    private static void SayReadableBy(Database writer)
    {
        using var insert = writer.Prepare("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)");
        insert.Bind(1, JournalReadability.Name).Bind(2, (long)ReadableBy).Run();
    }

    private static void Begin(Database writer)
    {
        AddEpoch(writer, 0, null);
        AddFigures(writer, 0, 0);
    }

    /// <summary>Inserts the figures of the file as a whole.</summary>
    internal static void AddFigures(Database writer, long session, long ageMs)
    {
        using var insert = writer.Prepare("INSERT INTO meta (name, value) VALUES (?, ?)");
        insert.Bind(1, "session").Bind(2, session).Run();
        insert.Bind(1, "age_ms").Bind(2, ageMs).Run();
        insert.Bind(1, "age_mono_ns").Bind(2, 0L).Run();
        insert.Bind(1, "age_boot").Bind(2, "").Run();
    }

    internal static long Number(Database database, string name)
    {
        using var select = database.Prepare("SELECT value FROM meta WHERE name = ?");
        return select.Bind(1, name).Step() ? select.Int64(0) : 0;
    }

    private static long Count(Database database, string table)
    {
        using var select = database.Prepare($"SELECT count(*) FROM {table}");
        return select.Step() ? select.Int64(0) : 0;
    }

    internal static string? Text(Database database, string name)
    {
        using var select = database.Prepare("SELECT value FROM meta WHERE name = ?");
        return select.Bind(1, name).Step() ? select.Text(0) : null;
    }
}
