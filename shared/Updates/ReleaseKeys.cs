using System.Security.Cryptography;

namespace CheckIn.Updates;

/// <summary>
/// Public keys whose signature makes a package good: P-256, PEM (SubjectPublicKeyInfo), several one after another, so that
/// a key can be replaced. Their private halves are kept away from gates and hubs. Safe from any thread.
/// </summary>
public sealed class ReleaseKeys
{
    private const string Label = "PUBLIC KEY";
    private const int MaxBytes = 64 * 1024;
    private static ReadOnlySpan<byte> Context => "checkin-update-manifest-v1\0"u8;
    private readonly Dictionary<string, byte[]> _keys;

    private ReleaseKeys(Dictionary<string, byte[]> keys) => _keys = keys;

    /// <summary>Nobody is trusted.</summary>
    public static ReleaseKeys None { get; } = new([]);

    /// <summary>Ids of the keys.</summary>
    public IReadOnlyCollection<string> Ids => _keys.Keys;

    /// <summary>The first 8 bytes of the SHA-256 of a public key (SubjectPublicKeyInfo), hexadecimal.</summary>
    public static string IdOf(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return IdOf(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>Reads keys from PEM text.</summary>
    /// <exception cref="FormatException">There is none, too many, or one that is not P-256.</exception>
    public static ReleaseKeys Parse(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        var keys = new Dictionary<string, byte[]>();
        var rest = pem.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (!rest[fields.Label].SequenceEqual(Label))
                throw new FormatException($"'{rest[fields.Label]}' is not a {Label}");
            if (keys.Count == UpdateLimits.Keys)
                throw new FormatException($"more than {UpdateLimits.Keys} keys");
            var info = Checked(Convert.FromBase64String(rest[fields.Base64Data].ToString()));
            keys[IdOf(info)] = info;
            rest = rest[fields.Location.End..];
        }
        return keys.Count > 0 ? new ReleaseKeys(keys) : throw new FormatException($"no {Label} is in it");
    }

    /// <summary>Reads a file; a file that is not there is <see cref="None"/>.</summary>
    /// <exception cref="FormatException">It is no such file; the message names it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ReleaseKeys Load(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return None;
        try
        {
            return file.Length <= MaxBytes ? Parse(File.ReadAllText(path)) : throw new FormatException("it is too long");
        }
        catch (FormatException e)
        {
            throw new FormatException($"{path} has no keys for updates: {e.Message}", e);
        }
    }

    /// <summary>Signs a manifest.</summary>
    /// <param name="key">The release key, with its private half.</param>
    /// <param name="manifest">UTF-8, byte for byte as it stands in the package.</param>
    public static byte[] Sign(ECDsa key, ReadOnlySpan<byte> manifest)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.SignData(
            [.. Context, .. manifest], HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Whose signature it is; null = nobody's who is trusted.</summary>
    public string? SignerOf(ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> signature)
    {
        byte[] signed = [.. Context, .. manifest];
        foreach (var (id, info) in _keys)
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(info, out _);
            if (key.VerifyData(
                signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
                return id;
        }
        return null;
    }

    private static string IdOf(byte[] info) => Convert.ToHexStringLower(SHA256.HashData(info).AsSpan(0, 8));

    private static byte[] Checked(byte[] info)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(info, out var read);
            if (read == info.Length && key.KeySize == 256
                && key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
                return key.ExportSubjectPublicKeyInfo();
        }
        catch (CryptographicException e)
        {
            throw new FormatException("a key in it cannot be read: " + e.Message, e);
        }
        throw new FormatException("a key in it is not P-256");
    }
}
