using System.Security.Cryptography;
using CheckIn.Contract;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Backups;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Backups;

/// <summary>A hub with events, an audit and keys, a pair for its backups, and a place for them.</summary>
internal sealed class BackedUpHub : IAsyncDisposable
{
    internal const string Passphrase = "mot mat khau rat dai";

    private ECDiffieHellman? _key;

    private BackedUpHub(TestHub hub) => Hub = hub;

    internal TestHub Hub { get; }

    internal string Elsewhere { get; } = Directory.CreateTempSubdirectory("checkin-backup-").FullName;

    internal string Data => Path.GetDirectoryName(Hub.Database)!;

    internal string Private => Path.Combine(Elsewhere, "backup.key");

    internal string File => Path.Combine(Elsewhere, "one.backup");

    internal string Target => Path.Combine(Elsewhere, "restored");

    internal BackupPlaces Places => BackupPlaces.Of(new ConfigurationBuilder().AddInMemoryCollection(
        [KeyValuePair.Create("Events:Path", (string?)Hub.Database)]).Build());

    internal BackupMaker Maker => new(Places, Hub.Time);

    internal Restoring Restoring => new(Hub.Time);

    internal static async Task<BackedUpHub> StartAsync(int events = 300)
    {
        var hub = new BackedUpHub(TestHub.Start());
        var journal = new TestJournal("epoch-1", events);
        for (var first = 1; first <= events; first += 100)
            await hub.Hub.SendAsync("cong-1", journal.Batch(first, Math.Min(first + 99, events)));
        await hub.Hub.Store.WriteAsync(
            db =>
            {
                for (var n = 0; n < 20; n++)
                    AuditLog.Add(db, hub.Hub.Time.GetUtcNow(), new AuditEntry(Actor.Local, AuditActions.SiteSaved, $"s{n}"));
                db.Execute("""
                    INSERT INTO claim(id, key, site, plan, issued_by, issued_at, expires_at)
                    VALUES('ABC', x'00', 'truong-a', 'in', 'local', 1, 9000000000000)
                    """);
            }, default);
        await new AuditSealer(
            hub.Hub.Store, Options.Create(new HubKeyOptions()),
            Options.Create(new CheckIn.Hub.Events.EventsOptions { Path = hub.Hub.Database }), hub.Hub.Time).SealAsync();
        Directory.CreateDirectory(Path.Combine(hub.Data, "updates", "3"));
        await System.IO.File.WriteAllBytesAsync(
            Path.Combine(hub.Data, "updates", "3", "package.update"), RandomNumberGenerator.GetBytes(3_000_000));
        BackupKey.Make(hub.Private, BackupKey.PublicPath(hub.Places.KeyPlaces), Passphrase);
        return hub;
    }

    /// <summary>The private key, opened once: that takes a while by intention.</summary>
    internal ECDiffieHellman Key => _key ??= BackupKey.OpenPrivate(Private, Passphrase);

    internal (BackupManifest Manifest, RestoreReport Report, Voided Voided) Restore(string? file = null) =>
        Restoring.Run(file ?? File, Key, Target, acceptsFaults: false, Language.English, default);

    internal async Task<(int Exit, string Text)> RunAsync(params string[] line)
    {
        using var output = new StringWriter();
        var words = Path.Combine(Elsewhere, "words");
        await System.IO.File.WriteAllTextAsync(words, Passphrase + "\n");
        string[] more = line[0] == "backup" && line[1] is not ("key" or "verify") ? [] : ["--passphrase-file", words];
        var exit = await HubCommands.RunAsync(
            [.. line, .. more, "--Events:Path=" + Hub.Database, "--lang", "en"], output, output);
        return (exit, output.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        _key?.Dispose();
        await Hub.DisposeAsync();
        Directory.Delete(Elsewhere, recursive: true);
    }
}
