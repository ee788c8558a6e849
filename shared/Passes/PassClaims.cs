using System.Text;
using CheckIn.Credentials.Cbor;
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
    private const int Room = 256;
    private const byte False = 0xF4, True = 0xF5, EvenY = 2, OddY = 3;

    internal static byte[] Write(Pass pass)
    {
        var bytes = new byte[Room];
        var sink = new CborSink(bytes);
        var notBefore = pass.NotBefore is { } from && from != pass.IssuedAt ? from : (DateTimeOffset?)null;
        sink.WriteMap(4 + (pass.Scope is null ? 0 : 1) + (notBefore is null ? 0 : 1) + (pass.IsRotating ? 1 : 0));
        if (pass.Scope is { } scope)
        {
            sink.WriteInteger(Audience);
            sink.WriteText(Encoding.ASCII.GetBytes(scope.ToString()));
        }
        WriteTime(ref sink, Expires, pass.ExpiresAt);
        if (notBefore is { } begins)
            WriteTime(ref sink, NotBefore, begins);
        WriteTime(ref sink, IssuedAt, pass.IssuedAt);
        Span<byte> id = stackalloc byte[PassId.Size];
        pass.Id.Write(id);
        sink.WriteInteger(Id);
        sink.WriteBytes(id);
        if (pass.IsRotating)
            WriteKey(ref sink, pass.HolderKey.Span);
        sink.WriteInteger(Category);
        if (PassCategories.NumberOf(pass.Category) is { } number)
            sink.WriteInteger(number);
        else
            sink.WriteText(Encoding.ASCII.GetBytes(pass.Category));
        return bytes[..sink.Length];
    }

    /// <summary>Null = it is no pass.</summary>
    internal static Pass? Read(ReadOnlySpan<byte> claims)
    {
        if (!Cwt.TryRead(claims, out var token) || token.Id.Length != PassId.Size
            || token is not { IssuedAt: { } issued, ExpiresAt: { } expires } || expires <= issued
            || !token.TryFind(Category, out var word) || ReadCategory(word) is not { } category)
            return null;
        PassScope? scope = null;
        if (token.TryFind(Audience, out var audience) && (scope = ReadScope(audience)) is null)
            return null;
        byte[]? key = null;
        if (!token.Confirmation.IsEmpty && (key = ReadConfirmation(token.Confirmation)) is null)
            return null;
        return new Pass(PassId.Of(token.Id), category, issued, expires, token.NotBefore, scope, key);
    }

    private static string? ReadCategory(ReadOnlySpan<byte> item)
    {
        var cursor = new CborCursor(item);
        var word = cursor.Next == CborKind.UnsignedInteger
            ? PassCategories.OfNumber(cursor.ReadInteger()) : Encoding.ASCII.GetString(cursor.ReadText());
        return cursor.IsAtEnd && PassCategories.IsValid(word) ? word : null;
    }

    private static PassScope? ReadScope(ReadOnlySpan<byte> item)
    {
        var cursor = new CborCursor(item);
        var text = cursor.ReadText();
        return cursor.IsAtEnd ? PassScope.Parse(Encoding.ASCII.GetString(text)) : null;
    }

    /// <summary>A map of the one member COSE_Key, that a map of kty, crv, x and y in any order, and of nothing else.</summary>
    private static byte[]? ReadConfirmation(ReadOnlySpan<byte> item)
    {
        var cursor = new CborCursor(item);
        var count = 0;
        byte[]? key = null;
        for (var members = cursor.ReadMap(); members.Next(ref cursor); count++)
        {
            if (cursor.ReadInteger() != CoseKey || (key = ReadKey(ref cursor)) is null)
                return null;
        }
        return count == 1 && cursor.IsAtEnd ? key : null;
    }

    private static byte[]? ReadKey(ref CborCursor cursor)
    {
        var (point, seen, count) = (new byte[P256Point.CompressedSize], 0, 0);
        for (var members = cursor.ReadMap(); members.Next(ref cursor); count++)
        {
            switch (cursor.ReadInteger())
            {
                case KeyType when cursor.ReadInteger() == Ec2:
                    seen |= 1;
                    break;
                case Curve when cursor.ReadInteger() == P256:
                    seen |= 2;
                    break;
                case X when cursor.ReadBytes() is { Length: P256Point.CoordinateSize } x:
                    x.CopyTo(point.AsSpan(1));
                    seen |= 4;
                    break;
                case Y when cursor.ReadItem() is [False or True] y:
                    point[0] = y[0] == True ? OddY : EvenY;
                    seen |= 8;
                    break;
                default:
                    return null;
            }
        }
        return (seen, count) == (15, 4) ? point : null;
    }

    private static void WriteTime(ref CborSink sink, int claim, DateTimeOffset time)
    {
        sink.WriteInteger(claim);
        sink.WriteInteger(time.ToUnixTimeSeconds());
    }

    private static void WriteKey(ref CborSink sink, scoped ReadOnlySpan<byte> point)
    {
        sink.WriteInteger(Confirmation);
        sink.WriteMap(1);
        sink.WriteInteger(CoseKey);
        sink.WriteMap(4);
        sink.WriteInteger(KeyType);
        sink.WriteInteger(Ec2);
        sink.WriteInteger(Curve);
        sink.WriteInteger(P256);
        sink.WriteInteger(X);
        sink.WriteBytes(point[1..]);
        sink.WriteInteger(Y);
        sink.WriteEncoded([point[0] == OddY ? True : False]);
    }
}
