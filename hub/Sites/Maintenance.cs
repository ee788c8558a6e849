namespace CheckIn.Hub.Sites;

/// <summary>What work is announced for.</summary>
public enum MaintenanceSubject { Gate, Site, Node }

/// <summary>
/// Work that is announced: while it lasts, nobody is alerted of what is in it, and it counts in no availability.
/// </summary>
/// <param name="SubjectId">A gate's id, a site's or node's code; a node's is for all below it.</param>
/// <param name="Until">Earlier than announced where somebody ended it.</param>
/// <param name="Why">For people.</param>
/// <param name="MadeBy">Who announced it.</param>
public sealed record Maintenance(
    long Id, MaintenanceSubject Subject, string SubjectId, DateTimeOffset From, DateTimeOffset Until, string Why,
    string MadeBy, DateTimeOffset MadeAt)
{
    public bool Covers(DateTimeOffset at) => From <= at && at < Until;
}
