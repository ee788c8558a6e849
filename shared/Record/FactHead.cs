using System.Text.Json;

namespace CheckIn.Record;

/// <summary>What of a fact the chain is checked by; the rest is nobody's business there.</summary>
internal readonly record struct FactHead(long? Seq, string? Prev, string? SealedHash)
{
    /// <summary>Reads a fact; members that are missing are null.</summary>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    internal static FactHead Read(ReadOnlySpan<byte> fact)
    {
        var head = default(FactHead);
        var json = new Utf8JsonReader(fact, new JsonReaderOptions { MaxDepth = 16 });
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("no object");
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            var depth = json.CurrentDepth;
            if (depth == 1 && json.ValueTextEquals("seq"u8))
                head = head with { Seq = Next(ref json) && json.TryGetInt64(out var seq) ? seq : null };
            else if (depth == 1 && json.ValueTextEquals("prev"u8))
                head = head with { Prev = NextText(ref json) };
            else if (depth == 2 && json.ValueTextEquals("sealed_hash"u8))
                head = head with { SealedHash = NextText(ref json) };
        }
        return head;
    }

    private static bool Next(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.Number;

    private static string? NextText(ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.String ? json.GetString() : null;
}
