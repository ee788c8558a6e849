using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CheckIn.Storage;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Authority;

/// <summary>
/// The authority on disk: <c>root.crt</c>, <c>issuing.crt</c>, <c>issuing.key</c>, <c>revoked.crl</c>, all PEM, and the
/// root's key in a directory of its own. A file is replaced as a whole, and a private key is never written over: one
/// that others still rely on could not be made again.
/// </summary>
internal sealed class AuthorityFiles
{
    private const int Rounds = 200_000;
    private readonly string? _passphraseFile;

    public AuthorityFiles(IOptions<AuthorityOptions> options)
    {
        Directory = Path.GetFullPath(options.Value.Directory ?? Path.Combine("data", "authority"));
        RootDirectory = options.Value.RootDirectory is { } root
            ? Path.GetFullPath(root) : Path.Combine(Directory, "root-private");
        _passphraseFile = options.Value.PassphraseFile;
    }

    internal string Directory { get; }

    internal string RootDirectory { get; }

    internal string RootCertificate => In("root.crt");

    internal string RootKey => Path.Combine(RootDirectory, "root.key");

    internal string IssuingCertificate => In("issuing.crt");

    internal string IssuingKey => In("issuing.key");

    internal string Revoked => In("revoked.crl");

    internal string In(string name) => Path.Combine(Directory, name);

    /// <summary>Makes the directory, mode 700; false when its file system keeps no modes.</summary>
    internal static bool MakeDirectory(string path)
    {
        try
        {
            PrivateFile.MakeDirectory(path);
        }
        catch (Exception e) when (System.IO.Directory.Exists(path) && e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
        return OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == PrivateFile.DirectoryMode;
    }

    /// <summary>Writes a text whole and durably, mode 600, in place of what there was.</summary>
    internal static void Replace(string path, string text) => PrivateFile.Replace(path, Encoding.ASCII.GetBytes(text));

    /// <summary>Writes a private key that is not there yet.</summary>
    internal void CreateKey(string path, ECDsa key) => PrivateFile.Create(path, Encoding.ASCII.GetBytes(ToPem(key)));

    /// <summary>
    /// Puts another pair in place of the issuing one. After a crash between the two renames <see cref="FinishPair"/>
    /// does the second.
    /// </summary>
    internal void ReplacePair(string certificate, ECDsa key)
    {
        PrivateFile.Prepare(IssuingKey, Encoding.ASCII.GetBytes(ToPem(key)));
        PrivateFile.Prepare(IssuingCertificate, Encoding.ASCII.GetBytes(certificate));
        DurableDirectory.Sync(IssuingKey);
        File.Move(IssuingCertificate + PrivateFile.Next, IssuingCertificate, overwrite: true);
        DurableDirectory.Sync(IssuingCertificate);
        FinishPair();
    }

    /// <summary>False when no replacement of the pair was under way.</summary>
    internal bool FinishPair()
    {
        if (!File.Exists(IssuingKey + PrivateFile.Next) || File.Exists(IssuingCertificate + PrivateFile.Next))
            return false;
        File.Move(IssuingKey + PrivateFile.Next, IssuingKey, overwrite: true);
        DurableDirectory.Sync(IssuingKey);
        return true;
    }

    /// <exception cref="AuthorityException">It cannot be read, or is none.</exception>
    internal static X509Certificate2 ReadCertificate(string path)
    {
        try
        {
            return X509Certificate2.CreateFromPem(File.ReadAllText(path));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw AuthorityFaults.CertificateDamaged(path, e);
        }
    }

    /// <exception cref="AuthorityException">
    /// It cannot be read, is none of P-256, or needs another passphrase.
    /// </exception>
    internal ECDsa ReadKey(string path)
    {
        var key = ECDsa.Create();
        try
        {
            var pem = File.ReadAllText(path);
            if (!pem.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal))
                key.ImportFromPem(pem);
            else if (Passphrase() is { } passphrase)
                key.ImportFromEncryptedPem(pem, passphrase);
            else
                throw AuthorityFaults.NoPassphrase(path);
            if (key.KeySize != 256)
                throw new CryptographicException($"its key has {key.KeySize} bits, not 256");
            return key;
        }
        catch (ArgumentException)
        {
            key.Dispose();
            throw AuthorityFaults.KeyDamaged(path, new FormatException("there is no private key in it"));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw _passphraseFile is null
                ? AuthorityFaults.KeyDamaged(path, e) : AuthorityFaults.KeyOrPassphraseWrong(path, e);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private string ToPem(ECDsa key) => Passphrase() is { } passphrase
        ? key.ExportEncryptedPkcs8PrivateKeyPem(
            passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Rounds))
        : key.ExportPkcs8PrivateKeyPem();

    private string? Passphrase()
    {
        if (_passphraseFile is null)
            return null;
        try
        {
            if (File.ReadLines(_passphraseFile).FirstOrDefault() is { Length: > 0 } passphrase)
                return passphrase;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AuthorityFaults.PassphraseUnreadable(_passphraseFile, e);
        }
        throw AuthorityFaults.PassphraseEmpty(_passphraseFile);
    }
}
