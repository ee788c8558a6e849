namespace CheckIn.Contract;

/// <summary>
/// What became of one alert, on <see cref="Topics.HubAlerts"/>; QoS 1, not retained. A message may come twice after a
/// restart of the hub, then with the same <see cref="Number"/>; what stands now is asked by HTTP
/// (<c>GET /api/v1/alerts</c>). No names of persons, no telephone numbers.
/// </summary>
/// <param name="Number">Of this change; grows with every change of any alert.</param>
/// <param name="Change">One of <see cref="AlertChangeWords"/>.</param>
/// <param name="At">When it changed, Unix ms.</param>
/// <param name="Alert">Id of the alert; all its changes have the same.</param>
/// <param name="Kind">What it is, such as <c>offline</c>; a reader shows a word that it does not know as it is.</param>
/// <param name="SubjectKind"><c>gate</c>, <c>site</c>, <c>node</c> or <c>hub</c>.</param>
/// <param name="Subject">The gate's id, the site's or node's code; empty for the hub.</param>
/// <param name="Severity"><c>notice</c>, <c>warning</c> or <c>critical</c>.</param>
/// <param name="Level">Who is told by now: 1 = the first; higher after nobody answered.</param>
/// <param name="Since">When what it tells of began, Unix ms.</param>
/// <param name="RaisedAt">When it was raised, after its grace, Unix ms.</param>
public sealed record AlertMessage(
    long Number, string Change, long At, long Alert, string Kind, string SubjectKind, string Subject, string Severity,
    int Level, long Since, long RaisedAt)
{
    /// <summary>When it was over, Unix ms; absent = it stands.</summary>
    public long? ClearedAt { get; init; }

    /// <summary>When somebody took it on, Unix ms; absent = nobody has.</summary>
    public long? AcknowledgedAt { get; init; }

    /// <summary>Until when nobody is told of it, Unix ms; absent = it is not snoozed.</summary>
    public long? SnoozedUntil { get; init; }

    /// <summary>Figures by name, such as <c>backlog</c>, <c>gates</c>, <c>cause</c>; absent = none.</summary>
    public IReadOnlyDictionary<string, string>? Detail { get; init; }
}

/// <summary>What can become of an alert. Stable words.</summary>
public static class AlertChangeWords
{
    public const string Raised = "raised";
    public const string Cleared = "cleared";
    /// <summary>Nobody answered: those of the next level are told.</summary>
    public const string Escalated = "escalated";
    /// <summary>Somebody looks after it: nobody else is told.</summary>
    public const string Acknowledged = "acknowledged";
    /// <summary>Nobody is told until <see cref="AlertMessage.SnoozedUntil"/>; without that it is awake again.</summary>
    public const string Snoozed = "snoozed";
}
