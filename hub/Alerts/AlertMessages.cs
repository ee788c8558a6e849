using CheckIn.Contract;

namespace CheckIn.Hub.Alerts;

/// <summary>Alerts in the words of the contract. Who acknowledged or snoozed stays with the hub.</summary>
internal static class AlertMessages
{
    internal static AlertMessage Of(AlertChange change, DateTimeOffset at)
    {
        var alert = change.Alert;
        return new AlertMessage(
            Number: 0, Word(change.Kind), at.ToUnixTimeMilliseconds(), alert.Id, alert.Kind, Word(alert.Subject.Kind),
            alert.Subject.Id, Word(alert.Severity), alert.Level, alert.Since.ToUnixTimeMilliseconds(),
            alert.RaisedAt.ToUnixTimeMilliseconds())
        {
            ClearedAt = alert.ClearedAt?.ToUnixTimeMilliseconds(),
            AcknowledgedAt = alert.AcknowledgedAt?.ToUnixTimeMilliseconds(),
            SnoozedUntil = alert.SnoozedUntil?.ToUnixTimeMilliseconds(),
            Detail = alert.Detail.Count == 0 ? null : alert.Detail,
        };
    }

    internal static string Word(AlertChangeKind kind) => kind switch
    {
        AlertChangeKind.Raised => AlertChangeWords.Raised,
        AlertChangeKind.Cleared => AlertChangeWords.Cleared,
        AlertChangeKind.Escalated => AlertChangeWords.Escalated,
        AlertChangeKind.Acknowledged => AlertChangeWords.Acknowledged,
        _ => AlertChangeWords.Snoozed,
    };

    internal static string Word(AlertSubjectKind kind) => kind switch
    {
        AlertSubjectKind.Gate => "gate",
        AlertSubjectKind.Site => "site",
        AlertSubjectKind.Node => "node",
        _ => "hub",
    };

    internal static string Word(Severity severity) => severity switch
    {
        Severity.Notice => "notice",
        Severity.Warning => "warning",
        _ => "critical",
    };

    /// <summary>The severity of that word; null = there is none.</summary>
    internal static Severity? SeverityOf(string? word) => word switch
    {
        "notice" => Severity.Notice,
        "warning" => Severity.Warning,
        "critical" => Severity.Critical,
        _ => null,
    };

    internal static AlertSubject SubjectOf(string kind, string id) => new(kind switch
    {
        "gate" => AlertSubjectKind.Gate,
        "site" => AlertSubjectKind.Site,
        "node" => AlertSubjectKind.Node,
        _ => AlertSubjectKind.Hub,
    }, id);
}
