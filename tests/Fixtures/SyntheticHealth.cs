using System.Formats.Cbor;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CheckIn.Credentials;
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

    /// <summary>Claims around a statement, which is put in as it is, sound or not.</summary>
    public static byte[] Claims(byte[]? statement = null, long? expires = null, long? issued = null) =>
    [
        0xA4, 0x01, .. Item(static writer => writer.WriteTextString("VN")),
        0x04, .. Item(writer => writer.WriteInt64(expires ?? Now.AddYears(1).ToUnixTimeSeconds())),
        0x06, .. Item(writer => writer.WriteInt64(issued ?? Now.AddHours(-1).ToUnixTimeSeconds())),
        0x39, 0x01, 0x03, 0xA1, 0x01, .. statement ?? Vaccination(),
    ];

    /// <summary>A statement of one vaccination.</summary>
    public static byte[] Vaccination(
        string birth = "1999-01-01", string family = "Nguyễn", string latin = "NGUYEN",
        string id = "URN:UVCI:01:VN:TEST0001#A") => Item(writer =>
    {
        writer.WriteStartMap(4);
        Write(writer, ("ver", "1.3.0"), ("dob", birth));
        writer.WriteTextString("nam");
        writer.WriteStartMap(4);
        Write(writer, ("fn", family), ("gn", "Văn Thử"), ("fnt", latin), ("gnt", "VAN<THU"));
        writer.WriteEndMap();
        writer.WriteTextString("v");
        writer.WriteStartArray(1);
        writer.WriteStartMap(10);
        Write(writer, ("tg", "840539006"), ("vp", "1119349007"), ("mp", "EU/1/20/1528"), ("ma", "ORG-100030215"));
        writer.WriteTextString("dn");
        writer.WriteInt32(2);
        writer.WriteTextString("sd");
        writer.WriteInt32(2);
        Write(writer, ("dt", "2025-11-02"), ("co", "VN"), ("is", "Bộ Y tế"), ("ci", id));
        writer.WriteEndMap();
        writer.WriteEndArray();
        writer.WriteEndMap();
    });

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static byte[] Item(Action<CborWriter> write)
    {
        var writer = new CborWriter();
        write(writer);
        return writer.Encode();
    }

    private static void Write(CborWriter writer, params (string Name, string Value)[] members)
    {
        foreach (var (name, value) in members)
        {
            writer.WriteTextString(name);
            writer.WriteTextString(value);
        }
    }
}
