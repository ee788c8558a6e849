using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Mqtt;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>
/// Whoever connects over TLS with a certificate of this authority is the gate that its common name says, and nobody
/// else. The certificate itself is judged in the handshake, its name with CONNECT.
/// </summary>
internal sealed class ClientAuthority
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private readonly X509Certificate2Collection _roots = [];

    /// <param name="path">PEM, one certificate or several.</param>
    public ClientAuthority(string path) => _roots.ImportFromPemFile(path);

    public bool HasIssued(X509Certificate2 certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if ((errors & SslPolicyErrors.RemoteCertificateNotAvailable) != 0)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(ClientAuthentication));
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(certificate);
    }
}

/// <summary>
/// A client with a certificate of the authority is a gate and must call itself what the certificate does. Any other
/// comes from this machine, since no other endpoint may be reached from elsewhere, and is who it says.
/// </summary>
internal sealed class CertificateAuthenticator(IOptions<BrokerOptions> options) : IClientAuthenticator
{
    public ValueTask<ClientVerdict> AuthenticateAsync(ClientCredentials credentials, CancellationToken cancellation)
    {
        var id = credentials.ClientId;
        if (options.Value.TlsClientAuthority is null || credentials.Certificate is not { } certificate)
            return ValueTask.FromResult(ClientVerdict.Accept(new ClientIdentity(id)));
        var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        return ValueTask.FromResult(name == id
            ? ClientVerdict.Accept(new ClientIdentity(id, StrictTopicAccess.GateRole))
            : ClientVerdict.Refuse(
                MqttReasonCode.NotAuthorized, "the client identifier is not its certificate's common name"));
    }
}
