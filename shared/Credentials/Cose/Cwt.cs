using System.Formats.Cbor;

namespace CheckIn.Credentials.Cose;

/// <summary>
/// The claims of a CBOR Web Token (RFC 8392 section 3): the payload of a signed message. Whoever reads it has verified the
/// signature, or believes nothing of it. It points into the bytes that it was read from. A time is a number, whole or not,
/// of seconds since 1970, in the years 1 to 9999.
/// </summary>
public sealed class Cwt
{
    private const long Iss = 1, Sub = 2, Exp = 4, Nbf = 5, Iat = 6, Cti = 7;
    private const double FirstSecond = -62_135_596_800, LastSecond = 253_402_300_799;

    private readonly Dictionary<long, ReadOnlyMemory<byte>> _claims = [];

    private Cwt(CborReader reader)
    {
        foreach (var claim in reader.ReadLabels())
        {
            var item = reader.ReadEncodedValue();
            if (claim is { } number && !_claims.TryAdd(number, item))
                throw new FormatException($"claim {number} is there twice");
        }
        Issuer = Find(Iss, static item => item.ReadTextString());
        Subject = Find(Sub, static item => item.ReadTextString());
        ExpiresAt = Find(Exp, ReadTime);
        NotBefore = Find(Nbf, ReadTime);
        IssuedAt = Find(Iat, ReadTime);
        Id = Find(Cti, static item => item.ReadDefiniteLengthByteString());
    }

    /// <summary>Claim 1, iss; null where there is none.</summary>
    public string? Issuer { get; }

    /// <summary>Claim 2, sub; null where there is none.</summary>
    public string? Subject { get; }

    /// <summary>Claim 4, exp, to the millisecond; null where there is none.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>Claim 5, nbf: not good before this; null where there is none.</summary>
    public DateTimeOffset? NotBefore { get; }

    /// <summary>Claim 6, iat; null where there is none.</summary>
    public DateTimeOffset? IssuedAt { get; }

    /// <summary>Claim 7, cti; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Id { get; }

    /// <summary>Reads claims, all of them.</summary>
    /// <exception cref="FormatException">
    /// They are no map, something follows it, a claim is there twice, or one of those above is not of its type.
    /// </exception>
    public static Cwt Read(ReadOnlyMemory<byte> claims) => CborDocument.Read(claims, static reader => new Cwt(reader));

    /// <summary>Any claim with a number.</summary>
    /// <param name="claim">Its number.</param>
    /// <param name="read">Reads its value.</param>
    /// <returns>The default where there is none.</returns>
    /// <exception cref="FormatException">It is there, and not what is asked for.</exception>
    public T? Find<T>(long claim, Func<CborReader, T> read) =>
        _claims.TryGetValue(claim, out var item) ? CborDocument.Read(item, read) : default;

    private static DateTimeOffset? ReadTime(CborReader reader)
    {
        var seconds = reader.IsAtInteger() ? reader.ReadInt64() : reader.ReadDouble();
        return seconds is >= FirstSecond and <= LastSecond
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Floor(seconds * 1000))
            : throw new FormatException("a time is out of its range");
    }
}
