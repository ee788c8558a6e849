using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Enrolment;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CheckIn.Gate.Tests.Enrolment;

/// <summary>
/// The gates' HTTPS of a hub, in this process, with one claim: real TLS and real proofs over the shared contract. What
/// a hub may do wrong, and what may happen on the way, is switched on by its properties.
/// </summary>
internal sealed partial class HubDouble : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestAuthority _authority;
    private readonly byte[] _hubCertificate;
    private byte[]? _usedBy;
    private byte[]? _answered;

    private HubDouble(WebApplication app, TestAuthority authority, byte[] hubCertificate) =>
        (_app, _authority, _hubCertificate) = (app, authority, hubCertificate);

    internal string Gate { get; set; } = "lop-hoc-3";
    internal EnrolmentCode Code { get; private set; } = null!;
    internal int Port { get; private set; }
    internal DateTimeOffset Now { get; set; } = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    internal TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(90);
    internal ProvisionMessage Provision { get; set; } = new(1, GateStandings.Active, [], NewKeys(1));

    /// <summary>Answers that are committed and then lost on the way.</summary>
    internal int LoseAnswers { get; set; }
    /// <summary>Requests that are answered with HTTP 429 first.</summary>
    internal int Busy { get; set; }
    /// <summary>Refuses with this; null = it does not.</summary>
    internal EnrolmentRefusal? Refuses { get; set; }
    /// <summary>Changes the answer after it was proved.</summary>
    internal bool Tampers { get; set; }
    /// <summary>Proves with another code.</summary>
    internal bool IsAnother { get; set; }
    /// <summary>Changes what is granted before it is proved.</summary>
    internal Func<EnrolmentGrant, EnrolmentGrant>? Alters { get; set; }
    /// <summary>What is said to a certificate that is presented; null = it is good.</summary>
    internal EnrolmentRefusal? RefusesCertificates { get; set; }
    /// <summary>Renews for this one; null = for whoever asks.</summary>
    internal string? GrantsTo { get; set; }

    internal ConcurrentQueue<string> Requests { get; } = [];
    internal ConcurrentQueue<string> Serials { get; } = [];
    internal int Wiped { get; private set; }
    /// <summary>By name.</summary>
    internal Dictionary<string, byte[]> Lists { get; } = [];

    internal static async Task<HubDouble> StartAsync(
        TestAuthority authority, string name = "localhost", (X509Certificate2, X509Certificate2Collection)? shows = null)
    {
        var (certificate, chain) = shows ?? authority.Server(
            new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), new(2027, 11, 1, 0, 0, 0, TimeSpan.Zero), name);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
            {
                https.SslProtocols = SslProtocols.Tls13;
                https.ServerCertificate = certificate;
                https.ServerCertificateChain = chain;
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.AllowAnyClientCertificate();
            })));
        var app = builder.Build();
        var hub = new HubDouble(app, authority, SHA256.HashData(certificate.RawData));
        app.MapPost("/api/v1/enrolment/{id}", hub.EnrolAsync);
        app.MapPost("/api/v1/gate/certificate", hub.RenewAsync);
        app.MapGet("/api/v1/gate/provision", hub.ProvideAsync);
        app.MapPost("/api/v1/gate/wiped", hub.WipedAsync);
        app.MapGet("/api/v1/gate/updates/{package}", hub.GivePackageAsync);
        app.MapPost("/api/v1/gate/update", hub.TakeReportAsync);
        app.MapGet("/api/v1/gate/lists/{name}", hub.GiveListAsync);
        await app.StartAsync();
        hub.Port = new Uri(app.Urls.First()).Port;
        hub.Code = EnrolmentCode.New(EnrolmentCode.NewId(), $"localhost:{hub.Port}");
        return hub;
    }

    internal static KeyDelivery NewKeys(long version, string day = "2026-11-21")
    {
        using var tracing = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return new KeyDelivery(
            version, day, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            [new TracingPublicKey(day, Convert.ToBase64String(CheckIn.Sealing.Hpke.ExportPublicKey(tracing)))]);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task EnrolAsync(HttpContext context, string id)
    {
        Requests.Enqueue("enrolment");
        var body = await BodyAsync(context);
        if (Busy-- > 0)
        {
            await RefuseAsync(context, 429, new EnrolmentRefusal(EnrolmentReasons.Busy));
            return;
        }
        var key = (IsAnother ? EnrolmentCode.New(Code.Id, "localhost") : Code).Key();
        var proof = EnrolmentProof.OfGate(Code.Key(), _hubCertificate, body);
        if (Refuses is { } refusal)
            await RefuseAsync(context, 403, refusal);
        else if (id != Code.Id)
            await RefuseAsync(context, 404, new EnrolmentRefusal(EnrolmentReasons.Unknown));
        else if (!IsAnother && !EnrolmentProof.AreEqual(proof, context.Request.Headers[EnrolmentProof.Header]))
            await RefuseAsync(context, 403, new EnrolmentRefusal(EnrolmentReasons.Wrong));
        else if (Answer(body) is not { } answer)
            await RefuseAsync(context, 403, new EnrolmentRefusal(EnrolmentReasons.Used, Now.ToUnixTimeMilliseconds(), Gate));
        else if (LoseAnswers-- > 0)
            context.Abort();
        else
            await SayAsync(context, key, body, answer);
    }

    private async Task SayAsync(HttpContext context, byte[] key, byte[] request, byte[] answer)
    {
        context.Response.Headers[EnrolmentProof.Header] = EnrolmentProof.OfHub(key, request, answer);
        context.Response.ContentType = "application/json";
        if (Tampers)
            answer = [.. answer, (byte)' '];
        await context.Response.Body.WriteAsync(answer);
    }

    /// <summary>The same key is answered the same, another one not at all.</summary>
    private byte[]? Answer(byte[] body)
    {
        var request = JsonSerializer.Deserialize(body, EnrolmentJson.Default.EnrolmentRequest)!;
        var csr = Convert.FromBase64String(request.Csr);
        var key = CertificateRequest.LoadSigningRequest(csr, HashAlgorithmName.SHA256).PublicKey.ExportSubjectPublicKeyInfo();
        if (_usedBy is not null && !_usedBy.AsSpan().SequenceEqual(key))
            return null;
        if (_usedBy is null)
        {
            var grant = new EnrolmentGrant(
                Gate, "Lớp học 3", _authority.IssueGate(Gate, csr, Now.AddMinutes(-5), Now + Lifetime), _authority.RootPem,
                new Uri("mqtts://localhost:8883"), new Uri($"https://localhost:{Port}"), Now.ToUnixTimeMilliseconds(), Provision);
            _answered = JsonSerializer.SerializeToUtf8Bytes(Alters?.Invoke(grant) ?? grant, EnrolmentJson.Default.EnrolmentGrant);
            _usedBy = key;
        }
        return _answered;
    }

    private async Task RenewAsync(HttpContext context)
    {
        if (!await AdmitAsync(context, "certificate"))
            return;
        var request = JsonSerializer.Deserialize(await BodyAsync(context), EnrolmentJson.Default.RenewalRequest)!;
        var grant = new RenewalGrant(
            _authority.IssueGate(GrantsTo ?? Gate, Convert.FromBase64String(request.Csr), Now.AddMinutes(-5), Now + Lifetime),
            _authority.RootPem);
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(grant, EnrolmentJson.Default.RenewalGrant));
    }

    private async Task ProvideAsync(HttpContext context)
    {
        if (!await AdmitAsync(context, "provision"))
            return;
        var tag = $"\"{Provision.Version}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
            context.Response.StatusCode = StatusCodes.Status304NotModified;
        else
            await context.Response.Body.WriteAsync(
                JsonSerializer.SerializeToUtf8Bytes(Provision, EnrolmentJson.Default.ProvisionMessage));
    }

    private async Task WipedAsync(HttpContext context)
    {
        if (await AdmitAsync(context, "wiped"))
            Wiped++;
    }

    private async Task GiveListAsync(HttpContext context, string name)
    {
        if (!await AdmitAsync(context, "lists/" + name))
            return;
        if (Lists.TryGetValue(name, out var list))
            await context.Response.Body.WriteAsync(list);
        else
            await RefuseAsync(context, 404, new EnrolmentRefusal(EnrolmentReasons.Unknown));
    }

    private async Task<bool> AdmitAsync(HttpContext context, string what)
    {
        Requests.Enqueue(what);
        var certificate = context.Connection.ClientCertificate;
        if (certificate is not null)
            Serials.Enqueue(certificate.SerialNumber);
        if (RefusesCertificates is null && certificate is not null
            && certificate.GetNameInfo(X509NameType.SimpleName, false) == Gate)
            return true;
        await RefuseAsync(context, 403, RefusesCertificates ?? new EnrolmentRefusal(EnrolmentReasons.NotAGate));
        return false;
    }

    private static async Task RefuseAsync(HttpContext context, int status, EnrolmentRefusal refusal)
    {
        context.Response.StatusCode = status;
        await context.Response.Body.WriteAsync(
            JsonSerializer.SerializeToUtf8Bytes(refusal, EnrolmentJson.Default.EnrolmentRefusal));
    }

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }
}
