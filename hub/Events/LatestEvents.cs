using System.Text.Json;
using CheckIn.Storage;

namespace CheckIn.Hub.Events;

/// <summary>
/// An event as somebody may read it who looks after the gate: what happened, and nothing of whom. Neither tag nor
/// category nor what is sealed is in it.
/// </summary>
/// <param name="At">As corrected, where that is known.</param>
/// <param name="Direction"><c>in</c>, <c>out</c>; null = of the whole gate.</param>
/// <param name="Outcome">Of a decision: <c>admitted</c>, <c>refused</c>.</param>
/// <param name="Credential">Of a decision: the kind of code.</param>
/// <param name="Operator">Of a decision on somebody without a code: who answered for him.</param>
/// <param name="Name">Of an alarm or operation.</param>
/// <param name="Result">Of a passage; of an operation that is a command, that.</param>
/// <param name="Cleared">Of an alarm: it is over.</param>
public sealed record LatestEvent(
    long Cursor, DateTimeOffset At, string Kind, string Lane, string? Direction, string? Outcome = null,
    string? Reason = null, string? Credential = null, string? Name = null, string? Result = null, bool Cleared = false,
    string? Operator = null);

/// <summary>The latest events of one gate, in the order in which the hub stored them.</summary>
internal static class LatestEvents
{
    private const int LongestWord = 64;
    private static readonly (long Least, long Most) Times = (-62_135_596_800_000, 253_402_300_799_999);

    /// <summary>Newest first.</summary>
    internal static IReadOnlyList<LatestEvent> Of(Database db, string gate, int limit)
    {
        using var rows = db.Prepare("""
            SELECT cursor, coalesce(corrected_at, at), kind, lane, direction, fact FROM event
            WHERE gate = (SELECT id FROM gate WHERE name = ?) ORDER BY cursor DESC LIMIT ?
            """);
        rows.Bind(1, gate).Bind(2, limit);
        var events = new List<LatestEvent>(limit);
        while (rows.Step())
        {
            var at = Math.Clamp(rows.Int64(1), Times.Least, Times.Most);
            var head = new LatestEvent(rows.Int64(0), DateTimeOffset.FromUnixTimeMilliseconds(at), rows.Text(2)!,
                rows.Text(3)!, rows.Text(4));
            events.Add(Read(rows.Blob(5), head));
        }
        return events;
    }

    /// <summary>What may be shown of the body; a newer gate's may be of another form.</summary>
    private static LatestEvent Read(ReadOnlySpan<byte> fact, LatestEvent head)
    {
        try
        {
            using var whole = JsonDocument.Parse(fact.ToArray());
            return whole.RootElement.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.Object
                ? With(head, body) : head;
        }
        catch (JsonException)
        {
            return head;
        }
    }

    private static LatestEvent With(LatestEvent head, JsonElement body) => head with
    {
        Outcome = Word(body, "outcome"),
        Reason = Word(body, "reason"),
        Credential = Word(body, "credential"),
        Operator = head.Kind == Contract.EventKinds.Decision ? Word(body, "operator") : null,
        Name = Word(body, "name"),
        Result = head.Kind switch
        {
            Contract.EventKinds.Passage => Word(body, "result"),
            // Of what technicians and programs did only the command's name is said, not its number.
            Contract.EventKinds.Operation when Word(body, "name") is Contract.OperationWords.Command =>
                Word(body, "result")?.Split(' ')[0],
            _ => null,
        },
        Cleared = body.TryGetProperty("cleared", out var cleared) && cleared.ValueKind == JsonValueKind.True,
    };

    private static string? Word(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: <= LongestWord } word ? word : null;
}
