using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Enrolment;

namespace CheckIn.Hub.Authority;

/// <summary>
/// The authority as its files say it: the root, and the issuing certificate with its key, each found to fit the other.
/// </summary>
internal sealed class AuthorityKeys : IDisposable
{
    private static readonly TimeSpan RootLifetime = TimeSpan.FromDays(30 * 365);
    private static readonly TimeSpan IssuingLifetime = TimeSpan.FromDays(10 * 365);
    /// <summary>A gate's clock may be slow by so much when its hub is made.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromDays(1);
    private readonly AuthorityFiles _files;

    private AuthorityKeys(AuthorityFiles files, X509Certificate2 root, X509Certificate2 issuing, ECDsa key) =>
        (_files, Root, Issuing, IssuingKey) = (files, root, issuing, key);

    internal X509Certificate2 Root { get; }

    internal X509Certificate2 Issuing { get; }

    internal ECDsa IssuingKey { get; }

    /// <summary>Reads the authority, or makes it where there is none at all.</summary>
    internal static AuthorityKeys Open(AuthorityFiles files, DateTimeOffset now, ILogger logger)
    {
        AuthorityFiles.MakeDirectory(files.Directory);
        var hasRoot = File.Exists(files.RootCertificate);
        if (!hasRoot && File.Exists(files.IssuingCertificate))
            throw AuthorityFaults.RootMissing(files.RootCertificate, files.IssuingCertificate);
        using var root = hasRoot
            ? AuthorityFiles.ReadCertificate(files.RootCertificate) : MakeRoot(files, now, logger);
        files.FinishPair();
        if (!File.Exists(files.IssuingCertificate) || !File.Exists(files.IssuingKey))
            MakeIssuing(files, root, now, logger);
        return Read(files);
    }

    /// <summary>Whether the files name another issuing certificate by now, and one that is whole.</summary>
    internal bool TryReload(AuthorityFiles files, out AuthorityKeys reloaded)
    {
        reloaded = this;
        try
        {
            using var there = AuthorityFiles.ReadCertificate(files.IssuingCertificate);
            if (there.Thumbprint == Issuing.Thumbprint)
                return false;
            reloaded = Read(files);
            return true;
        }
        catch (AuthorityException)
        {
            // Half replaced, or damaged: what is in memory serves on, and the next start tells.
            return false;
        }
    }

    /// <summary>Another issuing certificate under the same root.</summary>
    internal AuthorityKeys Renew(AuthorityFiles files, DateTimeOffset now, ILogger logger)
    {
        KeepEarlier(files);
        MakeIssuing(files, Root, now, logger);
        return Read(files);
    }

    /// <summary>The issuing certificate and those before it, each with its key.</summary>
    internal IEnumerable<(X509Certificate2 Certificate, ECDsa Key)> Signers()
    {
        yield return (Issuing, IssuingKey);
        foreach (var path in Directory.EnumerateFiles(_files.Directory, "earlier-*.crt"))
        {
            using var certificate = AuthorityFiles.ReadCertificate(path);
            using var key = _files.ReadKey(Path.ChangeExtension(path, ".key"));
            yield return (certificate, key);
        }
    }

    /// <summary>Whose signatures under lists are this authority's.</summary>
    internal IEnumerable<X509Certificate2> ListSigners()
    {
        yield return Issuing;
        foreach (var path in Directory.EnumerateFiles(_files.Directory, "earlier-*.crt"))
            yield return AuthorityFiles.ReadCertificate(path);
    }

    public void Dispose()
    {
        Root.Dispose();
        Issuing.Dispose();
        IssuingKey.Dispose();
    }

    /// <summary>Reads what is there and changes nothing.</summary>
    internal static AuthorityKeys Read(AuthorityFiles files)
    {
        var root = AuthorityFiles.ReadCertificate(files.RootCertificate);
        var issuing = AuthorityFiles.ReadCertificate(files.IssuingCertificate);
        var key = files.ReadKey(files.IssuingKey);
        if (!Fits(issuing, key))
            throw AuthorityFaults.PairMismatched(files.IssuingKey, files.IssuingCertificate);
        if (!IsUnder(root, issuing))
            throw AuthorityFaults.NotUnderRoot(files.IssuingCertificate, files.RootCertificate);
        return new AuthorityKeys(files, root, issuing, key);
    }

    private static X509Certificate2 MakeRoot(AuthorityFiles files, DateTimeOffset now, ILogger logger)
    {
        if (!AuthorityFiles.MakeDirectory(files.RootDirectory))
            Log.RootKeyOpen(logger, files.RootDirectory);
        // A key without its certificate is what a crash at the first start leaves; it is taken up, never written over.
        using var key = File.Exists(files.RootKey)
            ? files.ReadKey(files.RootKey) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (!File.Exists(files.RootKey))
            files.CreateKey(files.RootKey, key);
        using var made = CertificateForms.Root(key).CreateSelfSigned(now - Back, now + RootLifetime);
        AuthorityFiles.Replace(files.RootCertificate, made.ExportCertificatePem() + "\n");
        Log.RootMade(logger, files.RootCertificate, Fingerprint.Of(made), files.RootKey);
        return AuthorityFiles.ReadCertificate(files.RootCertificate);
    }

    private static void MakeIssuing(AuthorityFiles files, X509Certificate2 root, DateTimeOffset now, ILogger logger)
    {
        if (!File.Exists(files.RootKey))
            throw AuthorityFaults.RootKeyAbsent(files.RootKey);
        using var rootKey = files.ReadKey(files.RootKey);
        if (!Fits(root, rootKey))
            throw AuthorityFaults.RootKeyForeign(files.RootKey, files.RootCertificate, Fingerprint.Of(root));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuing = CertificateForms.Issuing(key).Sign(root, rootKey, now - Back, now + IssuingLifetime);
        files.ReplacePair(issuing.ExportCertificatePem() + "\n", key);
        Log.IssuingMade(logger, files.IssuingCertificate, Fingerprint.Of(issuing), issuing.NotAfter);
    }

    /// <summary>
    /// Certificates of the pair that is replaced are about for a while, and its list is signed with its key.
    /// </summary>
    private static void KeepEarlier(AuthorityFiles files)
    {
        using var certificate = AuthorityFiles.ReadCertificate(files.IssuingCertificate);
        var name = files.In("earlier-" + Fingerprint.Of(certificate));
        AuthorityFiles.Replace(name + ".key", File.ReadAllText(files.IssuingKey));
        AuthorityFiles.Replace(name + ".crt", File.ReadAllText(files.IssuingCertificate));
    }

    private static bool Fits(X509Certificate2 certificate, ECDsa key) => certificate.PublicKey
        .ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());

    private static bool IsUnder(X509Certificate2 root, X509Certificate2 issuing)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // Only whose it is matters here; its end is looked after elsewhere, and the clock may be the one that is wrong.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(issuing);
    }
}
