using System.Formats.Asn1;
using System.Security.Cryptography;

namespace CheckIn.Credentials.Cose;

/// <summary>
/// A public key that verifies messages: P-256 for ES256, RSA of 2048 to 8192 bits for PS256. It is read from a
/// SubjectPublicKeyInfo (RFC 5280 section 4.1) by hand, since issuers write theirs in ways that a library refuses: a key
/// that is named for RSASSA-PSS alone is one of RSA all the same.
/// </summary>
public sealed class CoseKey : IDisposable
{
    private const string Rsa = "1.2.840.113549.1.1.1", RsaPss = "1.2.840.113549.1.1.10";
    private const string Ec = "1.2.840.10045.2.1", P256 = "1.2.840.10045.3.1.7";
    private const int LeastBits = 2048, MostBits = 8192, MostBytes = 4096, Coordinate = 32;

    private readonly ECDsa? _ecdsa;
    private readonly RSA? _rsa;

    private CoseKey(ECDsa? ecdsa, RSA? rsa) => (_ecdsa, _rsa) = (ecdsa, rsa);

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">It is none of these; the message says why.</exception>
    public static CoseKey Import(ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        if (subjectPublicKeyInfo.Length > MostBytes)
            throw new FormatException($"a public key has at most {MostBytes} bytes");
        try
        {
            var info = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.BER).ReadSequence();
            var algorithm = info.ReadSequence();
            var name = algorithm.ReadObjectIdentifier();
            var key = info.ReadBitString(out _);
            return name switch
            {
                Ec => new(ImportEc(algorithm, key), null),
                Rsa or RsaPss => new(null, ImportRsa(key)),
                _ => throw new FormatException($"a public key of {name} is neither EC nor RSA"),
            };
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw new FormatException("not a public key (SubjectPublicKeyInfo)", e);
        }
    }

    /// <summary>
    /// Whether this key has signed the message, by the algorithm that belongs to it and that the message says.
    /// </summary>
    public bool Verifies(CoseSign1 message) =>
        _ecdsa is not null ? message.Verify(_ecdsa) : message.Verify(_rsa!);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ecdsa?.Dispose();
        _rsa?.Dispose();
    }

    private static ECDsa ImportEc(AsnReader algorithm, byte[] point)
    {
        // Explicit parameters are a known way to smuggle in another generator: the curve is named, or the key is none.
        if (!algorithm.HasData || algorithm.PeekTag() != Asn1Tag.ObjectIdentifier
            || algorithm.ReadObjectIdentifier() != P256)
            throw new FormatException("an EC key is not on the named curve P-256");
        if (point.Length != 1 + (2 * Coordinate) || point[0] != 4)
            throw new FormatException("an EC key is no uncompressed point");
        return ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[1..(1 + Coordinate)], Y = point[(1 + Coordinate)..] },
        });
    }

    private static RSA ImportRsa(byte[] key)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportRSAPublicKey(key, out _);
            return rsa.KeySize is >= LeastBits and <= MostBits
                ? rsa
                : throw new FormatException($"an RSA key of {rsa.KeySize} bits; {LeastBits} to {MostBits} are allowed");
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }
}
