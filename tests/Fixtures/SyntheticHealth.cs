using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CheckIn.Credentials;
using CheckIn.Credentials.Cbor;
using CheckIn.Credentials.Cose;
using CheckIn.Credentials.Health;

namespace CheckIn.Fixtures;

/// <summary>
/// Health certificates of people who do not exist, by an issuer who does not; its key is made anew each time.
/// </summary>
public sealed class SyntheticHealth : IDisposable
{
    private const string Oid = "1.3.6.1.4.1.1847.2021.1.";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Issued an hour before, good for a year after.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>How the issuer's key is named.</summary>
    public byte[] KeyId { get; } = "issuer-1"u8.ToArray();

    /// <summary>The issuer's key, as a list has it, good for two years, for vaccinations alone.</summary>
    public TrustedKey Key => new(
        KeyId, _key.ExportSubjectPublicKeyInfo(), Now.AddYears(-1), Now.AddYears(1), [Oid + "2"]);

    /// <summary>A list of that key, made a minute ago.</summary>
    public TrustList Trust => new(1, Now.AddMinutes(-1), [Key]);

    /// <summary>A whole code.</summary>
    public string Code(byte[]? claims = null, bool isCompressed = true) => Wrap(Sign(claims ?? Claims()), isCompressed);

    /// <summary>The signed message of some claims.</summary>
    public byte[] Sign(byte[] claims) => CoseSign1.Sign(_key, KeyId, claims);

    /// <summary>Signs what is not made here.</summary>
    public byte[] SignHash(byte[] hash) => _key.SignHash(hash);

    /// <summary>A message as a code.</summary>
    public static string Wrap(byte[] message, bool isCompressed = true)
    {
        var packed = isCompressed ? Compress(message) : message;
        var text = new byte[Base45.EncodedLength(packed.Length)];
        Base45.Encode(packed, text);
        return "HC1:" + Encoding.ASCII.GetString(text);
    }

    /// <summary>Bytes as zlib has them.</summary>
    public static byte[] Compress(byte[] bytes)
    {
        using var into = new MemoryStream();
        using (var zlib = new ZLibStream(into, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(bytes);
        return into.ToArray();
    }

    /// <summary>Claims around a statement.</summary>
    public static byte[] Claims(byte[]? statement = null, long? expires = null, long? issued = null)
    {
        var into = new byte[64 * 1024];
        var sink = new CborSink(into);
        sink.WriteMap(4);
        sink.WriteInteger(1);
        sink.WriteText("VN"u8);
        sink.WriteInteger(4);
        sink.WriteInteger(expires ?? Now.AddYears(1).ToUnixTimeSeconds());
        sink.WriteInteger(6);
        sink.WriteInteger(issued ?? Now.AddHours(-1).ToUnixTimeSeconds());
        sink.WriteInteger(-260);
        sink.WriteMap(1);
        sink.WriteInteger(1);
        sink.WriteEncoded(statement ?? Vaccination());
        return into[..sink.Length];
    }

    /// <summary>A statement of one vaccination.</summary>
    public static byte[] Vaccination(
        string birth = "1999-01-01", string family = "Nguyễn", string latin = "NGUYEN",
        string id = "URN:UVCI:01:VN:TEST0001#A")
    {
        var into = new byte[8 * 1024];
        var sink = new CborSink(into);
        sink.WriteMap(4);
        Write(ref sink, "ver", "1.3.0");
        Write(ref sink, "dob", birth);
        sink.WriteText("nam"u8);
        sink.WriteMap(4);
        Write(ref sink, "fn", family);
        Write(ref sink, "gn", "Văn Thử");
        Write(ref sink, "fnt", latin);
        Write(ref sink, "gnt", "VAN<THU");
        sink.WriteText("v"u8);
        sink.WriteArray(1);
        sink.WriteMap(10);
        foreach (var (name, value) in new[]
        {
            ("tg", "840539006"), ("vp", "1119349007"), ("mp", "EU/1/20/1528"), ("ma", "ORG-100030215"),
        })
            Write(ref sink, name, value);
        sink.WriteText("dn"u8);
        sink.WriteInteger(2);
        sink.WriteText("sd"u8);
        sink.WriteInteger(2);
        foreach (var (name, value) in new[] { ("dt", "2025-11-02"), ("co", "VN"), ("is", "Bộ Y tế"), ("ci", id) })
            Write(ref sink, name, value);
        return into[..sink.Length];
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static void Write(ref CborSink sink, string name, string value)
    {
        sink.WriteText(Encoding.UTF8.GetBytes(name));
        sink.WriteText(Encoding.UTF8.GetBytes(value));
    }
}
