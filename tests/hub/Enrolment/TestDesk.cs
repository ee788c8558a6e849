using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CheckIn.Enrolment;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Cards;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Ingest;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Lists;
using CheckIn.Hub.Modes;
using CheckIn.Hub.Rollouts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Tests.Ingest;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CheckIn.Hub.Tests.Enrolment;

/// <summary>
/// The desk with the real store, authority and keys in a folder of its own, time that is told, and no sockets.
/// </summary>
internal sealed class TestDesk : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-desk-").FullName;
    private readonly ServiceProvider _services;

    internal TestDesk(params (string Key, string Value)[] settings)
    {
        var all = settings.Prepend(("Enrolment:Address", "hub.example")).Append(
            ("Events:Path", Path.Combine(_folder, "hub.db")));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            all.GroupBy(pair => pair.Item1).Select(
                group => KeyValuePair.Create(group.Key, (string?)group.Last().Item2))).Build();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IMessageBus>(Bus)
            .AddSettings<EventsOptions>(configuration, "Events")
            .AddSettings<FleetOptions>(configuration, "Fleet")
            .AddSettings<BrokerOptions>(configuration, "Broker")
            .AddSingleton<BrokerEndPoint>()
            .AddSingleton<EventCounters>()
            .AddSingleton<EventStore>()
            .AddSingleton<FleetRegistry>()
            .AddSingleton<GatePlaces>()
            .AddSingleton<SightBook>()
            .AddSingleton<HubSignals>()
            .AddSingleton<SetAside>()
            .AddSites(configuration)
            .AddRollouts()
            .AddDesired(configuration)
            .AddModes()
            .AddLists()
            .AddCards()
            .AddAuthority(configuration)
            .AddKeys(configuration)
            .AddEnrolment(configuration)
            .BuildServiceProvider();
    }

    internal SteppedTime Time { get; } = new();
    internal RememberingBus Bus { get; } = new();
    internal EnrolmentDesk Desk => Get<EnrolmentDesk>();
    internal ClaimTaker Taker => Get<ClaimTaker>();
    internal EventStore Store => Get<EventStore>();
    internal byte[] HubCertificate { get; } = SHA256.HashData("the certificate that the hub shows"u8);

    internal T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>One of its own, of the desk's parts.</summary>
    internal T Make<T>() where T : notnull => ActivatorUtilities.CreateInstance<T>(_services);

    internal Task<IssuedCode> IssueAsync(
        string site = "truong-a", string plan = "in", string? gate = null, bool replaces = false) =>
        Desk.IssueAsync(new ClaimOrder(site, plan, gate, Replaces: replaces), Actor.Local, default);

    internal static async Task<string> RefusalAsync(Func<Task> act) =>
        (await Assert.ThrowsAsync<EnrolmentException>(act)).Message;

    /// <summary>What the audit says, oldest first: actor, action, subject, outcome.</summary>
    internal IReadOnlyList<string> Audit() => Store.Read(db =>
        (IReadOnlyList<string>)[.. AuditLog.Read(db, 0, 1000).Select(
            row => $"{row.Actor} {row.Action} {row.Subject} {row.Outcome}")]);

    internal EnrolledGate Gate(string id) => Desk.Known(id);

    /// <summary>A gate takes the code up as a real one does.</summary>
    internal async Task<(ClaimAnswer Answer, EnrolmentGrant? Grant)> TakeAsync(IssuedCode issued, TestUnit unit)
    {
        var (answer, body, proof) = await SendAsync(issued.Code, unit.Request());
        if (body is null)
            return (answer, null);
        Assert.Equal(EnrolmentProof.OfHub(issued.Code.Key(), unit.Request(), body), proof);
        return (answer, JsonSerializer.Deserialize(body, EnrolmentJson.Default.EnrolmentGrant));
    }

    internal Task<(ClaimAnswer Answer, byte[]? Body, string? Proof)> SendAsync(
        EnrolmentCode code, byte[] request, byte[]? certificate = null) =>
        Taker.TakeAsync(
            code.Id, request, EnrolmentProof.OfGate(
                code.Key(), certificate ?? HubCertificate, request), HubCertificate, default);

    /// <summary>A gate in service.</summary>
    internal async Task<EnrolmentGrant> EnrolAsync(string? gate = null, bool replaces = false) =>
        (await TakeAsync(await IssueAsync(gate: gate, replaces: replaces), new TestUnit())).Grant!;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A machine with a key of its own that wants to be a gate.</summary>
internal sealed class TestUnit(ECCurve? curve = null)
{
    private readonly ECDsa _key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256);
    private byte[]? _request;

    internal string Fingerprint => CheckIn.Enrolment.Fingerprint.Of(_key.ExportSubjectPublicKeyInfo());

    internal ECDsa Key => _key;

    /// <summary>A certificate with its key.</summary>
    internal X509Certificate2 Pair(string pem)
    {
        using var bare = X509Certificate2.CreateFromPem(pem);
        using var pair = bare.CopyWithPrivateKey(_key);
        return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
    }

    internal string Csr() => Convert.ToBase64String(
        new CertificateRequest("CN=anybody", _key, HashAlgorithmName.SHA256).CreateSigningRequest());

    internal byte[] Request() => _request ??= JsonSerializer.SerializeToUtf8Bytes(
        new EnrolmentRequest(Csr(), Convert.ToBase64String(new byte[16]), "1.0", "Raspberry Pi 5"),
        EnrolmentJson.Default.EnrolmentRequest);
}
