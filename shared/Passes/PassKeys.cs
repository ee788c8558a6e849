using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Credentials.Cose;

namespace CheckIn.Passes;

/// <summary>One issuer's key, as the document has it.</summary>
/// <param name="Kid">First 4 bytes of SHA-256 of its SubjectPublicKeyInfo, hexadecimal.</param>
/// <param name="Public">Uncompressed P-256 point, 65 bytes, base64.</param>
/// <param name="From">Unix seconds; a pass that says it was issued before is not of this key.</param>
/// <param name="Until">Unix seconds; from then on nothing that it signed is good.</param>
public sealed record PassKeyEntry(string Kid, string Public, long From, long Until);

/// <summary>The document <c>passes</c>: whose passes gates take. UTF-8 JSON.</summary>
/// <param name="Version">The higher the later, from 1.</param>
/// <param name="IssuedAt">When the hub made it, Unix seconds.</param>
/// <param name="Keys">Keys that sign now, that will, and that have and whose passes may still be good.</param>
public sealed record PassKeysDocument(long Version, long IssuedAt, IReadOnlyList<PassKeyEntry> Keys);

/// <summary>
/// The public keys of those who issue passes, by key id. Several stand side by side while one follows another: the next
/// is known to gates before it signs, the last is believed until its last pass has ended. Two keys may share an id.
/// </summary>
public sealed class PassKeys : IDisposable
{
    /// <summary>Bytes of a key id.</summary>
    public const int KidSize = 4;
    /// <summary>Most keys of a document.</summary>
    public const int Most = 64;
    /// <summary>Most bytes of a document.</summary>
    public const int MaxBytes = 32 * 1024;

    private readonly IReadOnlyList<PassKey> _keys;

    private PassKeys(long version, DateTimeOffset issuedAt, IReadOnlyList<PassKey> keys) =>
        (Version, IssuedAt, _keys) = (version, issuedAt, keys);

    /// <summary>Nobody is believed, and nobody has said so: of version 0 and the year 1970.</summary>
    public static PassKeys None { get; } = new(0, DateTimeOffset.UnixEpoch, []);

    /// <summary>The higher the later.</summary>
    public long Version { get; }

    /// <summary>When the hub made the document.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>How many keys there are.</summary>
    public int Count => _keys.Count;

    /// <summary>A key's id.</summary>
    public static byte[] KidOf(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..KidSize];
    }

    /// <summary>Reads a document; strict and bounded.</summary>
    /// <exception cref="FormatException">It is none, or a key in it is none; nothing of it is to be used.</exception>
    public static PassKeys Parse(ReadOnlySpan<byte> document)
    {
        if (document.Length > MaxBytes)
            throw new FormatException($"A list of pass keys has at most {MaxBytes} bytes, not {document.Length}.");
        try
        {
            var read = JsonSerializer.Deserialize(document, PassJson.Default.PassKeysDocument);
            if (read is not { Version: > 0, IssuedAt: >= 0 and < PassTimes.End, Keys.Count: <= Most })
                throw new FormatException("Its version, its time or its number of keys is out of range.");
            return new(read.Version, DateTimeOffset.FromUnixTimeSeconds(read.IssuedAt), ReadKeys(read.Keys));
        }
        catch (JsonException e)
        {
            throw new FormatException("It is no list of pass keys: " + e.Message, e);
        }
    }

    /// <summary>Writes a document; each key with the times between which it is good.</summary>
    public static byte[] Write(PassKeysDocument document) =>
        JsonSerializer.SerializeToUtf8Bytes(document, PassJson.Default.PassKeysDocument);

    /// <summary>A key as it stands in the document.</summary>
    public static PassKeyEntry EntryOf(ECDsa key, DateTimeOffset from, DateTimeOffset until) => new(
        Convert.ToHexStringLower(KidOf(key)), Convert.ToBase64String(P256Point.Export(key)),
        from.ToUnixTimeSeconds(), until.ToUnixTimeSeconds());

    internal IReadOnlyList<PassKey> All => _keys;

    /// <summary>Lets go of the keys.</summary>
    public void Dispose()
    {
        foreach (var key in _keys)
            key.Dispose();
    }

    private static List<PassKey> ReadKeys(IReadOnlyList<PassKeyEntry> entries)
    {
        var keys = new List<PassKey>();
        try
        {
            keys.AddRange(entries.Select(PassKey.Read));
            return keys;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            keys.ForEach(static key => key.Dispose());
            throw new FormatException($"Its key {keys.Count + 1} is none: {e.Message}", e);
        }
    }
}

/// <summary>An issuer's key, ready to verify with. Safe for several lanes at a time.</summary>
internal sealed class PassKey : IDisposable
{
    private readonly ECDsa _key;
    private readonly Lock _lock = new();

    private PassKey(ECDsa key, byte[] kid, long from, long until) =>
        (_key, Kid, From, Until) = (key, kid, from, until);

    internal byte[] Kid { get; }

    /// <summary>Unix seconds.</summary>
    internal long From { get; }

    /// <summary>Unix seconds.</summary>
    internal long Until { get; }

    internal bool HasSigned(CoseSign1 message)
    {
        // An ECDsa promises nothing to two threads.
        lock (_lock)
            return message.Verify(_key);
    }

    public void Dispose() => _key.Dispose();

    /// <exception cref="FormatException">A member is out of its range, or the id is another key's.</exception>
    /// <exception cref="CryptographicException">It is no point of the curve.</exception>
    internal static PassKey Read(PassKeyEntry entry)
    {
        if (entry is not { From: >= 0 and < PassTimes.End, Until: > 0 and < PassTimes.End } || entry.Until <= entry.From)
            throw new FormatException("its times are out of range, or it ends before it begins");
        var key = P256Point.Import(Convert.FromBase64String(entry.Public));
        var kid = PassKeys.KidOf(key);
        if (Convert.ToHexStringLower(kid) == entry.Kid)
            return new PassKey(key, kid, entry.From, entry.Until);
        key.Dispose();
        throw new FormatException($"it is not the key of id {entry.Kid}");
    }
}

/// <summary>Bounds of times in passes and their documents.</summary>
internal static class PassTimes
{
    /// <summary>Unix seconds of the year 10000: whatever is below is a date.</summary>
    internal const long End = 253_402_300_800;
}

/// <summary>Source-generated JSON of the documents about passes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PassKeysDocument))]
internal sealed partial class PassJson : JsonSerializerContext;
