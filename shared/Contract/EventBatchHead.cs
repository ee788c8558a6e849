using System.Text.Json;

namespace CheckIn.Contract;

/// <summary>
/// What a batch says of itself before its events, as far as it can be read whatever the rest is like: a refusal must
/// name the range, even when the events are malformed, of another version, or too many.
/// </summary>
internal readonly record struct EventBatchHead(
    string? Epoch, long? First, long? Last, long? Contract, long? FirstRetained)
{
    /// <summary>A head is shorter; what comes later is not looked at.</summary>
    private const int MaxBytes = 1024;

    internal static EventBatchHead Find(ReadOnlySpan<byte> payload)
    {
        var head = default(EventBatchHead);
        var json = new Utf8JsonReader(
            payload[..Math.Min(payload.Length, MaxBytes)], isFinalBlock: false, state: default);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return head;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName && !json.ValueTextEquals("events"u8))
                head = head.Take(ref json);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // What was read until here stands.
        }
        return head with { First = Positive(head.First), Last = Positive(head.Last), FirstRetained = Positive(head.FirstRetained) };
    }

    private EventBatchHead Take(ref Utf8JsonReader json)
    {
        var (isEpoch, isFirst) = (json.ValueTextEquals("epoch"u8), json.ValueTextEquals("first"u8));
        var (isLast, isContract) = (json.ValueTextEquals("last"u8), json.ValueTextEquals("contract"u8));
        var isFirstRetained = json.ValueTextEquals("firstRetained"u8);
        if (!json.Read())
            return this;
        if (isFirstRetained)
            return this with { FirstRetained = json.GetInt64() };
        if (isEpoch)
            return this with { Epoch = json.GetString() };
        if (isFirst)
            return this with { First = json.GetInt64() };
        if (isLast)
            return this with { Last = json.GetInt64() };
        if (isContract)
            return this with { Contract = json.GetInt64() };
        json.TrySkip();
        return this;
    }

    private static long? Positive(long? number) => number is >= 1 ? number : null;
}
