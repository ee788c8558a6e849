using System.Numerics;
using System.Security.Cryptography;

namespace CheckIn.Passes;

/// <summary>
/// Points of the curve P-256 as bytes (SEC 1, 2.3.3): uncompressed, 65 bytes beginning with 4; or compressed, 33 bytes
/// beginning with 2 where y is even and 3 where it is odd, from which y follows. The framework reads the first form only.
/// </summary>
public static class P256Point
{
    /// <summary>Bytes of a coordinate.</summary>
    public const int CoordinateSize = 32;
    /// <summary>Bytes of an uncompressed point.</summary>
    public const int Size = 1 + (2 * CoordinateSize);
    /// <summary>Bytes of a compressed point.</summary>
    public const int CompressedSize = 1 + CoordinateSize;

    private const byte Even = 2, Odd = 3, Uncompressed = 4;

    // SEC 2, 2.4.2; p = 3 mod 4, so that a root is one power.
    private static readonly BigInteger P = Number(Convert.FromHexString(
        "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF"));
    private static readonly BigInteger B = Number(Convert.FromHexString(
        "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B"));

    /// <summary>The point of a key's public half, uncompressed.</summary>
    public static byte[] Export(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [Uncompressed, .. point.X!, .. point.Y!];
    }

    /// <summary>The point of a key's public half, compressed.</summary>
    public static byte[] Compress(ECDsa key)
    {
        var point = Export(key);
        return [point[^1] % 2 == 0 ? Even : Odd, .. point.AsSpan(1, CoordinateSize)];
    }

    /// <summary>The key of a point in either form.</summary>
    /// <exception cref="CryptographicException">It is no point of the curve.</exception>
    public static ECDsa Import(ReadOnlySpan<byte> point) => point switch
    {
        [Uncompressed, ..] when point.Length == Size =>
            Import(point.Slice(1, CoordinateSize).ToArray(), point[(1 + CoordinateSize)..].ToArray()),
        [Even or Odd, ..] when point.Length == CompressedSize =>
            Import(point[1..].ToArray(), YOf(Number(point[1..]), point[0] == Odd)),
        _ => throw new CryptographicException($"A point has {Size} or {CompressedSize} bytes, and begins with 2, 3 or 4."),
    };

    /// <summary>y^2 = x^3 - 3x + b.</summary>
    private static byte[] YOf(BigInteger x, bool isOdd)
    {
        if (x >= P)
            throw new CryptographicException("That x is not of the field.");
        var square = ((((x * x) + P - 3) * x) + B) % P;
        var y = BigInteger.ModPow(square, (P + 1) / 4, P);
        if (y * y % P != square)
            throw new CryptographicException("No point of the curve has that x.");
        if (y.IsEven == isOdd)
            y = P - y;
        var bytes = new byte[CoordinateSize];
        var size = y.GetByteCount(isUnsigned: true);
        y.TryWriteBytes(bytes.AsSpan(CoordinateSize - size), out _, isUnsigned: true, isBigEndian: true);
        return bytes;
    }

    private static ECDsa Import(byte[] x, byte[] y) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = x, Y = y },
    });

    private static BigInteger Number(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
