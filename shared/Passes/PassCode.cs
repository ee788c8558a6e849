using System.Security.Cryptography;
using System.Text;
using CheckIn.Credentials;
using CheckIn.Credentials.Cose;

namespace CheckIn.Passes;

/// <summary>
/// The text that a pass is shown as: <c>CI1:</c> and Base45 (RFC 9285) of a COSE_Sign1 (RFC 9052, ES256, algorithm and a key
/// id of 4 bytes protected, without its tag since the prefix says what it is), whose payload are the claims
/// (<see cref="PassClaims"/>). All of it is in the alphanumeric set of QR codes. Not compressed: ids, keys and signatures are
/// random, and deflate adds to what is left. A static pass without scope has 113 bytes, which are 174 characters and a
/// code of version 7 with correction level M (45 modules a side), version 9 with level Q.
/// <para>A rotating code has behind the pass the proof of the phone's key (<see cref="RotatingCode"/>), another 68 bytes; with
/// the key in the pass that makes 226, which are 343 characters: version 11 with level M, 13 with Q.</para>
/// </summary>
public static class PassCode
{
    /// <summary>What every such code begins with.</summary>
    public const string Prefix = "CI1:";
    /// <summary>Most characters that are looked at.</summary>
    public const int MaxLength = 1024;

    private const int SignatureTries = 64;

    /// <summary>Whether a code is meant as a pass, a good one or not.</summary>
    internal static bool IsMeant(ReadOnlySpan<byte> code) => code.StartsWith("CI1:"u8);

    /// <summary>Signs a pass; of a rotating one it makes what the phone is given.</summary>
    /// <param name="pass">Its times in whole seconds.</param>
    /// <param name="issuer">A key of P-256, with its private half.</param>
    /// <returns>The code of a static pass; of a rotating one, its beginning, to which the phone adds the proof.</returns>
    /// <exception cref="ArgumentException">It says what no pass says.</exception>
    /// <exception cref="CryptographicException">The key cannot sign.</exception>
    public static string Sign(Pass pass, ECDsa issuer)
    {
        ArgumentNullException.ThrowIfNull(pass);
        Check(pass);
        var (claims, kid) = (PassClaims.Write(pass), PassKeys.KidOf(issuer));
        var code = "";
        // Every signature is another one. A blank at the end is easily lost on the way, so it is signed until there is none.
        for (var i = 0; i < SignatureTries && (i == 0 || code.EndsWith(' ')); i++)
            code = Write(CoseSign1.Sign(issuer, kid, claims).AsSpan(1));
        return code;
    }

    /// <summary>The text of these bytes.</summary>
    public static string Write(ReadOnlySpan<byte> bytes)
    {
        var text = new byte[Prefix.Length + Base45.EncodedLength(bytes.Length)];
        Encoding.ASCII.GetBytes(Prefix, text);
        Base45.Encode(bytes, text.AsSpan(Prefix.Length));
        return Encoding.ASCII.GetString(text);
    }

    /// <summary>The bytes of a text: the pass, and the proof behind it, which a static one does not have.</summary>
    /// <param name="code">As scanned; what scanners append is passed over.</param>
    /// <exception cref="FormatException">It is none of ours.</exception>
    internal static (ReadOnlyMemory<byte> Pass, ReadOnlyMemory<byte> Proof) Read(ReadOnlySpan<byte> code)
    {
        code = CredentialReader.Content(code);
        if (!IsMeant(code) || code.Length > MaxLength)
            throw new FormatException("it does not begin as a pass does, or is too long for one");
        code = code[Prefix.Length..];
        var bytes = new byte[Base45.MaxDecodedLength(code.Length)];
        if (!Base45.TryDecode(code, bytes, out var written))
            throw new FormatException("it is not Base45");
        var all = bytes.AsMemory(0, written);
        var pass = CborDocument.First(all);
        return (pass, all[pass.Length..]);
    }

    private static void Check(Pass pass)
    {
        if (!PassCategories.IsValid(pass.Category))
            throw new ArgumentException($"'{pass.Category}' is no category of a pass.", nameof(pass));
        if (pass.Scope is { } scope && !PassScope.IsId(scope.Id))
            throw new ArgumentException($"'{scope.Id}' names no site and no node.", nameof(pass));
        if (pass.ExpiresAt <= pass.IssuedAt || pass.ExpiresAt <= pass.NotBefore)
            throw new ArgumentException("It would end before it begins.", nameof(pass));
        if (pass.IsRotating && pass.HolderKey.Length != P256Point.CompressedSize)
            throw new ArgumentException($"A phone's key has {P256Point.CompressedSize} bytes.", nameof(pass));
    }
}
