using System.Text.Json.Serialization;

namespace CheckIn.Hub.Alerts;

/// <summary>An alert, as the API tells it.</summary>
/// <param name="Subject">A gate's id, a site's or node's code; empty for the hub.</param>
/// <param name="Since">When what it tells of began.</param>
/// <param name="Level">1 = the first who are told.</param>
/// <param name="Text">All of it as a sentence, in the asker's language.</param>
internal sealed record AlertRow(
    long Id, string Kind, string SubjectKind, string Subject, string Severity, DateTimeOffset Since,
    DateTimeOffset RaisedAt, DateTimeOffset? ClearedAt, int Level, DateTimeOffset? AcknowledgedAt,
    string? AcknowledgedBy, DateTimeOffset? SnoozedUntil, string? SnoozedBy, IReadOnlyDictionary<string, string> Detail,
    string Text)
{
    internal static AlertRow Of(Alert alert, string text) => new(
        alert.Id, alert.Kind, AlertMessages.Word(alert.Subject.Kind), alert.Subject.Id,
        AlertMessages.Word(alert.Severity), alert.Since, alert.RaisedAt, alert.ClearedAt, alert.Level,
        alert.AcknowledgedAt, alert.AcknowledgedBy, alert.SnoozedUntil, alert.SnoozedBy, alert.Detail,
        text);
}

/// <summary>GET /api/v1/alerts.</summary>
/// <param name="Standing">How many stand.</param>
/// <param name="Next">What to ask for with before=; null = that is all.</param>
internal sealed record AlertList(IReadOnlyList<AlertRow> Alerts, int Standing, long? Next);

/// <summary>POST /api/v1/alerts/{id}/snooze: one of the two.</summary>
/// <param name="Until">A moment.</param>
/// <param name="ForS">Seconds from now.</param>
internal sealed record SnoozeRequest(DateTimeOffset? Until = null, long? ForS = null);

/// <summary>An event of /api/v1/alerts/stream.</summary>
/// <param name="Unanswered">Neither acknowledged nor snoozed.</param>
internal sealed record AlertCounts(int Standing, int Critical, int Unanswered)
{
    internal static AlertCounts Of(IReadOnlyList<Alert> standing) => new(
        standing.Count, standing.Count(static alert => alert.Severity == Severity.Critical),
        standing.Count(static alert => alert is { AcknowledgedAt: null, SnoozedUntil: null }));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(AlertList))]
[JsonSerializable(typeof(AlertRow))]
[JsonSerializable(typeof(SnoozeRequest))]
[JsonSerializable(typeof(AlertCounts))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class AlertJson : JsonSerializerContext;
