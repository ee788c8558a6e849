using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace CheckIn.Contract;

/// <summary>
/// Reads a batch in one pass over its bytes. Unknown members are kept (they are part of the fact) and ignored. The
/// fact of an event is cut out of the received bytes rather than written anew: what the gate hashed is what the hub
/// hashes, down to the last escape.
/// </summary>
internal static class EventBatchReader
{
    internal static EventBatch Read(ReadOnlyMemory<byte> payload)
    {
        string? epoch = null;
        long? first = null, firstRetained = null;
        List<ReceivedEvent>? events = null;
        try
        {
            if (payload.Length > EventBatch.MaxBytes)
                throw Malformed($"{payload.Length} bytes are more than {EventBatch.MaxBytes}");
            if (!Utf8.IsValid(payload.Span))
                throw Malformed("it is not UTF-8");
            var json = new Utf8JsonReader(payload.Span, new JsonReaderOptions { MaxDepth = 16 });
            Expect(ref json, JsonTokenType.StartObject);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("epoch"u8)) epoch = NextString(ref json);
                else if (json.ValueTextEquals("first"u8)) first = NextNumber(ref json);
                else if (json.ValueTextEquals("firstRetained"u8)) firstRetained = NextNumber(ref json);
                else if (json.ValueTextEquals("events"u8)) events = ReadEvents(ref json, payload);
                else Skip(ref json);
            }
            if (json.Read())
                throw Malformed("bytes follow the batch");
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new MalformedBatchException("not a batch: " + e.Message, e) { Epoch = epoch, First = first };
        }
        catch (MalformedBatchException e)
        {
            throw new MalformedBatchException(e.Message, e) { Epoch = epoch, First = first };
        }
        return Check(epoch, first, firstRetained, events);
    }

    private static EventBatch Check(string? epoch, long? first, long? firstRetained, List<ReceivedEvent>? events)
    {
        if (epoch is null || !GateId.IsValid(epoch) || first is not >= 1 || firstRetained is not >= 1 || events is null)
            throw new MalformedBatchException("epoch, first, firstRetained or events is missing or out of range")
            { Epoch = epoch, First = first };
        if (events.Count is 0 or > EventBatch.MaxEvents)
            throw new MalformedBatchException($"{events.Count} events; 1 to {EventBatch.MaxEvents} are allowed")
            { Epoch = epoch, First = first };
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Seq != first + i)
                throw new MalformedBatchException($"event {i} has seq {events[i].Seq}, expected {first + i}")
                { Epoch = epoch, First = first };
        }
        return new EventBatch(epoch, first.Value, firstRetained.Value, events);
    }

    private static List<ReceivedEvent> ReadEvents(ref Utf8JsonReader json, ReadOnlyMemory<byte> payload)
    {
        Expect(ref json, JsonTokenType.StartArray);
        var events = new List<ReceivedEvent>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
                throw Malformed("an event is not an object");
            if (events.Count == EventBatch.MaxEvents)
                throw Malformed($"more than {EventBatch.MaxEvents} events");
            events.Add(ReadEvent(ref json, payload));
        }
        return events;
    }

    private static ReceivedEvent ReadEvent(ref Utf8JsonReader json, ReadOnlyMemory<byte> payload)
    {
        var start = (int)json.TokenStartIndex;
        long? seq = null, at = null;
        long mono = 0;
        string? kind = null, lane = null, direction = null, boot = null, prev = null;
        ClockQuality? clock = null;
        BodyParts? body = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("seq"u8)) seq = NextNumber(ref json);
            else if (json.ValueTextEquals("kind"u8)) kind = NextString(ref json);
            else if (json.ValueTextEquals("lane"u8)) lane = NextString(ref json);
            else if (json.ValueTextEquals("direction"u8)) direction = NextString(ref json);
            else if (json.ValueTextEquals("boot"u8)) boot = NextString(ref json);
            else if (json.ValueTextEquals("mono_ns"u8)) mono = NextNumber(ref json);
            else if (json.ValueTextEquals("at"u8)) at = NextNumber(ref json);
            else if (json.ValueTextEquals("clock"u8)) clock = ClockQualityReader.Next(ref json);
            else if (json.ValueTextEquals("prev"u8)) prev = NextString(ref json);
            else if (json.ValueTextEquals("body"u8))
            {
                if (body is not null)
                    throw Malformed("an event has two bodies");
                body = ReadBody(ref json, payload.Span);
            }
            else Skip(ref json);
        }
        var whole = payload[start..(int)json.BytesConsumed];
        if (seq is not >= 1 || kind is null || at is null || prev is not { Length: ChainLink.Size * 2 })
            throw Malformed($"the event at byte {start} lacks seq, kind, at or prev");
        var (fact, sealedPart) = Cut(payload, whole, start, body ?? default);
        var link = new byte[ChainLink.Size];
        ChainLink.Of(fact.Span, link);
        return new ReceivedEvent
        {
            Seq = seq.Value,
            Kind = kind,
            Lane = lane ?? "",
            Direction = direction,
            Boot = boot,
            MonotonicNs = mono,
            At = at.Value,
            Clock = clock,
            Prev = Convert.FromHexString(prev),
            Fact = fact,
            Sealed = sealedPart,
            Link = link,
            Outcome = body?.Outcome,
            Tag = body?.Tag,
        };
    }

    private record struct BodyParts(
        string? Outcome, string? Tag, int CutStart, int CutEnd, int ValueStart, int ValueEnd);

    private static BodyParts ReadBody(ref Utf8JsonReader json, ReadOnlySpan<byte> payload)
    {
        var parts = default(BodyParts);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return parts;
        }
        var previousEnd = (int)json.BytesConsumed;
        var firstMember = true;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var nameStart = (int)json.TokenStartIndex;
            if (json.ValueTextEquals("outcome"u8)) parts.Outcome = NextString(ref json);
            else if (json.ValueTextEquals("tag"u8)) parts.Tag = NextString(ref json);
            else if (json.ValueTextEquals("sealed"u8))
            {
                if (parts.CutEnd != 0)
                    throw Malformed("a body has two sealed parts");
                json.Read();
                parts.ValueStart = (int)json.TokenStartIndex;
                json.Skip();
                parts.ValueEnd = (int)json.BytesConsumed;
                // With the comma before it, and nothing else: white space before the comma is the fact's own. The
                // sealed part is the last member by contract.
                parts.CutStart = firstMember ? nameStart : previousEnd + payload[previousEnd..].IndexOf((byte)',');
                parts.CutEnd = parts.ValueEnd;
            }
            else Skip(ref json);
            previousEnd = (int)json.BytesConsumed;
            firstMember = false;
        }
        if (parts.CutEnd != 0 && parts.CutEnd != previousEnd)
            throw Malformed("sealed is not the last member of body");
        return parts;
    }

    private static (ReadOnlyMemory<byte> Fact, ReadOnlyMemory<byte> Sealed) Cut(
        ReadOnlyMemory<byte> payload, ReadOnlyMemory<byte> whole, int start, BodyParts body)
    {
        if (body.CutEnd == 0)
            return (whole, default);
        var head = payload[start..body.CutStart];
        var tail = payload[body.CutEnd..(start + whole.Length)];
        var fact = new byte[head.Length + tail.Length];
        head.CopyTo(fact);
        tail.CopyTo(fact.AsMemory(head.Length));
        return (fact, payload[body.ValueStart..body.ValueEnd]);
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type)
    {
        if (!json.Read() || json.TokenType != type)
            throw Malformed(
                string.Create(CultureInfo.InvariantCulture, $"expected {type} at byte {json.TokenStartIndex}"));
    }

    private static string? NextString(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Null ? null : json.GetString();
    }

    private static long NextNumber(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt64();
    }

    private static void Skip(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }

    private static MalformedBatchException Malformed(string message) => new(message);
}
