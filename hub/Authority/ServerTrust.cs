using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Enrolment;
using CheckIn.Mqtt;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Authority;

/// <summary>
/// How the hub and an MQTT server of somebody else's prove to each other who they are: by the files that the settings
/// name, and for what they do not name by the hub's own authority, when gates are enrolled with it.
/// </summary>
internal sealed class ServerTrust(
    IOptions<BrokerOptions> broker, IOptions<EnrolmentOptions> enrolment, CertificateAuthority? authority = null)
{
    /// <summary>As long as a process may run; it lives in memory only.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1830);

    internal MqttTlsOptions Applied(MqttTlsOptions tls)
    {
        var own = enrolment.Value.Address is null ? null : authority;
        if (broker.Value.ServerAuthority is { } path)
        {
            X509Certificate2Collection roots = [];
            roots.ImportFromPemFile(path);
            tls = tls with { TrustedRoots = roots };
        }
        else if (own is not null)
        {
            tls = tls with { TrustedRoots = [own.Root] };
        }
        if (broker.Value.ServerCertificate is { } certificate)
        {
            var (bearer, chain) = PemCertificate.Read(certificate, broker.Value.ServerKey ?? certificate);
            var theirs = SslStreamCertificateContext.Create(bearer, chain, offline: true);
            return tls with { ClientCertificateContext = theirs };
        }
        return own is null ? tls : tls with
        {
            ClientCertificateContext = SslStreamCertificateContext.Create(
                own.IssueHub(broker.Value.ServerClientId, Lifetime), [own.Issuing], offline: true),
        };
    }
}
