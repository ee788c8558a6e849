using System.Buffers;
using CheckIn.Hub.Keys;
using CheckIn.Mqtt;
using CheckIn.Storage;

namespace CheckIn.Hub.Broker;

/// <summary>
/// The file behind <see cref="BrokerStore"/>. A file that cannot be read is set aside under another name, because the
/// broker's memory is not worth a hub that does not start; one of a newer version is refused, because it is somebody's.
/// </summary>
internal sealed class BrokerFile : IDisposable
{
    private const int Version = 1;
    private const string Schema = """
        CREATE TABLE retained(topic TEXT PRIMARY KEY, message BLOB NOT NULL, expires_at INTEGER) WITHOUT ROWID;
        CREATE TABLE session(
            id INTEGER PRIMARY KEY, client TEXT NOT NULL, expiry INTEGER NOT NULL, left_at INTEGER,
            received BLOB NOT NULL, subscriptions BLOB NOT NULL);
        CREATE TABLE queued(
            key INTEGER PRIMARY KEY, session INTEGER NOT NULL, qos INTEGER NOT NULL, retain INTEGER NOT NULL,
            identifiers BLOB NOT NULL, message BLOB NOT NULL, expires_at INTEGER,
            packet_id INTEGER NOT NULL, released INTEGER NOT NULL);
        CREATE INDEX queued_session ON queued(session);
        PRAGMA user_version = 1;
        """;
    private readonly Database _db;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Statement> _statements = [];

    private BrokerFile(Database db, TimeProvider time) => (_db, _time) = (db, time);

    /// <summary>The highest number of a message in it.</summary>
    public long LastKey { get; private set; }

    public static BrokerFile Open(string path, TimeProvider time, ILogger log)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
            KeyFiles.MakeDirectory(folder);
        try
        {
            return TryOpen(path, time);
        }
        catch (DatabaseException e) when (e.Code is 11 or 26) // SQLITE_CORRUPT, SQLITE_NOTADB
        {
            var aside = $"{path}.unreadable-{time.GetUtcNow():yyyyMMddHHmmss}";
            foreach (var suffix in (string[])["", "-wal", "-shm"])
            {
                if (File.Exists(path + suffix))
                    File.Move(path + suffix, aside + suffix, overwrite: true);
            }
            Log.SetAside(log, path, e.Message, aside);
            return TryOpen(path, time);
        }
    }

    /// <summary>Puts everything back into memory; returns how much.</summary>
    public (int Retained, int Sessions, int Queued) Load(EmbeddedBroker broker, SessionTable sessions)
    {
        var retained = LoadRetained(broker);
        var bySession = LoadSessions(broker, sessions);
        return (retained, bySession.Count, LoadQueued(bySession));
    }

    /// <summary>Commits what has changed.</summary>
    public void Write(BrokerNotes notes, EmbeddedBroker broker) => _db.InTransaction(() =>
    {
        foreach (var ended in notes.Ended)
        {
            Use("DELETE FROM session WHERE id = ?").Bind(1, ended).Run();
            Use("DELETE FROM queued WHERE session = ?").Bind(1, ended).Run();
        }
        foreach (var session in notes.Changed)
        {
            if (session.IsLasting && !notes.Ended.Contains(session.Number))
                Write(session, broker);
            else
                Use("DELETE FROM session WHERE id = ?").Bind(1, session.Number).Run();
        }
        foreach (var (topic, message) in notes.Retained)
            Write(topic, message);
        foreach (var key in notes.Done)
            Use("DELETE FROM queued WHERE key = ?").Bind(1, key).Run();
        foreach (var (key, note) in notes.Queued)
        {
            if (!notes.Ended.Contains(note.Session))
                Write(key, note);
        }
        foreach (var (key, (id, released)) in notes.Sent)
        {
            Use("UPDATE queued SET packet_id = ?, released = ? WHERE key = ?")
                .Bind(1, id).Bind(2, released ? 1 : 0).Bind(3, key).Run();
        }
    });

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
        _db.Dispose();
    }

    private static BrokerFile TryOpen(string path, TimeProvider time)
    {
        var db = Database.OpenWriter(path);
        try
        {
            var version = int.Parse(db.Pragma("user_version"), System.Globalization.CultureInfo.InvariantCulture);
            if (version > Version)
            {
                throw new InvalidOperationException(
                    $"Broker:Path is '{path}', which a newer version of this program wrote "
                    + $"(its version {version}, ours "
                    + $"{Version}). Nothing was changed; run that version, or name another file.");
            }
            if (version == 0)
                db.InTransaction(() => db.Execute(Schema));
            if (db.Pragma("quick_check(1)") is not "ok" and var trouble)
                throw new DatabaseException(11, $"{path}: {trouble}");
            return new BrokerFile(db, time);
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    private int LoadRetained(EmbeddedBroker broker)
    {
        using var rows = _db.Prepare("SELECT message, expires_at FROM retained");
        var count = 0;
        for (; rows.Step(); count++)
        {
            if (Read(rows, 0, 1) is { } message)
                broker.Restore(message);
        }
        return count;
    }

    private Dictionary<long, Session> LoadSessions(EmbeddedBroker broker, SessionTable sessions)
    {
        using var rows = _db.Prepare(
            "SELECT id, client, expiry, left_at, received, subscriptions FROM session ORDER BY id");
        var found = new Dictionary<long, Session>();
        while (rows.Step())
        {
            var leftAt = rows.IsNull(3) ? _time.GetUtcNow() : DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(3));
            var session = sessions.Restore(rows.Text(1)!, rows.Int64(0), TimeSpan.FromSeconds(rows.Int64(2)), leftAt);
            session.Restore(BrokerRecords.ReadIds(rows.Blob(4)));
            broker.Restore(session, BrokerRecords.ReadSubscriptions(rows.Blob(5).ToArray()));
            found[session.Number] = session;
        }
        return found;
    }

    private int LoadQueued(Dictionary<long, Session> sessions)
    {
        using var rows = _db.Prepare("""
            SELECT key, session, qos, retain, identifiers, packet_id, released, message, expires_at
            FROM queued ORDER BY key
            """);
        var count = 0;
        while (rows.Step())
        {
            LastKey = rows.Int64(0);
            if (!sessions.TryGetValue(rows.Int64(1), out var session) || Read(rows, 7, 8) is not { } message)
                continue;
            var identifiers = BrokerRecords.ReadNumbers(rows.Blob(4));
            var delivery = new Delivery(message, (MqttQos)rows.Int64(2), rows.Int64(3) != 0, identifiers, null)
            {
                Key = rows.Int64(0),
            };
            session.Restore(delivery, (ushort)rows.Int64(5), rows.Int64(6) != 0);
            count++;
        }
        return count;
    }

    /// <summary>Null when it has expired.</summary>
    private RoutedMessage? Read(Statement rows, int column, int expiresAt)
    {
        var message = BrokerRecords.ReadMessage(rows.Blob(column).ToArray());
        if (!rows.IsNull(expiresAt))
        {
            var left = (rows.Int64(expiresAt) - _time.GetUtcNow().ToUnixTimeMilliseconds()) / 1000;
            if (left <= 0)
                return null;
            message = message with { ExpirySeconds = (uint)Math.Min(left, message.ExpirySeconds ?? uint.MaxValue) };
        }
        return new RoutedMessage(message, _time.GetTimestamp());
    }

    private void Write(Session session, EmbeddedBroker broker) => Use("""
            INSERT OR REPLACE INTO session(id, client, expiry, left_at, received, subscriptions)
            VALUES(?, ?, ?, ?, ?, ?)
            """)
        .Bind(1, session.Number).Bind(2, session.ClientId).Bind(3, (long)session.Expiry.TotalSeconds)
        .Bind(4, session.LeftAt?.ToUnixTimeMilliseconds())
        .Bind(5, BrokerRecords.WriteIds(session.Received()))
        .Bind(6, BrokerRecords.WriteSubscriptions(broker.SubscriptionsOf(session)))
        .Run();

    private void Write(string topic, RoutedMessage? message)
    {
        if (message is null)
        {
            Use("DELETE FROM retained WHERE topic = ?").Bind(1, topic).Run();
            return;
        }
        Use("INSERT OR REPLACE INTO retained(topic, message, expires_at) VALUES(?, ?, ?)")
            .Bind(1, topic).Bind(2, BrokerRecords.WriteMessage(message.Message)).Bind(3, ExpiresAt(message)).Run();
    }

    private void Write(long key, in QueuedNote note)
    {
        var delivery = note.Delivery;
        Use("""
            INSERT OR REPLACE INTO queued(
                key, session, qos, retain, identifiers, message, expires_at, packet_id, released)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
            .Bind(1, key).Bind(2, note.Session).Bind(3, (long)delivery.Qos).Bind(4, delivery.Retain ? 1 : 0)
            .Bind(5, BrokerRecords.WriteNumbers(delivery.Identifiers ?? []))
            .Bind(6, BrokerRecords.WriteMessage(delivery.Routed.Message)).Bind(7, ExpiresAt(delivery.Routed))
            .Bind(8, note.PacketId).Bind(9, note.IsReleased ? 1 : 0)
            .Run();
    }

    private long? ExpiresAt(RoutedMessage message)
    {
        if (message.Message.ExpirySeconds is null)
            return null;
        message.TryGetExpiry(_time, out var left);
        return _time.GetUtcNow().ToUnixTimeMilliseconds() + left * 1000L;
    }

    private Statement Use(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = _db.Prepare(sql));
        return statement;
    }
}
