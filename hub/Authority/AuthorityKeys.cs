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
    internal static AuthorityKeys Open(AuthorityFiles files, AuthorityOptions options, DateTimeOffset now, ILogger logger)
    {
        AuthorityFiles.MakeDirectory(files.Directory);
        var hasRoot = File.Exists(files.RootCertificate);
        if (!hasRoot && File.Exists(files.IssuingCertificate))
        {
            throw new AuthorityException(
                $"{files.RootCertificate} is missing, while {files.IssuingCertificate} is there. Gates trust that root and no "
                + "other, so no new one is made: put it back from the authority's backup, or from any gate's authority.crt.");
        }
        using var root = hasRoot ? AuthorityFiles.ReadCertificate(files.RootCertificate) : MakeRoot(files, options, now, logger);
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

    private static AuthorityKeys Read(AuthorityFiles files)
    {
        var root = AuthorityFiles.ReadCertificate(files.RootCertificate);
        var issuing = AuthorityFiles.ReadCertificate(files.IssuingCertificate);
        var key = files.ReadKey(files.IssuingKey);
        if (!Fits(issuing, key))
        {
            throw new AuthorityException(
                $"{files.IssuingKey} is not the key of {files.IssuingCertificate}: one of them is of another time. Put both back "
                + "from one backup, or make another pair with the root's key: checkin-hub authority issuing --root DIRECTORY.");
        }
        if (!IsUnder(root, issuing))
        {
            throw new AuthorityException(
                $"{files.IssuingCertificate} is not signed by {files.RootCertificate}: they are of two authorities. Put both "
                + "back from one backup; gates trust the root that they were enrolled with.");
        }
        return new AuthorityKeys(files, root, issuing, key);
    }

    private static X509Certificate2 MakeRoot(
        AuthorityFiles files, AuthorityOptions options, DateTimeOffset now, ILogger logger)
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
        {
            throw new AuthorityException(
                $"No issuing certificate can be made: the root's key is not at {files.RootKey}. Bring it there for a moment, or "
                + "say where it is (checkin-hub authority issuing --root DIRECTORY), or put issuing.crt and issuing.key back "
                + "from the authority's backup.");
        }
        using var rootKey = files.ReadKey(files.RootKey);
        if (!Fits(root, rootKey))
        {
            throw new AuthorityException(
                $"{files.RootKey} is not the key of {files.RootCertificate}: it is of another authority. Find the one whose "
                + $"fingerprint is {Fingerprint.Of(root)}.");
        }
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuing = CertificateForms.Issuing(key).Sign(root, rootKey, now - Back, now + IssuingLifetime);
        files.ReplacePair(issuing.ExportCertificatePem() + "\n", key);
        Log.IssuingMade(logger, files.IssuingCertificate, Fingerprint.Of(issuing), issuing.NotAfter);
    }

    /// <summary>Certificates of the pair that is replaced are about for a while, and its list is signed with its key.</summary>
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
