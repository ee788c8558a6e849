namespace CheckIn.Hub.Alerts;

/// <summary>What stands at most once at a time: a kind, of one gate, site or node, or of the hub.</summary>
internal readonly record struct AlertKey(string Kind, AlertSubject Subject)
{
    internal static AlertKey OfGate(string kind, string gate) => new(kind, new(AlertSubjectKind.Gate, gate));

    internal static AlertKey OfHub(string kind) => new(kind, new(AlertSubjectKind.Hub, ""));
}
