using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CheckIn.Mqtt;

/// <summary>
/// How a connection is encrypted. The defaults trust what the machine trusts and check the server's name.
/// </summary>
public sealed record MqttTlsOptions
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>The name that the server's certificate must bear; null = the host connected to.</summary>
    public string? TargetHost { get; init; }

    /// <summary>Who we are, with its private key; null = no client certificate.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>
    /// The same with the certificates that stand between it and its root, which are sent along; in place of
    /// <see cref="ClientCertificate"/>. Null = none. Over WebSocket only its certificate is used.
    /// </summary>
    public SslStreamCertificateContext? ClientCertificateContext { get; init; }

    /// <summary>
    /// The only roots to trust, in place of the machine's: a pin. Null = the machine's. The name is checked all the
    /// same.
    /// </summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>
    /// Decides about the server's certificate alone; null = the rules above. Whoever answers true to everything
    /// encrypts for anybody.
    /// </summary>
    public RemoteCertificateValidationCallback? Validate { get; init; }

    /// <summary>Protocol versions. Default TLS 1.2 and 1.3.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Whether revocation is looked up. Default no, since a gate may have no way to the lists.</summary>
    public X509RevocationMode Revocation { get; init; } = X509RevocationMode.NoCheck;

    internal bool IsTrusted(
        object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (Validate is not null)
            return Validate(sender, certificate, chain, errors);
        if (TrustedRoots is null || certificate is null)
            return errors == SslPolicyErrors.None;
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
            return false;
        using var pinned = new X509Chain();
        pinned.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        pinned.ChainPolicy.CustomTrustStore.AddRange(TrustedRoots);
        pinned.ChainPolicy.RevocationMode = Revocation;
        // A root that issues certificates to clients as well must not let one of them pose as the server.
        pinned.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            pinned.ChainPolicy.ExtraStore.Add(element.Certificate);
        return certificate is X509Certificate2 leaf && pinned.Build(leaf);
    }
}
