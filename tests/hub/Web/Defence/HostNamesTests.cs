using System.Net;
using System.Net.Sockets;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Hub.Accounts;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CheckIn.Hub.Tests.Web.Defence;

public sealed class HostNamesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkin-hosts-");
    private readonly TestCertificates _theirs = new();

    public void Dispose()
    {
        _theirs.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Page_and_api_answer_to_their_own_names_only()
    {
        (string Host, bool IsOurs)[] cases =
        [
            ("localhost", true),
            ("LOCALHOST:4711", true),
            ("127.0.0.1", true),
            ("127.8.9.1:80", true),
            ("[::1]:8080", true),
            ("hub.example", true),
            ("Hub.Example.:8444", true),
            ("gates.example:8443", true),
            ("rebound.example", false),
            ("127.0.0.1.rebound.example", false),
            ("localhost.rebound.example", false),
            ("sub.hub.example", false),
            ("hub.example.rebound.example", false),
            ("10.0.0.1", false),
            ("2130706433", true), // 127.0.0.1 as one number: nobody else's name
        ];
        await using var hub = await WebHost.StartAsync("--Web:Hosts:0=hub.example", "--Enrolment:Address=gates.example",
            "--Enrolment:Listen=127.0.0.1:0", "--Broker:TlsListen=127.0.0.1:0");
        foreach (var (host, isOurs) in cases)
        {
            foreach (var path in new[] { "/", "/api/v1/audit", "/healthz", "/assets/checkin.js", "/mqtt" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Host = host;
                using var answer = await hub.Http.SendAsync(request);
                Assert.True(isOurs == (answer.StatusCode != HttpStatusCode.MisdirectedRequest), $"{host} {path}: {answer.StatusCode}");
                if (!isOurs)
                    Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
            }
        }
    }

    [Fact]
    public async Task A_certificate_s_names_are_the_hub_s_and_tls_holds_browsers_to_itself()
    {
        using var certificate = _theirs.Issue("page.example");
        var (pem, key) = (Path.Combine(_folder.FullName, "web.pem"), Path.Combine(_folder.FullName, "web.key"));
        await File.WriteAllTextAsync(pem, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(key, TestCertificates.KeyOf(certificate));
        await using var hub = await WebHost.StartAsync(
            "--Web:TlsListen=127.0.0.1:0", "--Web:Certificate=" + pem, "--Web:Key=" + key);
        var port = hub.Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(static text => new Uri(text)).First(static uri => uri.Scheme == "https").Port;
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var http = Client(port);
            using var answer = await AskAsync(http, "page.example", version);
            Assert.Equal((HttpStatusCode.OK, version), (answer.StatusCode, answer.Version));
            Assert.Equal("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single());
            using var other = await AskAsync(http, "other.example", version);
            Assert.Equal(HttpStatusCode.MisdirectedRequest, other.StatusCode);
        }

        Task<HttpResponseMessage> AskAsync(HttpClient http, string host, Version version)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, $"https://127.0.0.1:{port}/healthz")
            {
                Version = version,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            request.Headers.Host = host;
            return http.SendAsync(request);
        }
    }

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.7", "https", "203.0.113.7")]
    [InlineData("127.0.0.1", "198.51.100.1, 203.0.113.7", "https", "203.0.113.7")]
    [InlineData("127.0.0.1", "192.0.2.1, 203.0.113.7, 10.0.0.9", "https", "10.0.0.9")]
    [InlineData(null, "203.0.113.7", "https", "127.0.0.1")]
    [InlineData("10.0.0.9", "203.0.113.7", "https", "127.0.0.1")]
    public async Task From_where_is_what_a_trusted_forwarder_says_and_nobody_else(
        string? proxy, string forwardedFor, string scheme, string expected)
    {
        await using var hub = await WebHost.StartAsync(proxy is null ? [] : ["--Web:Proxies:0=" + proxy]);
        // What the operator shows is good at the hub's machine only.
        var token = await hub.Get<TokenBook>().MakeAsync(
            Caller.Local(null), new TokenOrder("far", new Grant(Role.Administrator)), default);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/plans/cong");
        request.Headers.Authorization = new("Bearer", token.Text);
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        request.Headers.Add("X-Forwarded-Proto", scheme);
        // No loopback name: of "localhost" no browser is held to TLS.
        request.Headers.Host = "127.0.0.1";
        request.Content = new StringContent("""{"Lanes":[]}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await hub.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(expected, hub.Store.Read(static db =>
        {
            using var row = db.Prepare("SELECT origin FROM audit ORDER BY id DESC LIMIT 1");
            row.Step();
            return row.Text(0);
        }));
        Assert.Equal(expected != "127.0.0.1", answer.Headers.Contains("Strict-Transport-Security"));
    }

    private static HttpClient Client(int port) => new(new SocketsHttpHandler
    {
        SslOptions = { RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null },
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
}
