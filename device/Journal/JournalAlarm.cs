using System.Buffers;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Gate.Clock;

namespace CheckIn.Gate.Journal;

/// <summary>Alarms that the journal raises about itself, as events of the whole gate.</summary>
internal static class JournalAlarm
{
    /// <summary>80 % full; value = per cent. Cleared below 70 %.</summary>
    internal const string Filling = "journal_filling";

    /// <summary>At its bound: decisions follow Journal:WhenFull; value = per cent.</summary>
    internal const string Full = "journal_full";

    /// <summary>It could not be written. Recorded when it can be again, and so cleared; value = what was not recorded.</summary>
    internal const string Failed = "journal_failed";

    internal static EventDraft Draft(
        string name, long value, bool cleared, GateClock clock, string boot, Action<Utf8JsonWriter>? more = null)
    {
        var body = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("name"u8, name);
            json.WriteNumber("value"u8, value);
            json.WriteBoolean("cleared"u8, cleared);
            more?.Invoke(json);
            json.WriteEndObject();
        }
        var now = clock.Stamp();
        return new EventDraft(
            EventKinds.Alarm, Lanes.EventStamp.WholeGate, null, boot, now.MonotonicNs, now.At, now.Quality,
            body.WrittenMemory);
    }
}
