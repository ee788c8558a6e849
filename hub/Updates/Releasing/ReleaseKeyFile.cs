using System.Security.Cryptography;
using System.Text;
using CheckIn.Storage;
using CheckIn.Updates;

namespace CheckIn.Hub.Updates.Releasing;

/// <summary>
/// The key that signs packages, in a file of mode 600, encrypted with a passphrase (PKCS #8, PBES2: AES-256-CBC,
/// PBKDF2 with SHA-256). It belongs on a medium that neither a gate nor a hub ever sees. Its public half lies beside
/// it, for their lists.
/// </summary>
internal static class ReleaseKeyFile
{
    /// <summary>Behind the name of the key's file.</summary>
    internal const string Public = ".pub";
    private const int Iterations = 600_000;
    private const int MaxBytes = 64 * 1024;

    /// <summary>Makes both halves.</summary>
    /// <returns>The key's id.</returns>
    /// <exception cref="IOException">One is there already, or cannot be written.</exception>
    internal static string Create(string path, string passphrase)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = key.ExportEncryptedPkcs8PrivateKeyPem(
            passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Iterations));
        if (File.Exists(path + Public))
            throw new IOException($"{path}{Public} is there already.");
        PrivateFile.Create(path, Encoding.ASCII.GetBytes(pem + "\n"));
        File.WriteAllText(path + Public, key.ExportSubjectPublicKeyInfoPem() + "\n");
        DurableDirectory.Sync(path);
        return ReleaseKeys.IdOf(key);
    }

    /// <summary>Opens one.</summary>
    /// <exception cref="CryptographicException">The passphrase is another, or it is no such file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static ECDsa Open(string path, string passphrase)
    {
        if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
            throw new CryptographicException("It is too long for a key.");
        var key = ECDsa.Create();
        try
        {
            key.ImportFromEncryptedPem(File.ReadAllText(path), passphrase);
            return key.KeySize == 256 ? key : throw new CryptographicException("It is no key of P-256.");
        }
        catch (Exception e)
        {
            key.Dispose();
            throw e as CryptographicException ?? (e is ArgumentException ? new CryptographicException(e.Message, e) : e);
        }
    }
}
