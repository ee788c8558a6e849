using System.Globalization;
using System.Text.Json;
using CheckIn.Credentials.Health;

namespace CheckIn.Bench.Health;

/// <summary>
/// One test vector: a code in every state of its making, the certificate and the clock to judge it by, and what is
/// expected. What a vector does not have is null; what it has and cannot be decoded is empty.
/// </summary>
/// <param name="Name">Its file, below the folder that was asked for.</param>
/// <param name="Set">Whose it is.</param>
/// <param name="Expected">By the name of the expectation.</param>
internal sealed record HcertVector(string Name, string Set, IReadOnlyDictionary<string, bool> Expected)
{
    internal JsonElement? Json { get; private init; }
    internal byte[]? Cbor { get; private init; }
    internal byte[]? Cose { get; private init; }
    internal byte[]? Compressed { get; private init; }
    internal string? Base45 { get; private init; }
    internal string? Prefix { get; private init; }
    internal byte[]? Picture { get; private init; }
    internal TrustedKey? Signer { get; private init; }
    internal DateTimeOffset? Clock { get; private init; }

    /// <summary>Reads a file's content; null where it is no vector.</summary>
    internal static HcertVector? Read(string name, string set, byte[] content)
    {
        JsonElement root;
        try
        {
            root = JsonElement.Parse(content.AsSpan(content.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
        }
        catch (JsonException)
        {
            return null;
        }
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("EXPECTEDRESULTS", out var expected)
            || expected.ValueKind != JsonValueKind.Object || !root.TryGetProperty("TESTCTX", out var context)
            || context.ValueKind != JsonValueKind.Object)
            return null;
        return new(name, set, ExpectedOf(expected))
        {
            Json = root.TryGetProperty("JSON", out var json) && json.ValueKind == JsonValueKind.Object ? json : null,
            Cbor = Hex(Text(root, "CBOR")),
            Cose = Hex(Text(root, "COSE")),
            Compressed = Hex(Text(root, "COMPRESSED")),
            Base45 = Text(root, "BASE45"),
            Prefix = Text(root, "PREFIX"),
            Picture = Base64(Text(root, "2DCODE")),
            Signer = SignerOf(Text(context, "CERTIFICATE")),
            Clock = ClockOf(Text(context, "VALIDATIONCLOCK")),
        };
    }

    private static Dictionary<string, bool> ExpectedOf(JsonElement expected) => expected.EnumerateObject()
        .Where(static member => member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        .GroupBy(static member => member.Name.ToUpperInvariant())
        .ToDictionary(static group => group.Key, static group => group.Last().Value.GetBoolean());

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
            && member.GetString() is { Length: > 0 } text ? text : null;

    private static byte[]? Hex(string? text)
    {
        try
        {
            return text is null ? null : Convert.FromHexString(text.Trim());
        }
        catch (FormatException)
        {
            return [];
        }
    }

    private static byte[]? Base64(string? text)
    {
        try
        {
            // Some write it as a link to data.
            return text is null ? null : Convert.FromBase64String(text[(text.LastIndexOf(',') + 1)..].Trim());
        }
        catch (FormatException)
        {
            return [];
        }
    }

    /// <summary>A certificate, or a bare public key; with or without the lines around it.</summary>
    private static TrustedKey? SignerOf(string? text)
    {
        var lines = text?.Split('\n', StringSplitOptions.TrimEntries).Where(static line => !line.StartsWith('-'));
        if (lines is null || Base64(string.Concat(lines)) is not { Length: > 0 } bytes)
            return null;
        try
        {
            return SignerCertificate.Read(bytes);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>ISO 8601; without a zone it is UTC, and some write a zone without its colon.</summary>
    private static DateTimeOffset? ClockOf(string? text)
    {
        if (text is null)
            return null;
        var sign = text.Length > 5 ? text[^5] : ' ';
        if (sign is '+' or '-' && text.Contains('T', StringComparison.Ordinal))
            text = text[..^2] + ":" + text[^2..];
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var clock) ? clock : null;
    }
}
