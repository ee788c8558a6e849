using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace CheckIn.Contract;

/// <summary>
/// Reads a batch in one pass over its bytes. Unknown members are kept (they are part of the fact) and ignored. The
/// fact of an event is cut out of the received bytes rather than written anew: what the gate hashed is what the hub
/// hashes, down to the last escape. Nothing is made anew: texts stay where they are in the payload, a fact that lies in
/// two pieces is put together in the caller's scratch, and the events are the caller's memory.
/// </summary>
internal ref struct EventBatchReader(ReadOnlyMemory<byte> payload, Memory<byte> scratch, EventMemory memory)
{
    private const int MaxDepth = 16;
    private readonly ReadOnlyMemory<byte> _payload = payload;
    private readonly ReadOnlySpan<byte> _bytes = payload.Span;
    private Memory<byte> _scratch = scratch;

    internal EventBatch Read()
    {
        try
        {
            if (_bytes.Length > EventBatch.MaxBytes)
                throw Oversized($"{_bytes.Length} bytes are more than {EventBatch.MaxBytes}");
            if (!Utf8.IsValid(_bytes))
                throw Malformed("it is not UTF-8");
            return ReadBatch();
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw Refusal("not a batch: " + e.Message, RefusalReasons.Malformed, e);
        }
        catch (MalformedBatchException e)
        {
            throw Refusal(e.Message, e.Reason, e);
        }
    }

    internal ReceivedEvent ReadAlone()
    {
        try
        {
            var json = new Utf8JsonReader(_bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
            JsonValues.Expect(ref json, JsonTokenType.StartObject);
            return ReadEvent(ref json);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw new MalformedBatchException("not an event: " + e.Message, e);
        }
    }

    private EventBatch ReadBatch()
    {
        string? epoch = null;
        long? first = null, last = null, firstRetained = null;
        List<ReceivedEvent>? events = null;
        var json = new Utf8JsonReader(_bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
        JsonValues.Expect(ref json, JsonTokenType.StartObject);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("epoch"u8)) epoch = JsonValues.NextString(ref json);
            else if (json.ValueTextEquals("first"u8)) first = JsonValues.NextNumber(ref json);
            else if (json.ValueTextEquals("last"u8)) last = JsonValues.NextNumber(ref json);
            else if (json.ValueTextEquals("firstRetained"u8)) firstRetained = JsonValues.NextNumber(ref json);
            else if (json.ValueTextEquals("contract"u8)) CheckContract(JsonValues.NextNumber(ref json));
            else if (json.ValueTextEquals("events"u8)) events = ReadEvents(ref json);
            else JsonValues.Skip(ref json);
        }
        if (json.Read())
            throw Malformed("bytes follow the batch");
        return Check(epoch, first, last, firstRetained, events);
    }

    private static EventBatch Check(
        string? epoch, long? first, long? last, long? firstRetained, List<ReceivedEvent>? events)
    {
        if (epoch is null || !GateId.IsValid(epoch) || first is not >= 1 || firstRetained is not >= 1 || events is null)
            throw Malformed("epoch, first, firstRetained or events is missing or out of range");
        if (events.Count == 0)
            throw Malformed($"no events; 1 to {EventBatch.MaxEvents} are allowed");
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Seq != first + i)
                throw Malformed($"event {i} has seq {events[i].Seq}, expected {first + i}");
        }
        if (last is not null && last != events[^1].Seq)
            throw Malformed($"last is {last}, but the last event is {events[^1].Seq}");
        return new EventBatch(epoch, first.Value, firstRetained.Value, events);
    }

    private static void CheckContract(long contract)
    {
        if (contract > EventBatch.Contract)
        {
            throw new MalformedBatchException(
                $"it is of contract {contract}; this program reads up to {EventBatch.Contract}")
            { Reason = RefusalReasons.Unsupported };
        }
    }

    private List<ReceivedEvent> ReadEvents(ref Utf8JsonReader json)
    {
        JsonValues.Expect(ref json, JsonTokenType.StartArray);
        memory.Batch.Clear();
        var events = memory.Batch;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
                throw Malformed("an event is not an object");
            if (events.Count == EventBatch.MaxEvents)
                throw Oversized($"more than {EventBatch.MaxEvents} events");
            ReadEvent(ref json);
        }
        return events;
    }

    private ReceivedEvent ReadEvent(ref Utf8JsonReader json)
    {
        var start = (int)json.TokenStartIndex;
        long? seq = null, at = null;
        long mono = 0;
        ReadOnlyMemory<byte>? kind = null, lane = null, direction = null, boot = null, prev = null;
        ClockQuality? clock = null;
        EventBody? body = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("seq"u8)) seq = JsonValues.NextNumber(ref json);
            else if (json.ValueTextEquals("kind"u8)) kind = NextText(ref json);
            else if (json.ValueTextEquals("lane"u8)) lane = NextText(ref json);
            else if (json.ValueTextEquals("direction"u8)) direction = NextText(ref json);
            else if (json.ValueTextEquals("boot"u8)) boot = NextText(ref json);
            else if (json.ValueTextEquals("mono_ns"u8)) mono = JsonValues.NextNumber(ref json);
            else if (json.ValueTextEquals("at"u8)) at = JsonValues.NextNumber(ref json);
            else if (json.ValueTextEquals("clock"u8)) clock = ClockQualityReader.Next(ref json);
            else if (json.ValueTextEquals("prev"u8)) prev = NextText(ref json);
            else if (json.ValueTextEquals("body"u8))
            {
                if (body is not null)
                    throw Malformed("an event has two bodies");
                body = ReadBody(ref json);
            }
            else JsonValues.Skip(ref json);
        }
        if (seq is not >= 1 || kind is null || at is null || prev is not { Length: ChainLink.Size * 2 })
            throw Malformed($"the event at byte {start} lacks seq, kind, at or prev");
        var parts = body ?? default;
        var (fact, sealedPart) = Cut(start, (int)json.BytesConsumed, parts);
        var received = memory.Next();
        ChainLink.Of(fact.Span, received.Link);
        if (Convert.FromHexString(prev.Value.Span, received.Prev, out _, out _) != OperationStatus.Done)
            throw Malformed($"the event at byte {start} has a prev that is not hexadecimal");
        received.Seq = seq.Value;
        received.KindUtf8 = kind.Value;
        received.LaneUtf8 = lane ?? default;
        received.DirectionUtf8 = direction;
        received.BootUtf8 = boot;
        received.MonotonicNs = mono;
        received.At = at.Value;
        received.Clock = clock;
        received.Fact = fact;
        received.Sealed = sealedPart;
        received.OutcomeUtf8 = parts.Outcome;
        received.TagUtf8 = parts.Tag;
        return received;
    }

    /// <summary>Of a body what is searched by, and where its sealed part stands; 0 = it has none.</summary>
    private struct EventBody
    {
        internal ReadOnlyMemory<byte>? Outcome, Tag;
        internal int CutStart, CutEnd, ValueStart;
    }

    private EventBody ReadBody(ref Utf8JsonReader json)
    {
        var parts = default(EventBody);
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
            if (json.ValueTextEquals("outcome"u8)) parts.Outcome = NextText(ref json);
            else if (json.ValueTextEquals("tag"u8)) parts.Tag = NextText(ref json);
            else if (json.ValueTextEquals("sealed"u8))
            {
                if (parts.CutEnd != 0)
                    throw Malformed("a body has two sealed parts");
                json.Read();
                parts.ValueStart = (int)json.TokenStartIndex;
                json.Skip();
                // With the comma before it, and nothing else: white space before the comma is the fact's own. The
                // sealed part is the last member by contract.
                parts.CutStart = firstMember ? nameStart : previousEnd + _bytes[previousEnd..].IndexOf((byte)',');
                parts.CutEnd = (int)json.BytesConsumed;
            }
            else JsonValues.Skip(ref json);
            previousEnd = (int)json.BytesConsumed;
            firstMember = false;
        }
        if (parts.CutEnd != 0 && parts.CutEnd != previousEnd)
            throw Malformed("sealed is not the last member of body");
        return parts;
    }

    private (ReadOnlyMemory<byte> Fact, ReadOnlyMemory<byte> Sealed) Cut(int start, int end, in EventBody body)
    {
        if (body.CutEnd == 0)
            return (_payload[start..end], default);
        var head = _bytes[start..body.CutStart];
        var tail = _bytes[body.CutEnd..end];
        var fact = _scratch[..(head.Length + tail.Length)];
        head.CopyTo(fact.Span);
        tail.CopyTo(fact.Span[head.Length..]);
        _scratch = _scratch[fact.Length..];
        return (fact, _payload[body.ValueStart..body.CutEnd]);
    }

    /// <summary>A text as it stands in the payload; one with escapes is written anew.</summary>
    private readonly ReadOnlyMemory<byte>? NextText(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType != JsonTokenType.String || json.ValueIsEscaped)
            return Encoding.UTF8.GetBytes(json.GetString()!);
        return _payload.Slice((int)json.TokenStartIndex + 1, json.ValueSpan.Length);
    }

    /// <summary>The refusal with what the head says, whatever made the batch unreadable.</summary>
    private readonly MalformedBatchException Refusal(string message, string reason, Exception cause)
    {
        var head = EventBatchHead.Find(_bytes);
        var isNewer = head.Contract > EventBatch.Contract;
        return new MalformedBatchException(message, cause)
        {
            Epoch = head.Epoch is { } epoch && GateId.IsValid(epoch) ? epoch : null,
            First = head.First,
            Last = head.Last >= head.First ? head.Last : null,
            FirstRetained = head.FirstRetained,
            Reason = isNewer ? RefusalReasons.Unsupported : reason,
        };
    }

    private static MalformedBatchException Malformed(string message) => new(message);

    private static MalformedBatchException Oversized(string message) =>
        new(message) { Reason = RefusalReasons.Oversized };
}
