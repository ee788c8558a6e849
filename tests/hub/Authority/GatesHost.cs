using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Hub.Tests.Broker;
using CheckIn.Mqtt;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CheckIn.Hub.Tests.Authority;

/// <summary>The whole hub with listeners for gates, on free loopback ports and a folder of its own.</summary>
internal sealed class GatesHost : IAsyncDisposable
{
    private const string Question = "/api/v1/gate/who";
    private readonly WebApplication _app;

    private GatesHost(WebApplication app, string folder) => (_app, Folder) = (app, folder);

    internal string Folder { get; }
    internal CertificateAuthority Authority => Get<CertificateAuthority>();
    internal GateIdentities Identities => Get<GateIdentities>();
    internal EventStore Store => Get<EventStore>();
    internal int MqttPort => Get<BrokerEndPoint>().TlsBound!.Port;
    internal int HttpsPort => Get<GatesEndPoint>().Bound!.Port;
    internal X509Certificate2Collection? Trusted { get; private init; }

    internal static async Task<GatesHost> StartAsync(
        X509Certificate2Collection? trusted = null, params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("checkin-gates-").FullName;
        var app = HubApplication.Create(
            [
                "--Web:Listen=127.0.0.1:0", "--Broker:Listen=127.0.0.1:0", "--Broker:TlsListen=127.0.0.1:0",
                "--Enrolment:Address=localhost", "--Enrolment:Listen=127.0.0.1:0",
                "--Events:Path=" + Path.Combine(folder, "hub.db"), .. settings,
            ],
            builder => builder.Logging.ClearProviders());
        app.Get(Question, Access.Gates, (HttpContext http, GateIdentities identities) =>
        {
            var connection = http.Features.Get<GatesConnection>()!;
            var shown = Convert.ToHexString(connection.ServerCertificate.Span);
            return $"{connection.GateIn(identities)} {connection.Client.Fault} {shown}";
        });
        await app.StartAsync();
        return new GatesHost(app, folder) { Trusted = trusted };
    }

    internal T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A gate's certificate with its key; kept unless the database shall not know it.</summary>
    internal async Task<X509Certificate2> EnrolAsync(string gate, bool isKept = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        var issued = Authority.IssueGate(gate, request);
        if (isKept)
            await Store.WriteAsync(db => GateIdentities.Keep(db, issued, TimeProvider.System.GetUtcNow()), default);
        using var bare = X509Certificate2.CreateFromPem(issued.Pem);
        using var pair = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
    }

    internal async Task RevokeAsync(string gate, string? except = null)
    {
        await Store.WriteAsync(
            db => GateIdentities.Revoke(db, gate, "stolen", TimeProvider.System.GetUtcNow(), except), default);
        await Identities.ApplyAsync(default);
    }

    internal Task<MqttClient> ConnectAsync(
        string id, X509Certificate2? certificate, SslProtocols protocols = SslProtocols.Tls13, int? port = null) =>
        MqttClient.ConnectAsync(new MqttClientOptions
        {
            Host = "localhost",
            Port = port ?? MqttPort,
            ClientId = id,
            Tls = new MqttTlsOptions
            {
                TrustedRoots = Trusted ?? [Authority.Root],
                ClientCertificateContext = certificate is null ? null : Context(certificate),
                Protocols = protocols,
            },
        }, TimeProvider.System, Patience.Token);

    /// <summary>A client of the gates' HTTPS that keeps its connection; tells which certificate it was shown.</summary>
    internal HttpClient Http(X509Certificate2? certificate, Action<X509Certificate2>? shown = null)
    {
        var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = 1,
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificateContext = certificate is null ? null : Context(certificate),
                RemoteCertificateValidationCallback = (_, server, _, _) =>
                {
                    shown?.Invoke((X509Certificate2)server!);
                    return server is not null;
                },
            },
        };
        return new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://localhost:{HttpsPort}/"),
            Timeout = TimeSpan.FromSeconds(20),
        };
    }

    internal static async Task<string[]> WhoAsync(HttpClient http) =>
        (await http.GetStringAsync(new Uri(Question, UriKind.Relative))).Split(' ');

    private SslStreamCertificateContext Context(X509Certificate2 certificate) =>
        SslStreamCertificateContext.Create(certificate, Trusted is null ? [Authority.Issuing] : null, offline: true);

    /// <summary>Only TLS; whatever the server says then.</summary>
    internal async Task<int> ReadAfterHandshakeAsync(X509Certificate2? certificate, byte[] sent)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, MqttPort);
        await using var tls = new SslStream(socket.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ClientCertificates = certificate is null ? null : [certificate],
                RemoteCertificateValidationCallback = (_, server, _, _) => server is not null,
            }, Patience.Token);
            await tls.WriteAsync(sent, Patience.Token);
            return await tls.ReadAsync(new byte[100], Patience.Token);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
