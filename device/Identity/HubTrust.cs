using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CheckIn.Gate.Identity;

/// <summary>
/// Whether whoever answers is the gate's hub: his certificate bears the name that was asked for, is a server's, and
/// leads to a root of the gate's own authority, never to one that only the machine trusts. Time is judged by
/// <see cref="TrustTime"/>, of every certificate on the way. Revocation of a hub's certificate is not looked up: gates
/// have no way to lists, and a hub that is replaced has a new one.
/// </summary>
/// <param name="roots">Whom to trust.</param>
/// <param name="others">Certificates that may stand between, beside those that are shown.</param>
/// <param name="time">The time.</param>
internal sealed class HubTrust(X509Certificate2Collection roots, X509Certificate2Collection others, Func<TrustTime> time)
{
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");

    /// <summary>For a TLS connection.</summary>
    /// <exception cref="AuthenticationException">He is not to be trusted; the message says why.</exception>
    internal bool Check(object sender, X509Certificate? certificate, X509Chain? shown, SslPolicyErrors errors)
    {
        // In place of a plain no, whose reason nobody would learn.
        return Problem(certificate as X509Certificate2, shown?.ChainPolicy.ExtraStore, errors) is { } problem
            ? throw new AuthenticationException(problem) : true;
    }

    /// <summary>Why he is not to be trusted; null = he is.</summary>
    internal string? Problem(X509Certificate2? certificate, X509Certificate2Collection? shown, SslPolicyErrors errors)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "whoever answers shows no certificate";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return $"whoever answers has a certificate of another name ({certificate.Subject})";
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ExtraStore.AddRange(others);
        if (shown is not null)
            chain.ChainPolicy.ExtraStore.AddRange(shown);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // An authority that issues certificates to gates must not let one of them pose as the hub.
        chain.ChainPolicy.ApplicationPolicy.Add(ServerUse);
        // Time is judged below.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        if (!chain.Build(certificate))
            return $"whoever answers is not of this gate's authority ({Words(chain)})";
        var now = time();
        foreach (var element in chain.ChainElements)
        {
            if (now.Problem(element.Certificate.NotBefore, element.Certificate.NotAfter) is { } problem)
                return $"the certificate {element.Certificate.Subject} {problem}";
        }
        return null;
    }

    private static string Words(X509Chain chain) => string.Join(", ", chain.ChainStatus
        .Where(static status => status.Status != X509ChainStatusFlags.NotTimeValid)
        .Select(static status => status.Status.ToString()).Distinct());
}
