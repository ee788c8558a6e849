using System.Globalization;
using System.Text.Json;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Events;
using CheckIn.Storage;

namespace CheckIn.Hub.Web;

/// <summary>
/// <c>GET /api/v1/events?gate=&amp;after=&amp;limit=</c>: events in the order in which the hub stored them, a page at a
/// time. <c>after</c> takes the cursor of the last event one has, so a page costs the same wherever it begins.
/// Whoever does not see the whole hub gets the events of gates that he sees, and cursors that say nothing of how many
/// others there are (<see cref="EventCursors"/>); a page of his may have few events, or none, and more behind it.
/// <c>at</c> is the gate's word and never changes; <c>corrected_at</c> stands beside it once the hub knows better.
/// </summary>
internal static class EventsEndpoint
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;
    private const int MostLookedAt = 50_000;
    private const long LargestPage = 4 * 1024 * 1024; // of large events a page holds fewer than asked for

    internal static async Task<IResult> GetAsync(
        EventStore store, SightBook sights, EventCursors cursors, HttpContext http, string? gate = null,
        string? after = null, string? limit = null)
    {
        var sight = sights.Of(http, Capability.SeeEvents);
        if (gate is not null && !Contract.GateId.IsValid(gate))
            return Refuse("gate", gate, "1 to 64 of a to z, 0 to 9 and -");
        long cursor = 0;
        if (after is not null && !TryReadCursor(after, sight, cursors, out cursor))
            return Refuse("after", after, "a cursor of an earlier page, or 0");
        var count = DefaultLimit;
        if (limit is not null
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count)
                || count is < 1 or > MaxLimit))
            return Refuse("limit", limit, $"1 to {MaxLimit}");
        http.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        store.Read(db => Write(json, db, new Question(gate, cursor, count, sight, cursors)));
        await json.FlushAsync(http.RequestAborted);
        return Results.Empty;
    }

    private static bool TryReadCursor(string text, Sight sight, EventCursors cursors, out long cursor)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out cursor)
            && (sight.IsWhole || cursor == 0))
            return true;
        cursor = (sight.IsWhole ? null : cursors.Find(text)) ?? -1;
        return cursor >= 0;
    }

    private static bool Write(Utf8JsonWriter json, Database db, Question asked)
    {
        var (gate, sight) = (asked.Gate, asked.Sight);
        using var rows = db.Prepare($"""
            SELECT cursor, gate.name, epoch, seq, kind, lane, direction, at, received_at, fact, corrected_at,
                corrected_error
            FROM event JOIN journal ON journal.id = event.journal JOIN gate ON gate.id = event.gate
            WHERE cursor > ? {(gate is null ? "" : "AND event.gate = (SELECT id FROM gate WHERE name = ?)")}
            ORDER BY cursor LIMIT {(sight.IsWhole ? asked.Limit : MostLookedAt) + 1}
            """);
        rows.Bind(1, asked.After);
        if (gate is not null)
            rows.Bind(2, gate);
        json.WriteStartObject();
        json.WriteStartArray("events"u8);
        long count = 0, looked = 0, last = 0;
        var more = (gate is null || sight.SeesGate(gate)) && rows.Step();
        while (more && count < asked.Limit && looked++ < MostLookedAt
            && json.BytesPending + json.BytesCommitted < LargestPage)
        {
            last = rows.Int64(0);
            if (sight.SeesGate(rows.Text(1)!))
            {
                WriteEvent(json, rows, asked);
                count++;
            }
            more = rows.Step();
        }
        json.WriteEndArray();
        if (more)
            WriteCursor(json, "next"u8, last, asked);
        else
            json.WriteNull("next"u8);
        json.WriteEndObject();
        return more;
    }

    private static void WriteCursor(Utf8JsonWriter json, ReadOnlySpan<byte> name, long cursor, Question asked)
    {
        if (asked.Sight.IsWhole)
            json.WriteNumber(name, cursor);
        else
            json.WriteString(name, asked.Cursors.Hide(cursor));
    }

    private static void WriteEvent(Utf8JsonWriter json, Statement row, Question asked)
    {
        json.WriteStartObject();
        WriteCursor(json, "cursor"u8, row.Int64(0), asked);
        json.WriteString("gate"u8, row.Text(1));
        json.WriteString("epoch"u8, row.Text(2));
        json.WriteNumber("seq"u8, row.Int64(3));
        json.WriteString("kind"u8, row.Text(4));
        json.WriteString("lane"u8, row.Text(5));
        json.WriteString("direction"u8, row.Text(6));
        json.WriteString("at"u8, DateTimeOffset.FromUnixTimeMilliseconds(Bounded(row.Int64(7))));
        if (row.IsNull(10))
            json.WriteNull("corrected_at"u8);
        else
        {
            json.WriteString("corrected_at"u8, DateTimeOffset.FromUnixTimeMilliseconds(Bounded(row.Int64(10))));
            json.WriteNumber("corrected_error_ms"u8, row.Int64(11));
        }
        json.WriteString("received_at"u8, DateTimeOffset.FromUnixTimeMilliseconds(Bounded(row.Int64(8))));
        json.WritePropertyName("event"u8);
        json.WriteRawValue(row.Blob(9), skipInputValidation: true);
        json.WriteEndObject();
    }

    /// <summary>A gate's clock may say anything; what ISO 8601 cannot is shown as its nearest bound.</summary>
    private static long Bounded(long ms) => Math.Clamp(ms, -62_135_596_800_000, 253_402_300_799_999);

    private static IResult Refuse(string name, string value, string allowed) => Results.Problem(
        statusCode: StatusCodes.Status400BadRequest, title: $"{name} is not valid",
        detail: $"{name} is '{value}'; allowed: {allowed}.");

    private sealed record Question(string? Gate, long After, int Limit, Sight Sight, EventCursors Cursors);
}
