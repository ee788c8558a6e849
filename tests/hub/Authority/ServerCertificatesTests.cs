using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Enrolment;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Authority;

public sealed class ServerCertificatesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkin-server-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(_folder.FullName, name);

    [Fact]
    public async Task The_hubs_own_is_renewed_at_two_thirds_of_its_life_and_when_the_clock_was_wrong()
    {
        await using var made = TestAuthority.Make();
        var server = new OwnServerCertificate(made.Authority, ["localhost"], made.Time, NullLogger.Instance);
        var first = server.Current;
        Assert.Same(first, server.Current);
        made.Time.Pass(TimeSpan.FromDays(59));
        Assert.Same(first, server.Current);
        made.Time.Pass(TimeSpan.FromDays(2));
        var second = server.Current;
        Assert.NotSame(first, second);
        Assert.True(second.Certificate.NotAfter > made.Time.GetUtcNow().AddDays(89).LocalDateTime);
        made.Time.Jump(TimeSpan.FromDays(-30));
        Assert.NotSame(second, server.Current);
        made.Time.Jump(TimeSpan.FromDays(-30_000));
        Assert.Same(server.Current, server.Current);
    }

    [Fact]
    public async Task Another_issuing_certificate_signs_the_next()
    {
        await using var made = TestAuthority.Make();
        var server = new OwnServerCertificate(made.Authority, ["localhost"], made.Time, NullLogger.Instance);
        var first = server.Current;
        made.Authority.RenewIssuing();
        server.Forget();
        Assert.NotEqual(first.Certificate.Issuer, server.Current.Certificate.Issuer);
    }

    [Fact]
    public async Task A_certificate_past_its_end_or_revoked_or_no_gates_proves_nothing()
    {
        await using var made = TestAuthority.Open();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new CertificateMetrics(services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        var tls = new GateTls(
            Options.Create(new BrokerOptions()), Options.Create(new EnrolmentOptions { Address = "hub.example" }),
            new WatchedCertificates(metrics, made.Time, NullLogger<WatchedCertificates>.Instance), metrics, made.Time,
            NullLogger<GateTls>.Instance, made.Authority, made.Identities);
        Assert.True(tls.Server.Certificate.MatchesHostname("hub.example"));
        using var gate = TestAuthority.Parse((await made.EnrolAsync("gate-1")).Pem);
        Assert.Equal("gate-1", tls.Judge(gate, SslPolicyErrors.None).Gate);
        Assert.Equal(ClientFaults.Untrusted, tls.Judge(gate, SslPolicyErrors.RemoteCertificateChainErrors).Fault);
        Assert.Equal(ClientFaults.None, tls.Judge(null, SslPolicyErrors.RemoteCertificateNotAvailable).Fault);
        using var hub = made.Authority.IssueHub("checkin-hub");
        Assert.Equal(ClientFaults.NotAGate, tls.Judge(hub, SslPolicyErrors.None).Fault);
        await made.RevokeAsync("gate-1");
        Assert.Equal(ClientFaults.Revoked, tls.Judge(gate, SslPolicyErrors.None).Fault);
        using var old = TestAuthority.Parse((await made.EnrolAsync("gate-2")).Pem);
        made.Time.Pass(TimeSpan.FromDays(366));
        Assert.Equal(ClientFaults.Expired, tls.Judge(old, SslPolicyErrors.None).Fault);
    }

    [Fact]
    public async Task Files_that_are_replaced_are_taken_up_and_a_pair_that_does_not_fit_changes_nothing()
    {
        using var authority = new TestCertificates();
        using var first = authority.Issue("first");
        using var second = authority.Issue("second");
        await File.WriteAllTextAsync(In("a.pem"), first.ExportCertificatePem());
        await File.WriteAllTextAsync(In("a.key"), TestCertificates.KeyOf(first));
        var time = new Ingest.SteppedTime();
        var files = new PemCertificate("Web:Certificate", In("a.pem"), In("a.key"), time, NullLogger.Instance);
        Assert.Equal(first.Thumbprint, files.Current.Certificate.Thumbprint);
        await File.WriteAllTextAsync(In("a.pem"), second.ExportCertificatePem());
        time.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(first.Thumbprint, files.Current.Certificate.Thumbprint);
        await File.WriteAllTextAsync(In("a.key"), TestCertificates.KeyOf(second));
        time.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(second.Thumbprint, files.Current.Certificate.Thumbprint);
        File.Delete(In("a.key"));
        time.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(second.Thumbprint, files.Current.Certificate.Thumbprint);
    }
}
