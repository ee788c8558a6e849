using System.Globalization;
using System.Text.Json;
using CheckIn.Hub.Events;
using CheckIn.Storage;

namespace CheckIn.Hub.Web;

/// <summary>
/// <c>GET /api/v1/events?gate=&amp;after=&amp;limit=</c>: events in the order in which the hub stored them, a page at a
/// time. <c>after</c> takes the cursor of the last event one has, so a page costs the same wherever it begins.
/// <c>at</c> is the gate's word and never changes; <c>corrected_at</c> stands beside it once the hub knows better.
/// </summary>
internal static class EventsEndpoint
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;
    private const long LargestPage = 4 * 1024 * 1024; // of large events a page holds fewer than asked for

    internal static async Task<IResult> GetAsync(
        EventStore store, HttpContext http, string? gate = null, string? after = null, string? limit = null)
    {
        if (gate is not null && !Contract.GateId.IsValid(gate))
            return Refuse("gate", gate, "1 to 64 of a to z, 0 to 9 and -");
        long cursor = 0;
        if (after is not null && (!long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out cursor)
            || cursor < 0))
            return Refuse("after", after, "a cursor of an earlier page, or 0");
        var count = DefaultLimit;
        if (limit is not null
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count)
                || count is < 1 or > MaxLimit))
            return Refuse("limit", limit, $"1 to {MaxLimit}");
        http.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        store.Read(db => Write(json, db, gate, cursor, count));
        await json.FlushAsync(http.RequestAborted);
        return Results.Empty;
    }

    private static bool Write(Utf8JsonWriter json, Database db, string? gate, long after, int limit)
    {
        using var rows = db.Prepare($"""
            SELECT cursor, gate.name, epoch, seq, kind, lane, direction, at, received_at, fact, corrected_at,
                corrected_error
            FROM event JOIN journal ON journal.id = event.journal JOIN gate ON gate.id = event.gate
            WHERE cursor > ? {(gate is null ? "" : "AND event.gate = (SELECT id FROM gate WHERE name = ?)")}
            ORDER BY cursor LIMIT {limit + 1}
            """);
        rows.Bind(1, after);
        if (gate is not null)
            rows.Bind(2, gate);
        json.WriteStartObject();
        json.WriteStartArray("events"u8);
        long count = 0, last = 0;
        var more = rows.Step();
        while (more && count < limit && json.BytesPending + json.BytesCommitted < LargestPage)
        {
            last = rows.Int64(0);
            WriteEvent(json, rows);
            count++;
            more = rows.Step();
        }
        json.WriteEndArray();
        if (more)
            json.WriteNumber("next"u8, last);
        else
            json.WriteNull("next"u8);
        json.WriteEndObject();
        return more;
    }

    private static void WriteEvent(Utf8JsonWriter json, Statement row)
    {
        json.WriteStartObject();
        json.WriteNumber("cursor"u8, row.Int64(0));
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
}
