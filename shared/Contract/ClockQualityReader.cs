using System.Text.Json;

namespace CheckIn.Contract;

/// <summary>
/// Reads an event's <c>clock</c>. It only helps to judge times, so whatever is no quality by this contract (a newer
/// shape, a figure out of range) is taken for "not known" and holds no batch back.
/// </summary>
public static class ClockQualityReader
{
    private const int LongestSource = 16;

    /// <summary>The quality that a stored fact states.</summary>
    public static ClockQuality? Of(ReadOnlySpan<byte> fact)
    {
        var json = new Utf8JsonReader(fact, new JsonReaderOptions { MaxDepth = 64 });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("clock"u8))
                return Next(ref json);
            json.Read();
            json.Skip();
        }
        return null;
    }

    internal static ClockQuality? Next(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }
        long? error = null;
        long age = 0;
        string? source = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("error_ms"u8)) error = NextNumber(ref json);
            else if (json.ValueTextEquals("synced_age_s"u8)) age = NextNumber(ref json) ?? 0;
            else if (json.ValueTextEquals("source"u8)) source = NextString(ref json);
            else SkipNext(ref json);
        }
        return error is >= 0 ? new ClockQuality(error.Value, age, source) : null;
    }

    private static long? NextNumber(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number))
            return number;
        json.Skip();
        return null;
    }

    private static string? NextString(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String && !json.ValueIsEscaped && json.ValueSpan.Length <= LongestSource)
            return json.ValueTextEquals("hub"u8) ? ClockSources.Hub : json.GetString();
        json.Skip();
        return null;
    }

    private static void SkipNext(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }
}
