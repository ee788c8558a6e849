using CheckIn.Hub.Accounts;
using CheckIn.Hub.Events;

namespace CheckIn.Hub.Audit;

/// <summary>The audit, for who may read it: the whole hub's, or what concerns the nodes of his grants.</summary>
internal sealed class AuditDesk(EventStore store, SightBook sights)
{
    /// <summary>A page of what the caller sees.</summary>
    internal AuditPage Page(Caller caller, AuditQuestion question)
    {
        var sight = sights.Of(caller, Capability.SeeAudit);
        return store.Read(db => AuditBook.Page(db, question, SeesOf(sight)));
    }

    /// <summary>All that he sees of what is asked, in steps, up to <paramref name="most"/>.</summary>
    internal IEnumerable<AuditRow> All(Caller caller, AuditQuestion question, int most)
    {
        var sight = sights.Of(caller, Capability.SeeAudit);
        for (var left = most; left > 0;)
        {
            var asked = question with { Limit = Math.Min(left, 1000) };
            var page = store.Read(db => AuditBook.Page(db, asked, SeesOf(sight)));
            foreach (var row in page.Rows)
                yield return row;
            left -= page.Rows.Count;
            if (page.Next is not { } next)
                yield break;
            question = question.After is null ? question with { Before = next } : question with { After = next };
        }
    }

    /// <summary>Actions that there are rows of; of a caller who sees a part all there may be.</summary>
    internal IReadOnlyList<string> Actions(Caller caller) => caller.MayEverywhere(Capability.SeeAudit)
        ? store.Read(AuditBook.Actions) : AuditPhrases.Actions;

    private static Func<string, bool>? SeesOf(Sight sight) =>
        sight.IsWhole ? null : sight.SeesPlace;
}
