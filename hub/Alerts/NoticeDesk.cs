#pragma warning disable CS9113 // skeleton
using CheckIn.Hub.Events;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Alerts;

/// <summary>
/// Who is told what, when: each recipient gets one message of all that happened within a moment. What is to be told is
/// kept in the transaction that changes the alerts, so nothing is told twice or forgotten.
/// </summary>
public sealed class NoticeDesk(EventStore store, SiteRegister sites, TimeProvider time)
{
    /// <summary>Within the alerts' own transaction.</summary>
    internal void Plan(Database db, IReadOnlyList<AlertChange> changes) => throw new NotImplementedException();

    /// <summary>The transaction is committed.</summary>
    internal void OnCommitted(IReadOnlyList<AlertChange> changes) => throw new NotImplementedException();
}
