using System.Buffers;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Time;

namespace CheckIn.Gate.Lanes;

/// <summary>Stamps what happened with lane, direction, boot, monotonic and wall time.</summary>
internal sealed class EventStamp(string lane, Direction? direction, GateClock clock)
{
    /// <summary>Lane of events that concern the whole gate.</summary>
    internal const string WholeGate = "gate";

    internal string Lane => lane;

    internal EventDraft Draft(string kind, Action<Utf8JsonWriter> body, ReadOnlyMemory<byte> sealedPart = default)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            body(json);
            json.WriteEndObject();
        }
        var now = clock.Stamp();
        return new EventDraft(
            kind, lane, direction, Boot.Id, now.MonotonicNs, now.At, now.Quality, bytes.WrittenMemory, sealedPart);
    }

    internal EventDraft Operation(string name, string by, string result) => Draft(EventKinds.Operation, json =>
    {
        json.WriteString("name"u8, name);
        json.WriteString("by"u8, by);
        json.WriteString("result"u8, result);
    });

    internal EventDraft Alarm(string name, long value, bool cleared = false) => Draft(EventKinds.Alarm, json =>
    {
        json.WriteString("name"u8, name);
        json.WriteNumber("value"u8, value);
        json.WriteBoolean("cleared"u8, cleared);
    });

    /// <param name="cause">Number of the event by which somebody might pass; null when there is none.</param>
    /// <param name="result">One of <see cref="PassageWords"/>.</param>
    internal EventDraft Passage(long? cause, string result) => Draft(EventKinds.Passage, json =>
    {
        if (cause is { } seq)
            json.WriteNumber("cause"u8, seq);
        json.WriteString("result"u8, result);
    });
}
