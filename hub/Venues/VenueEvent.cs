using System.Buffers;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Rules;
using CheckIn.Time;

namespace CheckIn.Hub.Venues;

/// <summary>A press of a button as an event, with the members that a gate's decision has. Nothing in it names anybody.</summary>
internal static class VenueEvent
{
    /// <param name="visitor">Who.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="verdict">What the rules say.</param>
    /// <param name="tag">Of that site and day.</param>
    /// <param name="day">The day of the tag, yyyy-MM-dd.</param>
    /// <param name="stamp">The hub's clock then.</param>
    internal static EventDraft Draft(
        VenueVisitor visitor, Direction direction, Verdict verdict, string tag, string day, VenueStamp stamp)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("outcome"u8, verdict.Outcome == Outcome.Admitted ? "admitted"u8 : "refused"u8);
            json.WriteString("reason"u8, ReasonOf(verdict));
            json.WriteString("credential"u8, visitor.Credential);
            if (verdict.Category is not null)
                json.WriteString("category"u8, verdict.Category);
            if (verdict.Noted is not null)
                json.WriteString("noted"u8, verdict.Noted);
            json.WriteString("tag"u8, tag);
            json.WriteString("tag_day"u8, day);
            json.WriteEndObject();
        }
        return new EventDraft(
            EventKinds.Decision, PosterGate.Lane, direction, Boot.Id, stamp.MonotonicNs, stamp.At.ToUnixTimeMilliseconds(),
            stamp.Clock, body.WrittenMemory);
    }

    /// <summary>Whoever is let through was seen by no gate, and that is the reason given.</summary>
    internal static string ReasonOf(Verdict verdict) =>
        verdict.Outcome == Outcome.Admitted ? Reasons.SelfRecorded : verdict.Reason;
}

/// <summary>The hub's clock at one moment.</summary>
internal readonly record struct VenueStamp(DateTimeOffset At, long MonotonicNs, ClockQuality? Clock)
{
    /// <summary>To the millisecond, as events have it.</summary>
    internal static VenueStamp Now(TimeProvider time) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()), time.MonotonicNs(),
        KernelClock.Read());
}
