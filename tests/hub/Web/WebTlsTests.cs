using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Hub.Web;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CheckIn.Hub.Tests.Web;

/// <summary>What browsers see is another certificate than what gates see, and somebody else renews it.</summary>
public sealed class WebTlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkin-web-tls-");
    private readonly TestCertificates _theirs = new();

    public void Dispose()
    {
        _theirs.Dispose();
        _folder.Delete(recursive: true);
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private X509Certificate2 Write(string name)
    {
        var certificate = _theirs.Issue(name);
        File.WriteAllText(In("web.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(In("web.key"), TestCertificates.KeyOf(certificate));
        return certificate;
    }

    [Fact]
    public async Task The_page_is_served_with_the_certificate_of_the_files_and_with_the_next_without_a_restart()
    {
        using var first = Write("localhost");
        await using var app = HubApplication.Create(
            [
                "--Web:Listen=127.0.0.1:0", "--Broker:Listen=127.0.0.1:0", "--Web:TlsListen=127.0.0.1:0",
                "--Web:Certificate=" + In("web.pem"), "--Web:Key=" + In("web.key"), "--Events:Path=" + In("hub.db"),
            ],
            builder => builder.Logging.ClearProviders());
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.Select(text => new Uri(text)).First(uri => uri.Scheme == "https");
        Assert.Equal(first.Thumbprint, await ShownAsync(address));
        using var second = Write("localhost");
        var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;
        while (await ShownAsync(address) != second.Thumbprint)
            await Task.Delay(50, patience);
        await app.StopAsync();
    }

    [Theory]
    [InlineData("0.0.0.0:443", false, "Web:Certificate names no certificate")]
    [InlineData("nonsense", true, "must be an address and port")]
    [InlineData("127.0.0.1:8444", false, "Web:Certificate names no certificate")]
    public void What_is_wrong_with_it_is_said_at_the_start(string listen, bool hasCertificate, string problem)
    {
        using var certificate = Write("localhost");
        var options = new WebOptions
        {
            TlsListen = listen,
            Certificate = hasCertificate ? In("web.pem") : null,
            Key = In("web.key"),
        };
        Assert.Contains(
            options.Validate(new ValidationContext(options)),
            found => found.ErrorMessage!.Contains(problem, StringComparison.Ordinal));
    }

    private static async Task<string> ShownAsync(Uri address)
    {
        var shown = "";
        using var http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    shown = ((X509Certificate2)certificate!).Thumbprint;
                    return certificate is not null;
                },
            },
        });
        using var answer = await http.GetAsync(new Uri(address, "healthz"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return shown;
    }
}
