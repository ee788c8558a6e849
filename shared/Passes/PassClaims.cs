using System.Formats.Cbor;
using CheckIn.Credentials;
using CheckIn.Credentials.Cose;

namespace CheckIn.Passes;

/// <summary>
/// A pass as the claims of a CBOR Web Token (RFC 8392): 3 aud, its scope; 4 exp; 5 nbf, where it is not iat; 6 iat; 7 cti,
/// its id; 8 cnf, the phone's key as a COSE_Key (RFC 8747, RFC 9053 7.1.1; y as its sign, which is 33 bytes shorter); and
/// of the range for private use -65537, the category. Times are whole seconds. A reader passes over claims that it does
/// not know.
/// </summary>
internal static class PassClaims
{
    private const int Audience = 3, Expires = 4, NotBefore = 5, IssuedAt = 6, Id = 7, Confirmation = 8, Category = -65537;
    private const int CoseKey = 1, KeyType = 1, Ec2 = 2, Curve = -1, P256 = 1, X = -2, Y = -3;
    private const byte EvenY = 2, OddY = 3;

    internal static byte[] Write(Pass pass)
    {
        var writer = new CborWriter(convertIndefiniteLengthEncodings: true);
        writer.WriteStartMap(null);
        if (pass.Scope is { } scope)
        {
            writer.WriteInt32(Audience);
            writer.WriteTextString(scope.ToString());
        }
        WriteTime(writer, Expires, pass.ExpiresAt);
        if (pass.NotBefore is { } begins && begins != pass.IssuedAt)
            WriteTime(writer, NotBefore, begins);
        WriteTime(writer, IssuedAt, pass.IssuedAt);
        Span<byte> id = stackalloc byte[PassId.Size];
        pass.Id.Write(id);
        writer.WriteInt32(Id);
        writer.WriteByteString(id);
        if (pass.IsRotating)
            WriteKey(writer, pass.HolderKey.Span);
        writer.WriteInt32(Category);
        if (PassCategories.NumberOf(pass.Category) is { } number)
            writer.WriteInt32(number);
        else
            writer.WriteTextString(pass.Category);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Reads what <see cref="Write"/> writes.</summary>
    /// <exception cref="FormatException">It is no pass.</exception>
    internal static Pass Read(ReadOnlyMemory<byte> claims)
    {
        var token = Cwt.Read(claims);
        if (token is not { Id.Length: PassId.Size, IssuedAt: { } issued, ExpiresAt: { } expires } || expires <= issued
            || token.Find(Category, ReadCategory) is not { } category)
            throw new FormatException("it lacks what every pass has");
        return new Pass(
            PassId.Of(token.Id.Span), category, issued, expires, token.NotBefore, token.Find(Audience, ReadScope),
            token.Find(Confirmation, ReadConfirmation));
    }

    private static string ReadCategory(CborReader reader)
    {
        var word = reader.IsAtInteger() ? PassCategories.OfNumber(reader.ReadInt64()) : reader.ReadTextString();
        return PassCategories.IsValid(word) ? word! : throw new FormatException("its category is none");
    }

    private static PassScope ReadScope(CborReader reader) =>
        PassScope.Parse(reader.ReadTextString()) ?? throw new FormatException("its scope is none");

    /// <summary>A map of the one member COSE_Key, that a map of kty, crv, x and y in any order, and of nothing else.</summary>
    private static byte[] ReadConfirmation(CborReader reader)
    {
        reader.ReadStartMap();
        if (reader.ReadInt64() != CoseKey)
            throw new FormatException("what it is bound to is no key");
        var key = ReadKey(reader);
        reader.ReadEndMap();
        return key;
    }

    private static byte[] ReadKey(CborReader reader)
    {
        (long Type, long Curve, byte[]? X, bool? IsOdd) key = default;
        foreach (var label in reader.ReadLabels())
        {
            switch (label)
            {
                case KeyType:
                    key.Type = reader.ReadInt64();
                    break;
                case Curve:
                    key.Curve = reader.ReadInt64();
                    break;
                case X:
                    key.X = reader.ReadByteString();
                    break;
                case Y:
                    key.IsOdd = reader.ReadBoolean();
                    break;
                default:
                    throw new FormatException("its key has a member that no key of P-256 has");
            }
        }
        return key is (Ec2, P256, { Length: P256Point.CoordinateSize } x, { } isOdd)
            ? [isOdd ? OddY : EvenY, .. x] : throw new FormatException("its key is none of P-256");
    }

    private static void WriteTime(CborWriter writer, int claim, DateTimeOffset time)
    {
        writer.WriteInt32(claim);
        writer.WriteInt64(time.ToUnixTimeSeconds());
    }

    private static void WriteKey(CborWriter writer, ReadOnlySpan<byte> point)
    {
        writer.WriteInt32(Confirmation);
        writer.WriteStartMap(1);
        writer.WriteInt32(CoseKey);
        writer.WriteStartMap(4);
        writer.WriteInt32(KeyType);
        writer.WriteInt32(Ec2);
        writer.WriteInt32(Curve);
        writer.WriteInt32(P256);
        writer.WriteInt32(X);
        writer.WriteByteString(point[1..]);
        writer.WriteInt32(Y);
        writer.WriteBoolean(point[0] == OddY);
        writer.WriteEndMap();
        writer.WriteEndMap();
    }
}
