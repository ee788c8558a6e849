using System.Security.Cryptography;
using System.Text;
using CheckIn.Hub.Keys;
using CheckIn.Sealing;
using CheckIn.Storage;

namespace CheckIn.Hub.Backups;

/// <summary>
/// The pair to which backups are sealed. The hub has the public half and makes backups that it cannot read again; the
/// private half, encrypted by a passphrase (PKCS #8, AES-256, PBKDF2 of 600,000 rounds), is kept elsewhere and is
/// needed only to put one back.
/// </summary>
internal static class BackupKey
{
    private const int Rounds = 600_000, IdBytes = 8;

    /// <summary>The public half, among the hub's keys.</summary>
    internal static string PublicPath(KeyPlaces places) => Path.Combine(places.Directory, "backup.pub");

    /// <summary>Which key: the first 8 bytes of SHA-256 of its public point, hexadecimal.</summary>
    internal static string IdOf(ReadOnlySpan<byte> point) =>
        Convert.ToHexStringLower(SHA256.HashData(point).AsSpan(0, IdBytes));

    /// <summary>Makes a pair.</summary>
    /// <returns>Its id.</returns>
    internal static string Make(string privatePath, string publicPath, string passphrase)
    {
        if (File.Exists(privatePath))
            throw BackupFaults.IsThere(privatePath);
        using var pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var pem = pair.ExportEncryptedPkcs8PrivateKeyPem(
            passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Rounds));
        // The private half first: backups sealed to a key that nobody has would be worse than none.
        PrivateFile.Create(privatePath, Encoding.ASCII.GetBytes(pem + "\n"));
        KeyFiles.MakeDirectory(Path.GetDirectoryName(publicPath)!);
        KeyFiles.Write(publicPath, pair.ExportSubjectPublicKeyInfoPem() + "\n");
        return IdOf(Hpke.ExportPublicKey(pair));
    }

    /// <summary>The public point.</summary>
    /// <exception cref="BackupException">There is none, or it is damaged.</exception>
    internal static byte[] ReadPublic(string path)
    {
        if (!File.Exists(path))
            throw BackupFaults.NoKey(path);
        try
        {
            using var key = ECDiffieHellman.Create();
            key.ImportFromPem(File.ReadAllText(path));
            return Hpke.ExportPublicKey(key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw BackupFaults.KeyDamaged(path, e);
        }
    }

    /// <exception cref="BackupException">It is none, or the passphrase is another.</exception>
    internal static ECDiffieHellman OpenPrivate(string path, string passphrase)
    {
        var key = ECDiffieHellman.Create();
        try
        {
            key.ImportFromEncryptedPem(File.ReadAllText(path), passphrase);
            return key;
        }
        catch (ArgumentException e)
        {
            key.Dispose();
            throw BackupFaults.KeyDamaged(path, e);
        }
        catch (CryptographicException e)
        {
            key.Dispose();
            throw BackupFaults.WrongPassphrase(path, e);
        }
    }
}
