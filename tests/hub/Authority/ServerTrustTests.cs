using System.Security.Cryptography.X509Certificates;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Enrolment;
using CheckIn.Mqtt;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Authority;

/// <summary>By what the hub is known to an MQTT server of somebody else's.</summary>
public sealed class ServerTrustTests
{
    [Fact]
    public async Task With_enrolment_it_is_the_hubs_own_authority_that_both_sides_know()
    {
        await using var made = TestAuthority.Make();
        var tls = Apply(new BrokerOptions(), "hub.example", made.Authority);
        Assert.Equal(made.Authority.Root.Thumbprint, Assert.Single(tls.TrustedRoots!).Thumbprint);
        var own = tls.ClientCertificateContext!;
        Assert.Equal("checkin-hub", own.TargetCertificate.GetNameInfo(X509NameType.SimpleName, false));
        Assert.Contains(own.IntermediateCertificates, c => c.Thumbprint == made.Authority.Issuing.Thumbprint);
        Assert.False(CertificateForms.IsGate(own.TargetCertificate));
    }

    [Fact]
    public async Task Without_enrolment_it_is_what_the_machine_trusts_and_no_certificate()
    {
        await using var made = TestAuthority.Make();
        var tls = Apply(new BrokerOptions(), null, made.Authority);
        Assert.Equal((null, null), (tls.TrustedRoots, tls.ClientCertificateContext));
        Assert.False(made.Authority.Exists);
    }

    [Fact]
    public async Task Files_that_the_settings_name_go_before_it()
    {
        await using var made = TestAuthority.Make();
        using var theirs = new TestCertificates();
        using var certificate = theirs.Issue("hub-there");
        string Write(string name, string pem)
        {
            var path = Path.Combine(made.Folder, name);
            File.WriteAllText(path, pem);
            return path;
        }
        var tls = Apply(
            new BrokerOptions
            {
                ServerAuthority = Write("authority.pem", theirs.Root.ExportCertificatePem()),
                ServerCertificate = Write("hub.pem", certificate.ExportCertificatePem()),
                ServerKey = Write("hub.key", TestCertificates.KeyOf(certificate)),
            },
            "hub.example", made.Authority);
        Assert.Equal(theirs.Root.Thumbprint, Assert.Single(tls.TrustedRoots!).Thumbprint);
        Assert.Equal(certificate.Thumbprint, tls.ClientCertificateContext!.TargetCertificate.Thumbprint);
    }

    private static MqttTlsOptions Apply(BrokerOptions broker, string? address, CertificateAuthority authority) =>
        new ServerTrust(Options.Create(broker), Options.Create(new EnrolmentOptions { Address = address }), authority)
            .Applied(new MqttTlsOptions());
}
