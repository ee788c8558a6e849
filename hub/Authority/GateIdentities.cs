using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using CheckIn.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Storage;

namespace CheckIn.Hub.Authority;

/// <summary>
/// Which certificates gates have and which are revoked. Asked in every handshake, so it answers from memory. A
/// revocation is committed, then nobody gets in with the certificate any more and the connection that stands is cut,
/// then it goes into the revocation list, which outlives a database put back from a backup: at start table and list
/// together say what is revoked. A certificate that the authority signed and the table does not know is a gate's all
/// the same (the database is the older one then) and is kept when it is first seen.
/// </summary>
internal sealed class GateIdentities : IDisposable
{
    private const int MostUnkept = 1024;
    private readonly EventStore _store;
    private readonly CertificateAuthority _authority;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _revoked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _used = new(StringComparer.Ordinal);
    private readonly Channel<SeenCertificate> _seen = Channel.CreateBounded<SeenCertificate>(MostUnkept);
    private readonly SemaphoreSlim _applying = new(1);
    private readonly Lock _writing = new();

    /// <exception cref="AuthorityException">The revocation list cannot be read.</exception>
    public GateIdentities(
        EventStore store, CertificateAuthority authority, TimeProvider time, ILogger<GateIdentities> logger)
    {
        (_store, _authority, _time, _logger) = (store, authority, time, logger);
        store.Read(Recall);
        if (authority.Exists)
            JoinList();
    }

    /// <summary>
    /// Called when certificates were revoked, after it is committed, with the gate and the serial numbers. Whoever
    /// holds a connection made with one of them closes it.
    /// </summary>
    internal event Action<string, IReadOnlyList<string>>? Revoked;

    /// <summary>Every revoked certificate, for another server's list.</summary>
    internal IReadOnlyCollection<RevokedSerial> RevokedList =>
        [.. _revoked.Select(c => new RevokedSerial(c.Key, c.Value))];

    /// <summary>Certificates known to be revoked.</summary>
    internal int RevokedCount => _revoked.Count;

    /// <summary>Within the transaction that uses up a claim or renews: the certificate is this gate's.</summary>
    internal static void Keep(Database db, IssuedCertificate issued, DateTimeOffset now) => Insert(
        db, new SeenCertificate(issued.Serial, issued.Gate, issued.Fingerprint, issued.NotBefore, issued.NotAfter),
        now, null);

    /// <summary>
    /// Within a transaction: every certificate of the gate that is not revoked yet is, all but one. Takes effect with
    /// <see cref="ApplyAsync"/> after the commit.
    /// </summary>
    /// <returns>Their serial numbers.</returns>
    internal static IReadOnlyList<string> Revoke(
        Database db, string gate, string why, DateTimeOffset now, string? except = null)
    {
        using var good = db.Prepare("""
            SELECT serial FROM certificate
            WHERE gate = (SELECT id FROM gate WHERE name = ?) AND revoked_at IS NULL AND serial IS NOT ?
            """);
        good.Bind(1, gate).Bind(2, except);
        var serials = new List<string>();
        while (good.Step())
            serials.Add(good.Text(0)!);
        using var revoke = db.Prepare("UPDATE certificate SET revoked_at = ?, revoked_why = ? WHERE serial = ?");
        foreach (var serial in serials)
            revoke.Bind(1, now.ToUnixTimeMilliseconds()).Bind(2, why).Bind(3, serial).Run();
        return serials;
    }

    /// <summary>Whether the gate has a certificate that is not revoked.</summary>
    internal static bool HasGood(Database db, string gate)
    {
        using var good = db.Prepare("""
            SELECT 1 FROM certificate WHERE gate = (SELECT id FROM gate WHERE name = ?) AND revoked_at IS NULL LIMIT 1
            """);
        return good.Bind(1, gate).Step();
    }

    /// <summary>
    /// After the commit: the memory, the open connections, the list on disk; completes when all of it is done. A list
    /// that cannot be written is told in the log and tried again; the revocation holds at this hub all the same.
    /// </summary>
    internal async Task ApplyAsync(CancellationToken cancellation)
    {
        await _applying.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var fresh = _store.Read(ReadRevoked).Where(c => _revoked.TryAdd(c.Serial, c.At)).ToArray();
            foreach (var gate in fresh.GroupBy(c => c.Gate, StringComparer.Ordinal))
            {
                Log.Revoked(_logger, gate.Key, gate.Count());
                Revoked?.Invoke(gate.Key, [.. gate.Select(c => c.Serial)]);
            }
            if (fresh.Length > 0)
                await Task.Run(WriteList, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _applying.Release();
        }
    }

    internal bool IsRevoked(string serial) => _revoked.ContainsKey(serial);

    /// <summary>A certificate that was found good has let somebody in.</summary>
    internal void Saw(string gate, X509Certificate2 certificate)
    {
        var serial = certificate.SerialNumber;
        if (!_used.TryAdd(serial, 0))
            return;
        var seen = new SeenCertificate(
            serial, gate, Fingerprint.Of(certificate), certificate.NotBefore, certificate.NotAfter);
        if (!_seen.Writer.TryWrite(seen))
            _used.TryRemove(serial, out _);
    }

    /// <summary>A gate's certificates, newest first; reads the store.</summary>
    internal IReadOnlyList<GateCertificate> Of(string gate) => _store.Read(db =>
    {
        using var rows = db.Prepare("""
            SELECT serial, name, fingerprint, issued_at, not_before, not_after, first_used_at, revoked_at, revoked_why
            FROM certificate JOIN gate ON gate.id = certificate.gate WHERE name = ? ORDER BY issued_at DESC, serial
            """);
        rows.Bind(1, gate);
        var found = new List<GateCertificate>();
        while (rows.Step())
        {
            found.Add(new GateCertificate(
                rows.Text(0)!, rows.Text(1)!, rows.Text(2)!, At(rows.Int64(3)), At(rows.Int64(4)), At(rows.Int64(5)),
                rows.IsNull(6) ? null : At(rows.Int64(6)), rows.IsNull(7) ? null : At(rows.Int64(7)), rows.Text(8)));
        }
        return (IReadOnlyList<GateCertificate>)found;
    });

    /// <summary>Writes down the certificates that were seen, until the hub stops.</summary>
    internal async Task KeepSeenAsync(CancellationToken stopping)
    {
        while (await _seen.Reader.WaitToReadAsync(stopping).ConfigureAwait(false))
        {
            var batch = new List<SeenCertificate>();
            while (batch.Count < MostUnkept && _seen.Reader.TryRead(out var one))
                batch.Add(one);
            try
            {
                var now = _time.GetUtcNow();
                await _store.WriteAsync(db => batch.ForEach(one => Insert(db, one, now, now)), stopping)
                    .ConfigureAwait(false);
            }
            catch (DatabaseException e)
            {
                // With its next connection each is seen again.
                batch.ForEach(one => _used.TryRemove(one.Serial, out _));
                Log.SeenNotKept(_logger, batch.Count, e.Message);
            }
        }
    }

    /// <summary>Writes the list anew; tells when it cannot, and is called again after a while.</summary>
    internal void WriteList()
    {
        if (!_authority.Exists)
            return;
        try
        {
            lock (_writing)
            {
                AuthorityFiles.Replace(_authority.Files.Revoked, _authority.SignRevoked(RevokedList));
                IsListDue = false;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or AuthorityException)
        {
            IsListDue = true;
            Log.ListNotWritten(_logger, _authority.Files.Revoked, e.Message);
        }
    }

    /// <summary>The list on disk lacks something.</summary>
    internal bool IsListDue { get; private set; }

    public void Dispose() => _applying.Dispose();

    private static void Insert(Database db, SeenCertificate seen, DateTimeOffset now, DateTimeOffset? used)
    {
        using var gate = db.Prepare("INSERT INTO gate(name) VALUES(?) ON CONFLICT DO NOTHING");
        gate.Bind(1, seen.Gate).Run();
        using var add = db.Prepare("""
            INSERT INTO certificate(serial, gate, fingerprint, issued_at, not_before, not_after, first_used_at)
            VALUES(?, (SELECT id FROM gate WHERE name = ?), ?, ?, ?, ?, ?)
            ON CONFLICT(serial) DO UPDATE SET first_used_at = coalesce(first_used_at, excluded.first_used_at)
            """);
        add.Bind(1, seen.Serial).Bind(2, seen.Gate).Bind(3, seen.Fingerprint)
            .Bind(4, used is null ? now.ToUnixTimeMilliseconds() : seen.NotBefore.ToUnixTimeMilliseconds())
            .Bind(5, seen.NotBefore.ToUnixTimeMilliseconds()).Bind(6, seen.NotAfter.ToUnixTimeMilliseconds())
            .Bind(7, used?.ToUnixTimeMilliseconds()).Run();
    }

    private int Recall(Database db)
    {
        using var used = db.Prepare("SELECT serial FROM certificate WHERE first_used_at IS NOT NULL");
        while (used.Step())
            _used[used.Text(0)!] = 0;
        foreach (var (serial, _, at) in ReadRevoked(db))
            _revoked[serial] = at;
        return _revoked.Count;
    }

    private static List<(string Serial, string Gate, DateTimeOffset At)> ReadRevoked(Database db)
    {
        using var rows = db.Prepare("""
            SELECT serial, name, revoked_at FROM certificate JOIN gate ON gate.id = certificate.gate
            WHERE revoked_at IS NOT NULL
            """);
        var found = new List<(string, string, DateTimeOffset)>();
        while (rows.Step())
            found.Add((rows.Text(0)!, rows.Text(1)!, At(rows.Int64(2))));
        return found;
    }

    /// <summary>The list may know of revocations that the table has forgotten, and the other way round.</summary>
    private void JoinList()
    {
        var path = _authority.Files.Revoked;
        IReadOnlyCollection<RevokedSerial> listed = [];
        try
        {
            if (File.Exists(path))
                listed = _authority.ReadRevoked(File.ReadAllText(path));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            throw AuthorityFaults.ListUnreadable(path, e);
        }
        var forgotten = listed.Count(one => _revoked.TryAdd(one.Serial, one.At));
        if (forgotten > 0)
            Log.RevocationsRemembered(_logger, forgotten, path);
        if (listed.Count != _revoked.Count || !File.Exists(path))
            WriteList();
    }

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private sealed record SeenCertificate(
        string Serial, string Gate, string Fingerprint, DateTimeOffset NotBefore, DateTimeOffset NotAfter);
}

/// <summary>A certificate as the hub keeps it.</summary>
internal sealed record GateCertificate(
    string Serial, string Gate, string Fingerprint, DateTimeOffset IssuedAt, DateTimeOffset NotBefore,
    DateTimeOffset NotAfter, DateTimeOffset? FirstUsedAt, DateTimeOffset? RevokedAt, string? RevokedWhy);
