using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Enrolment;
using CheckIn.Gate.Enrolment;

namespace CheckIn.Gate.Identity;

/// <summary>
/// The gate's certificate with its key, and whom it trusts. Not disposed of when another one takes its place: a
/// connection may still be made with it.
/// </summary>
internal sealed class GateCertificate
{
    private const double RenewAt = 2.0 / 3;
    private const double Spread = 1.0 / 30;

    private GateCertificate(X509Certificate2 own, X509Certificate2Collection issuers, X509Certificate2Collection roots)
    {
        (Own, Issuers, Roots) = (own, issuers, roots);
        Context = SslStreamCertificateContext.Create(own, issuers, offline: true);
        Fingerprint = CheckIn.Enrolment.Fingerprint.Of(own);
    }

    internal X509Certificate2 Own { get; }

    /// <summary>What stands between it and the root, sent along.</summary>
    internal X509Certificate2Collection Issuers { get; }

    /// <summary>Whom to trust.</summary>
    internal X509Certificate2Collection Roots { get; }

    internal SslStreamCertificateContext Context { get; }

    internal string Fingerprint { get; }

    /// <summary>Whom it names.</summary>
    internal string Gate => Own.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    internal DateTimeOffset NotBefore => Own.NotBefore;

    internal DateTimeOffset NotAfter => Own.NotAfter;

    /// <summary>
    /// When it is to be renewed: at two thirds of its life, up to a thirtieth of it sooner or later. Gates that were
    /// enrolled in one hour do not all come in one; each keeps its moment, because it is taken from the certificate's
    /// number.
    /// </summary>
    internal DateTimeOffset RenewalAt
    {
        get
        {
            var dice = BitConverter.ToUInt32(SHA256.HashData(Own.SerialNumberBytes.Span)) / (double)uint.MaxValue;
            return NotBefore + ((NotAfter - NotBefore) * (RenewAt + (Spread * ((2 * dice) - 1))));
        }
    }

    /// <summary>Whole days that are left.</summary>
    internal int DaysLeft(DateTimeOffset now) => (int)Math.Floor((NotAfter - now).TotalDays);

    /// <exception cref="CryptographicException">The texts are no key and certificates that belong together.</exception>
    internal static GateCertificate Of(StoredIdentity stored)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(stored.Certificate);
        if (all.Count == 0)
            throw new CryptographicException("there is no certificate");
        var roots = new X509Certificate2Collection();
        roots.ImportFromPem(stored.Authority);
        if (roots.Count == 0)
            throw new CryptographicException("there is no authority");
        // Checks that the key is the certificate's.
        var own = X509Certificate2.CreateFromPem(stored.Certificate, stored.Key);
        return new GateCertificate(own, [.. all.Skip(1)], roots);
    }
}
