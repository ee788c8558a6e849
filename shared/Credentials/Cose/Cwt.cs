using CheckIn.Credentials.Cbor;

namespace CheckIn.Credentials.Cose;

/// <summary>
/// The claims of a CBOR Web Token (RFC 8392 section 3): the payload of a signed message. It points into the bytes that
/// it
/// was read from and allocates nothing. Whoever reads it has verified the signature, or believes nothing of it.
/// </summary>
public ref struct Cwt
{
    private const long Iss = 1, Sub = 2, Exp = 4, Nbf = 5, Iat = 6, Cti = 7, Cnf = 8;
    private const double FirstSecond = -62_135_596_800, LastSecond = 253_402_300_799;

    private ReadOnlySpan<byte> _claims;

    /// <summary>Claim 1, iss, UTF-8; empty where there is none.</summary>
    public ReadOnlySpan<byte> Issuer { get; private set; }

    /// <summary>Claim 2, sub, UTF-8; empty where there is none.</summary>
    public ReadOnlySpan<byte> Subject { get; private set; }

    /// <summary>Claim 4, exp: not good after this, to the millisecond; null where there is none.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Claim 5, nbf: not good before this; null where there is none.</summary>
    public DateTimeOffset? NotBefore { get; private set; }

    /// <summary>Claim 6, iat; null where there is none.</summary>
    public DateTimeOffset? IssuedAt { get; private set; }

    /// <summary>Claim 7, cti; empty where there is none.</summary>
    public ReadOnlySpan<byte> Id { get; private set; }

    /// <summary>Claim 8, cnf (RFC 8747): a map, as it is encoded; empty where there is none.</summary>
    public ReadOnlySpan<byte> Confirmation { get; private set; }

    /// <summary>Reads claims, all of them; never throws, whatever the bytes.</summary>
    /// <returns>
    /// False when they are no map, when something follows it, or when one of the claims above stands in it twice or is
    /// not of its type. A time is a number, whole or not, of seconds since 1970, in the years 1 to 9999.
    /// </returns>
    public static bool TryRead(ReadOnlySpan<byte> claims, out Cwt read)
    {
        var cwt = new Cwt { _claims = claims };
        var cursor = new CborCursor(claims);
        var pairs = cursor.ReadMap();
        var (seen, isSound) = (0L, true);
        while (isSound && pairs.Next(ref cursor))
        {
            var claim = KeyOf(ref cursor);
            if (claim is null or < Iss or > Cnf)
            {
                cursor.Skip();
                continue;
            }
            isSound = (seen & (1L << (int)claim)) == 0 && cwt.Take(claim.Value, ref cursor);
            seen |= 1L << (int)claim;
        }
        read = cwt;
        return isSound && cursor.IsAtEnd;
    }

    /// <summary>Any claim with a number, as it is encoded.</summary>
    /// <returns>False where it is missing, or there twice.</returns>
    public readonly bool TryFind(long claim, out ReadOnlySpan<byte> item)
    {
        item = default;
        var cursor = new CborCursor(_claims);
        var pairs = cursor.ReadMap();
        while (pairs.Next(ref cursor))
        {
            if (KeyOf(ref cursor) != claim)
                cursor.Skip();
            else if (item.IsEmpty)
                item = cursor.ReadItem();
            else
                return false;
        }
        return !item.IsEmpty && !cursor.IsBroken;
    }

    private bool Take(long claim, scoped ref CborCursor cursor)
    {
        switch (claim)
        {
            case Iss:
                Issuer = cursor.ReadText();
                return true;
            case Sub:
                Subject = cursor.ReadText();
                return true;
            case Exp:
                return (ExpiresAt = ReadTime(ref cursor)) is not null;
            case Nbf:
                return (NotBefore = ReadTime(ref cursor)) is not null;
            case Iat:
                return (IssuedAt = ReadTime(ref cursor)) is not null;
            case Cti:
                Id = cursor.ReadBytes();
                return true;
            case Cnf when cursor.Next == CborKind.Map:
                Confirmation = cursor.ReadItem();
                return true;
            case Cnf:
                return false;
            default:
                cursor.Skip();
                return true;
        }
    }

    /// <summary>A key that is a number; null for any other, which is passed over.</summary>
    private static long? KeyOf(scoped ref CborCursor cursor)
    {
        if (cursor.Next is CborKind.UnsignedInteger or CborKind.NegativeInteger)
            return cursor.ReadInteger();
        cursor.Skip();
        return null;
    }

    private static DateTimeOffset? ReadTime(scoped ref CborCursor cursor)
    {
        var seconds = cursor.ReadNumber();
        return seconds is >= FirstSecond and <= LastSecond && !cursor.IsBroken
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Floor(seconds * 1000))
            : null;
    }
}
