using CheckIn.Hub.Audit;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Storage;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace CheckIn.Hub.Tests.Audit;

/// <summary>A hub's audit on a file of its own, and an attacker who can write the file but has no key.</summary>
internal sealed class AuditFile : IAsyncDisposable
{
    private readonly TestHub _hub = TestHub.Start();

    internal AuditFile() => Sealer = new AuditSealer(
        _hub.Store, Options.Create(new HubKeyOptions()), Options.Create(Events), _hub.Time);

    internal TestHub Hub => _hub;

    internal CheckIn.Hub.Events.EventsOptions Events => new() { Path = _hub.Database };

    internal AuditSealer Sealer { get; }

    internal string Keys => Path.Combine(Path.GetDirectoryName(_hub.Database)!, "keys");

    internal SealKeys SealKeys => new(KeyPlaces.Of(new HubKeyOptions(), _hub.Database));

    internal Task AddAsync(params AuditEntry[] entries) => _hub.Store.WriteAsync(
        db =>
        {
            foreach (var entry in entries)
                AuditLog.Add(db, _hub.Time.GetUtcNow(), entry);
        }, default);

    /// <summary>So many rows, each another.</summary>
    internal Task AddAsync(int count) => AddAsync(
        [.. Enumerable.Range(1, count).Select(n => new AuditEntry(
            new Actor("person:an", n % 2 == 0 ? "127.0.0.1" : null), AuditActions.SiteSaved, $"site-{n}"))]);

    /// <summary>What verify finds.</summary>
    internal AuditVerdict Verify(bool isRemembered = true)
    {
        var keys = SealKeys;
        var last = isRemembered ? keys.Last() : null;
        using var record = new AuditRecord(_hub.Database);
        return record.Check(AuditPosition.Start, long.MaxValue, keys.Trusted(), last, default);
    }

    /// <summary>The faults as kind and rows.</summary>
    internal IEnumerable<string> Faults(bool isRemembered = true) =>
        Verify(isRemembered).Faults.Select(fault => $"{fault.Kind} {fault.Row}-{fault.Last}");

    /// <summary>As somebody with a raw connection would: the triggers are taken away first.</summary>
    internal void Tamper(string sql) => Tamper(_hub.Database, sql);

    internal static void Tamper(string file, string sql)
    {
        SqliteLibrary.Load();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open_v2(file, out var db, raw.SQLITE_OPEN_READWRITE, null));
        using (db)
        {
            raw.sqlite3_busy_timeout(db, 5000);
            foreach (var trigger in new[] { "audit_is_not_changed", "audit_is_not_removed", "audit_is_linked",
                "audit_seal_is_not_changed", "audit_seal_is_not_removed" })
                raw.sqlite3_exec(db, "DROP TRIGGER IF EXISTS " + trigger);
            var code = raw.sqlite3_exec(db, sql);
            Assert.True(code == raw.SQLITE_OK, raw.sqlite3_errmsg(db).utf8_to_string());
        }
    }

    /// <summary>Gives every row from there on the link that follows from what it says now: all but the seals fits.</summary>
    internal Task RelinkAsync(long from) => _hub.Store.WriteAsync(
        db =>
        {
            var before = AuditLink.Genesis;
            foreach (var row in AuditRows.After(db, 0))
            {
                before = row.Content.Id < from ? row.Link : AuditLink.Of(before, row.Content);
                db.Execute($"UPDATE audit SET link = x'{Convert.ToHexString(before)}' WHERE id = {row.Content.Id}");
            }
        }, default);

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
