using System.Buffers;
using System.Text.Json;

namespace CheckIn.Contract;

/// <summary>How far the gate trusted its clock when it stamped an event.</summary>
/// <param name="ErrorMs">Estimated error in ms.</param>
/// <param name="SyncedAgeS">Seconds since the last synchronisation.</param>
public readonly record struct ClockQuality(long ErrorMs, long SyncedAgeS);

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
    /// <summary>Writes the fact of <paramref name="draft"/> as event <paramref name="seq"/> after link <paramref name="prev"/>.</summary>
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
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("clock"u8);
        }
        json.WriteString("prev"u8, ChainLink.ToText(prev));
        json.WritePropertyName("body"u8);
        json.WriteRawValue(draft.Body.Span);
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
        var emptyBody = fact[^3] == (byte)'{';
        output.Write(fact[..^2]);
        output.Write(emptyBody ? "\"sealed\":"u8 : ",\"sealed\":"u8);
        output.Write(sealedPart);
        output.Write("}}"u8);
    }
}
