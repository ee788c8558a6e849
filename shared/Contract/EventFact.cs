using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace CheckIn.Contract;

/// <summary>Everything of an event but its number and chain, which the journal gives it.</summary>
/// <param name="Kind">One of <see cref="EventKinds"/>.</param>
/// <param name="Lane">The lane's name; a topic-safe word, <c>[a-z0-9-]{1,64}</c>.</param>
/// <param name="Direction">Which way the lane leads; null for an event of the whole gate.</param>
/// <param name="Boot">Boot id.</param>
/// <param name="MonotonicNs">CLOCK_MONOTONIC in this boot, ns.</param>
/// <param name="At">Wall time as the gate had it, Unix ms; never changed later.</param>
/// <param name="Clock">Clock quality; null = never synchronised in this boot.</param>
/// <param name="Body">JSON object of the kind's fields, without <c>sealed</c>; may be <c>{}</c>.</param>
/// <param name="Sealed">JSON value of the sealed part, or empty.</param>
public sealed record EventDraft(
    string Kind, string Lane, Direction? Direction, string Boot, long MonotonicNs, long At, ClockQuality? Clock,
    ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Sealed = default);

/// <summary>
/// The bytes of an event. The fact (what is hashed) always ends with the body, so that the wire form is the fact
/// with <c>"sealed":…</c> put in as the body's last member; taking that member out again gives the fact back, byte
/// for byte, whatever else a newer gate may have written into the event.
/// </summary>
public static class EventFact
{
    /// <summary>Most bytes of body and sealed part together; one event always fits into a batch.</summary>
    public const int MaxBytes = 64 * 1024;
    /// <summary>Deepest nesting of a body or a sealed part, so that a batch around it stays readable.</summary>
    public const int MaxDepth = 8;

    /// <summary>
    /// Refuses a draft that no hub could read back: such an event would stand at the head of the backlog for ever.
    /// </summary>
    /// <exception cref="ArgumentException">The message names the part and the rule, never the content.</exception>
    public static void Check(EventDraft draft)
    {
        if (draft.Kind is not { Length: >= 1 and <= 64 } || draft.Boot is not { Length: <= 64 })
            throw new ArgumentException("kind or boot is missing or longer than 64 characters", nameof(draft));
        if (!GateId.IsValid(draft.Lane))
            throw new ArgumentException("lane is not [a-z0-9-]{1,64}", nameof(draft));
        if (draft.Body.Length + draft.Sealed.Length > MaxBytes)
            throw new ArgumentException($"body and sealed part are larger than {MaxBytes} bytes", nameof(draft));
        if (!Utf8.IsValid(draft.Body.Span) || !Utf8.IsValid(draft.Sealed.Span))
            throw new ArgumentException("body or sealed part is not UTF-8", nameof(draft));
        try
        {
            CheckBody(draft.Body.Span);
            if (!draft.Sealed.IsEmpty)
                CheckSealed(draft.Sealed.Span);
        }
        catch (JsonException e)
        {
            throw new ArgumentException("body or sealed part is not JSON: line "
                + $"{e.LineNumber}, byte {e.BytePositionInLine}", nameof(draft));
        }
    }

    /// <summary>
    /// Writes the fact of <paramref name="draft"/> as event <paramref name="seq"/> after link <paramref name="prev"/>.
    /// </summary>
    /// <remarks>The draft has passed <see cref="Check"/>.</remarks>
    public static void Write(IBufferWriter<byte> output, EventDraft draft, long seq, ReadOnlySpan<byte> prev)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteNumber("seq"u8, seq);
        json.WriteString("kind"u8, draft.Kind);
        json.WriteString("lane"u8, draft.Lane);
        if (draft.Direction is { } direction)
            json.WriteString("direction"u8, direction == Contract.Direction.In ? "in"u8 : "out"u8);
        json.WriteString("boot"u8, draft.Boot);
        json.WriteNumber("mono_ns"u8, draft.MonotonicNs);
        json.WriteNumber("at"u8, draft.At);
        if (draft.Clock is { } clock)
        {
            json.WriteStartObject("clock"u8);
            json.WriteNumber("error_ms"u8, clock.ErrorMs);
            json.WriteNumber("synced_age_s"u8, clock.SyncedAgeS);
            if (clock.Source is not null)
                json.WriteString("source"u8, clock.Source);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("clock"u8);
        }
        json.WriteString("prev"u8, ChainLink.ToText(prev));
        json.WritePropertyName("body"u8);
        // Nothing may stand between the body's brace and the event's: WriteWire finds them by position.
        json.WriteRawValue(draft.Body.Span.Trim(JsonSpace), skipInputValidation: true);
        json.WriteEndObject();
    }

    /// <summary>Writes the wire form: the fact with the sealed part put back.</summary>
    public static void WriteWire(IBufferWriter<byte> output, ReadOnlySpan<byte> fact, ReadOnlySpan<byte> sealedPart)
    {
        if (sealedPart.IsEmpty)
        {
            output.Write(fact);
            return;
        }
        // A fact ends with "}}": the body's brace and its own.
        var open = fact[..^2];
        var emptyBody = open.TrimEnd(JsonSpace)[^1] == (byte)'{';
        output.Write(open);
        output.Write(emptyBody ? "\"sealed\":"u8 : ",\"sealed\":"u8);
        output.Write(sealedPart);
        output.Write("}}"u8);
    }

    /// <summary>Bytes of the wire form.</summary>
    public static int WireLength(ReadOnlySpan<byte> fact, ReadOnlySpan<byte> sealedPart) =>
        sealedPart.IsEmpty ? fact.Length : fact.Length + ",\"sealed\":".Length + sealedPart.Length;

    internal static ReadOnlySpan<byte> JsonSpace => " \t\r\n"u8;

    private static void CheckBody(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            throw new ArgumentException("body is not a JSON object");
        while (json.Read())
        {
            var isMember = json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1;
            if (isMember && json.ValueTextEquals("sealed"u8))
                throw new ArgumentException("body has a member 'sealed', which belongs beside it");
        }
    }

    private static void CheckSealed(ReadOnlySpan<byte> sealedPart)
    {
        var json = new Utf8JsonReader(sealedPart, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (json.Read()) { }
    }
}
