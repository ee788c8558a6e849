using System.Globalization;
using System.Text.Json;

namespace CheckIn.Contract;

/// <summary>Single values of an event, read from where the reader stands: before the value, at its name.</summary>
internal static class JsonValues
{
    internal static void Expect(ref Utf8JsonReader json, JsonTokenType type)
    {
        if (!json.Read() || json.TokenType != type)
        {
            throw new MalformedBatchException(
                string.Create(CultureInfo.InvariantCulture, $"expected {type} at byte {json.TokenStartIndex}"));
        }
    }

    internal static string? NextString(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Null ? null : json.GetString();
    }

    internal static long NextNumber(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt64();
    }

    internal static void Skip(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }
}
