using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Enrolment;
using CheckIn.Mqtt;
using CheckIn.Updates;

namespace CheckIn.EndToEnd.Tests.Updates;

/// <summary>What a gate is to a hub, as far as updates go: it enrols, is there, asks, fetches and reports.</summary>
internal sealed class UpdatingGate : IAsyncDisposable
{
    private readonly HttpClient _https;
    private readonly MqttClient _mqtt;

    private UpdatingGate(string id, HttpClient https, MqttClient mqtt) => (Id, _https, _mqtt) = (id, https, mqtt);

    internal string Id { get; }

    internal static async Task<UpdatingGate> EnrolAsync(EnrolmentCode code, CancellationToken cancellation)
    {
        var address = new Uri($"https://localhost:{code.Port}/");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var grant = await TakeUpAsync(address, code, key, cancellation);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(grant.Certificate);
        using var pair = chain[0].CopyWithPrivateKey(key);
        var context = SslStreamCertificateContext.Create(
            X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null), [chain[1]], offline: true);
        var https = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { ClientCertificateContext = context, RemoteCertificateValidationCallback = static (_, server, _, _) => server is not null },
        })
        {
            BaseAddress = address,
        };
        var mqtt = await MqttClient.ConnectAsync(new MqttClientOptions
        {
            Host = "localhost",
            Port = grant.Mqtt.Port,
            ClientId = grant.Gate,
            Tls = new MqttTlsOptions
            {
                TrustedRoots = [X509Certificate2.CreateFromPem(grant.Authority)],
                ClientCertificateContext = context,
                Protocols = SslProtocols.Tls13,
            },
        }, cancellation);
        var state = new StateMessage(GateState.Ready, 1, "boot-1", "1.0.0", 0, "epoch-1");
        await mqtt.PublishAsync(
            new MqttMessage(Topics.Of(grant.Gate, GateTopic.State), JsonSerializer.SerializeToUtf8Bytes(
                state, ContractJson.Default.StateMessage))
            {
                Retain = true,
                ContentType = ContentTypes.State,
            }, cancellation);
        return new UpdatingGate(grant.Gate, https, mqtt);
    }

    internal async Task<UpdateWanted?> WantedAsync() =>
        (await _https.GetFromJsonAsync("api/v1/gate/provision", EnrolmentJson.Default.ProvisionMessage))!.Update;

    internal Task<byte[]> FetchAsync(string package) =>
        _https.GetByteArrayAsync(new Uri("api/v1/gate/updates/" + package, UriKind.Relative));

    internal async Task ReportAsync(long release, string state, string? why = null)
    {
        using var answer = await _https.PostAsJsonAsync(
            "api/v1/gate/update", new UpdateReport(release, state, why), EnrolmentJson.Default.UpdateReport);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _mqtt.DisposeAsync();
        _https.Dispose();
    }

    private static async Task<EnrolmentGrant> TakeUpAsync(
        Uri address, EnrolmentCode code, ECDsa key, CancellationToken cancellation)
    {
        byte[] shown = [];
        using var http = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = 1,
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, server, _, _) =>
                {
                    shown = SHA256.HashData(server!.GetRawCertData());
                    return server is not null;
                },
            },
        })
        {
            BaseAddress = address,
        };
        (await http.GetAsync(new Uri("api/v1/gate/provision", UriKind.Relative), cancellation)).Dispose(); // For the handshake.
        var csr = new CertificateRequest("CN=anybody", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new EnrolmentRequest(Convert.ToBase64String(csr), Convert.ToBase64String(new byte[16]), "1.0.0"),
            EnrolmentJson.Default.EnrolmentRequest);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/enrolment/" + code.Id);
        request.Content = new ByteArrayContent(body);
        request.Headers.Add(EnrolmentProof.Header, EnrolmentProof.OfGate(code.Key(), shown, body));
        using var answer = await http.SendAsync(request, cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellation));
        return (await answer.Content.ReadFromJsonAsync(EnrolmentJson.Default.EnrolmentGrant, cancellation))!;
    }
}
