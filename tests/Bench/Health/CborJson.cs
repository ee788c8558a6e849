using System.Formats.Cbor;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CheckIn.Bench.Health;

/// <summary>CBOR as JSON, by the framework's reader, and whether two documents say the same.</summary>
internal static class CborJson
{
    private const long Claim = -260;

    /// <summary>A statement, or the claims that hold one; null where it cannot be read.</summary>
    internal static JsonNode? StatementOf(byte[] cbor)
    {
        try
        {
            var reader = new CborReader(cbor, CborConformanceMode.Lax);
            var node = Read(reader);
            if (reader.BytesRemaining > 0 || node is not JsonObject map)
                return null;
            return map.TryGetPropertyValue(Claim.ToString(CultureInfo.InvariantCulture), out var claim)
                ? (claim as JsonObject)?["1"] : node;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or ArgumentException
            or OverflowException)
        {
            return null;
        }
    }

    /// <summary>The same members and items; a date is the same as the same moment written otherwise.</summary>
    internal static bool Same(JsonNode? one, JsonNode? other)
    {
        if (one is JsonObject map && other is JsonObject second)
        {
            return map.Count == second.Count
                && map.All(pair => second.TryGetPropertyValue(pair.Key, out var value) && Same(pair.Value, value));
        }
        if (one is JsonArray array && other is JsonArray items)
            return array.Count == items.Count && array.Zip(items).All(static pair => Same(pair.First, pair.Second));
        if (one is null || other is null)
            return one is null && other is null;
        if (one.GetValueKind() != JsonValueKind.String || other.GetValueKind() != JsonValueKind.String)
            return JsonNode.DeepEquals(one, other);
        var (text, to) = (one.GetValue<string>(), other.GetValue<string>());
        return text == to || (Moment(text) is { } moment && moment == Moment(to));
    }

    private static DateTimeOffset? Moment(string text) => text.Length >= 10 && DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond)) : null;

    private static JsonNode? Read(CborReader reader)
    {
        switch (reader.PeekState())
        {
            case CborReaderState.StartMap:
                var map = new JsonObject();
                for (reader.ReadStartMap(); reader.PeekState() != CborReaderState.EndMap;)
                    map.Add(Read(reader)!.ToString(), Read(reader));
                reader.ReadEndMap();
                return map;
            case CborReaderState.StartArray:
                var array = new JsonArray();
                for (reader.ReadStartArray(); reader.PeekState() != CborReaderState.EndArray;)
                    array.Add(Read(reader));
                reader.ReadEndArray();
                return array;
            case CborReaderState.Tag:
                reader.ReadTag();
                return Read(reader);
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                return reader.ReadTextString();
            case CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString:
                return Convert.ToHexStringLower(reader.ReadByteString());
            case CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger:
                return reader.ReadInt64();
            case CborReaderState.Boolean:
                return reader.ReadBoolean();
            case CborReaderState.Null:
                reader.ReadNull();
                return null;
            default:
                return reader.ReadDouble();
        }
    }
}
