using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Hub.Tests.Ingest;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Authority;

/// <summary>An authority with its store, in a folder of its own.</summary>
internal sealed class TestAuthority : IAsyncDisposable
{
    private readonly bool _isFolderOurs;

    private TestAuthority(string? folder, SteppedTime? time)
    {
        Folder = folder ?? Directory.CreateTempSubdirectory("checkin-authority-").FullName;
        _isFolderOurs = folder is null;
        Time = time ?? new SteppedTime();
        Options.Directory = Path.Combine(Folder, "authority");
    }

    internal string Folder { get; }
    internal SteppedTime Time { get; }
    internal AuthorityOptions Options { get; } = new();
    internal CertificateAuthority Authority { get; private set; } = null!;
    internal EventStore Store { get; private set; } = null!;
    internal GateIdentities Identities { get; private set; } = null!;
    internal AuthorityFiles Files => Authority.Files;

    internal static TestAuthority Make(
        string? folder = null, Action<AuthorityOptions>? set = null, SteppedTime? time = null)
    {
        var made = new TestAuthority(folder, time);
        set?.Invoke(made.Options);
        var options = Microsoft.Extensions.Options.Options.Create(made.Options);
        made.Authority = new CertificateAuthority(
            new AuthorityFiles(options), options, Microsoft.Extensions.Options.Options.Create(new BrokerOptions()),
            made.Time, NullLogger<CertificateAuthority>.Instance);
        return made;
    }

    /// <summary>With the store and what it knows of gates.</summary>
    internal static TestAuthority Open(string? folder = null, SteppedTime? time = null)
    {
        var made = Make(folder, time: time);
        _ = made.Authority.Root;
        var events = new EventsOptions { Path = Path.Combine(made.Folder, "hub.db") };
        made.Store = new EventStore(
            Microsoft.Extensions.Options.Options.Create(events), made.Time, new EventCounters(), NullLogger<EventStore>.Instance);
        made.Identities = new GateIdentities(
            made.Store, made.Authority, made.Time, NullLogger<GateIdentities>.Instance);
        return made;
    }

    internal IssuedCertificate Issue(string gate) => Authority.IssueGate(gate, Request(ECCurve.NamedCurves.nistP256));

    internal async Task<IssuedCertificate> EnrolAsync(string gate)
    {
        var issued = Issue(gate);
        await Store.WriteAsync(db => GateIdentities.Keep(db, issued, Time.GetUtcNow()), default);
        return issued;
    }

    internal async Task<IReadOnlyList<string>> RevokeAsync(string gate, string? except = null)
    {
        IReadOnlyList<string> serials = [];
        await Store.WriteAsync(
            db => serials = GateIdentities.Revoke(db, gate, "stolen", Time.GetUtcNow(), except), default);
        await Identities.ApplyAsync(default);
        return serials;
    }

    internal static byte[] Request(ECCurve curve)
    {
        using var key = ECDsa.Create(curve);
        return new CertificateRequest("CN=whatever", key, HashAlgorithmName.SHA256).CreateSigningRequest();
    }

    internal static X509Certificate2 Parse(string pem) => X509Certificate2.CreateFromPem(pem);

    /// <summary>Stops, and keeps the folder for the next.</summary>
    internal async Task StopAsync()
    {
        Authority.Dispose();
        Identities?.Dispose();
        if (Store is not null)
            await Store.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_isFolderOurs)
            Directory.Delete(Folder, recursive: true);
    }
}
