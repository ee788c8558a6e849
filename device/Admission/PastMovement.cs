using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Record;

namespace CheckIn.Gate.Admission;

/// <summary>A movement that an earlier run of this gate has journalled.</summary>
/// <param name="Seq">Number of its decision.</param>
/// <param name="At">When, Unix ms.</param>
/// <param name="Tag">Whose, by his tag; of one that is taken back without meaning.</param>
/// <param name="Direction">Which way.</param>
/// <param name="IsTakenBack">The one of that number did not happen after all: nobody went.</param>
internal readonly record struct PastMovement(long Seq, long At, SubjectKey Tag, Direction Direction, bool IsTakenBack = false)
{
    /// <summary>Most events looked at: what eight busy lanes write in some hours.</summary>
    internal const int MostEvents = 20_000;

    /// <summary>Those of the journal's last events.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="since">From when on, Unix ms.</param>
    /// <param name="tagDay">Day of the tag key that is in force; others' tags cannot be found again.</param>
    /// <exception cref="RecordException">It cannot be read.</exception>
    internal static IReadOnlyList<PastMovement> Of(RecordedJournal journal, long since, string tagDay)
    {
        if (journal.Epochs() is not [.., var epoch])
            return [];
        var movements = new List<PastMovement>();
        foreach (var row in journal.Events(epoch, Math.Max(epoch.First, epoch.Last - MostEvents + 1)))
        {
            if (row.At >= since && Read(row, tagDay) is { } movement)
                movements.Add(movement);
        }
        return movements;
    }

    private static PastMovement? Read(RecordedEvent row, string tagDay)
    {
        try
        {
            using var json = JsonDocument.Parse(row.Fact, new JsonDocumentOptions { MaxDepth = 16 });
            var (fact, body) = (json.RootElement, json.RootElement.GetProperty("body"));
            return Text(fact, "kind") switch
            {
                EventKinds.Decision => Decision(row, fact, body, tagDay),
                EventKinds.Passage when Text(body, "result") == PassageWords.TimedOut
                    && body.TryGetProperty("cause", out var cause) && cause.TryGetInt64(out var seq) =>
                    new PastMovement(seq, row.At, default, default, IsTakenBack: true),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null; // What cannot be read names nobody; the journal itself says what is damaged.
        }
    }

    private static PastMovement? Decision(RecordedEvent row, JsonElement fact, JsonElement body, string tagDay) =>
        Text(body, "outcome") == "admitted" && Text(body, "tag_day") == tagDay
            && SubjectKey.TryParse(Text(body, "tag"), out var tag) && Text(fact, "direction") is { } way
            ? new PastMovement(row.Seq, row.At, tag, way == "in" ? Direction.In : Direction.Out) : null;

    private static string? Text(JsonElement within, string name) =>
        within.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
