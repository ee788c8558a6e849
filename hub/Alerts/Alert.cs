namespace CheckIn.Hub.Alerts;

/// <summary>How much it matters.</summary>
public enum Severity { Notice, Warning, Critical }

/// <summary>What an alert is about.</summary>
public enum AlertSubjectKind { Gate, Site, Node, Hub }

/// <summary>What an alert is about.</summary>
/// <param name="Id">A gate's id, a site's or node's code; empty for the hub.</param>
public readonly record struct AlertSubject(AlertSubjectKind Kind, string Id);

/// <summary>A finding that somebody is told. One of a kind and subject stands at a time.</summary>
/// <param name="Kind">One of <see cref="AlertKinds"/>.</param>
/// <param name="Since">When what it tells of began; it was raised after its grace.</param>
/// <param name="Level">1 = the first who are told; higher after nobody answered.</param>
/// <param name="Detail">Figures for its sentence, by name: backlog, gates, cause, lane, days, value...</param>
public sealed record Alert(
    long Id, string Kind, AlertSubject Subject, Severity Severity, DateTimeOffset Since, DateTimeOffset RaisedAt,
    DateTimeOffset? ClearedAt, int Level, IReadOnlyDictionary<string, string> Detail)
{
    public DateTimeOffset? AcknowledgedAt { get; init; }
    public string? AcknowledgedBy { get; init; }
    public DateTimeOffset? SnoozedUntil { get; init; }
    public string? SnoozedBy { get; init; }
}

/// <summary>What became of an alert.</summary>
public enum AlertChangeKind { Raised, Cleared, Escalated, Acknowledged, Snoozed }

/// <summary>What became of an alert; each is told once.</summary>
public sealed record AlertChange(AlertChangeKind Kind, Alert Alert);
