using System.Text.Json;
using System.Text.Json.Serialization;
using CheckIn.Credentials.Cose;

namespace CheckIn.Credentials.Health;

/// <summary>
/// The keys that a gate trusts for health certificates, as the hub hands them out: JSON <c>{version, issuedAt, keys:
/// [{keyId, publicKey, notBefore, notAfter, usages?}]}</c>, bytes in base64, times in ISO 8601; at most
/// <see cref="MaxBytes"/> and <see cref="MaxKeys"/>. All of it is good or none is used: a list with one key that cannot be
/// read is refused whole, and the gate goes on with the one it has.
/// <para>
/// Age. A list that is old fails in two ways. A key that is new is not on it: then "no key" would accuse a visitor of
/// what is the network's doing, so that beyond <see cref="StaleAfter"/> a key that is not found makes
/// <see cref="CredentialProof.ListTooOld"/>. A key that has been withdrawn is still on it: that cannot be seen from the gate,
/// and refusing every certificate for it would close each gate that has no network; a key's own certificate ends its use at
/// the latest. So age never makes a good certificate bad, and the list's age is shown.
/// </para>
/// </summary>
public sealed class TrustList
{
    /// <summary>Longest document, in bytes.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Most keys of a list; all the world's were under two thousand.</summary>
    public const int MaxKeys = 10_000;

    /// <summary>Most keys that go by one id: each is tried, and a certificate is to be judged in milliseconds.</summary>
    public const int MaxKeysOfId = 16;

    private const int MaxKeyIdBytes = 32, MaxUsages = 16, MaxUsageLength = 64;

    /// <summary>
    /// Beyond this age a key that is not found may only be missing: hubs fetch lists daily, and two were missed.
    /// </summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromHours(48);

    /// <summary>Before the hub has handed one out: no keys, and older than any.</summary>
    public static TrustList None { get; } = new(0, DateTimeOffset.MinValue, []);

    private readonly Dictionary<string, TrustedKey[]> _byId;

    /// <summary>A list of these keys.</summary>
    /// <exception cref="FormatException">One of them cannot be used; the message says which and why.</exception>
    public TrustList(long version, DateTimeOffset issuedAt, IReadOnlyList<TrustedKey> keys)
    {
        if (version < 0 || keys.Count > MaxKeys)
            throw new FormatException($"a trust list has a version from 0 and at most {MaxKeys} keys");
        for (var i = 0; i < keys.Count; i++)
            Check(keys[i], i);
        (Version, IssuedAt, Keys) = (version, issuedAt, keys);
        _byId = keys.GroupBy(static key => Convert.ToHexString(key.KeyId)).ToDictionary(
            static group => group.Key, static group => group.ToArray());
        if (_byId.Values.Any(static keys => keys.Length > MaxKeysOfId))
            throw new FormatException($"more than {MaxKeysOfId} keys go by one id");
    }

    /// <summary>Which list it is; a later one has a higher number.</summary>
    public long Version { get; }

    /// <summary>When the hub made it.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<TrustedKey> Keys { get; }

    /// <summary>Reads a document.</summary>
    /// <exception cref="FormatException">It is none that can be used; the message says why.</exception>
    public static TrustList Parse(ReadOnlySpan<byte> json)
    {
        if (json.Length > MaxBytes)
            throw new FormatException($"a trust list has at most {MaxBytes} bytes, and this one has {json.Length}");
        try
        {
            var document = JsonSerializer.Deserialize(json, TrustListJson.Default.TrustListDocument)
                ?? throw new FormatException("a trust list is not null");
            return new(document.Version, document.IssuedAt, document.Keys);
        }
        catch (JsonException e)
        {
            throw new FormatException("not a trust list {version, issuedAt, keys}: " + e.Message, e);
        }
    }

    /// <summary>The document, UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        new TrustListDocument(Version, IssuedAt, Keys), TrustListJson.Default.TrustListDocument);

    /// <summary>Whether a key that is not on it may only be missing.</summary>
    public bool IsStale(DateTimeOffset now) => now - IssuedAt > StaleAfter;

    /// <summary>All keys that go by this id.</summary>
    internal IReadOnlyList<TrustedKey> KeysOf(ReadOnlySpan<byte> keyId) =>
        keyId.Length <= MaxKeyIdBytes && _byId.TryGetValue(Convert.ToHexString(keyId), out var keys) ? keys : [];

    private static void Check(TrustedKey key, int index)
    {
        if (key is null || key.KeyId.Length is 0 or > MaxKeyIdBytes)
            throw new FormatException($"key {index} has no id of 1 to {MaxKeyIdBytes} bytes");
        if (key.NotAfter < key.NotBefore)
            throw new FormatException($"key {index} ends before it begins");
        if (key.Usages is { } usages && (usages.Count > MaxUsages
            || usages.Any(static usage => usage is null or { Length: 0 or > MaxUsageLength })))
            throw new FormatException($"key {index} has more than {MaxUsages} usages, or one that is none");
        try
        {
            CoseKey.Import(key.PublicKey).Dispose();
        }
        catch (FormatException e)
        {
            throw new FormatException($"key {index} cannot be used: {e.Message}", e);
        }
    }
}

/// <summary>A trust list as it is written.</summary>
internal sealed record TrustListDocument(long Version, DateTimeOffset IssuedAt, IReadOnlyList<TrustedKey> Keys);

/// <summary>Source-generated JSON: strict about what it knows, a member twice is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false, MaxDepth = 8,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrustListDocument))]
internal sealed partial class TrustListJson : JsonSerializerContext;
