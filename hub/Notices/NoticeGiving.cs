using CheckIn.Contract;
using CheckIn.Hub.Alerts;
using CheckIn.Hub.Events;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Notices;

/// <summary>
/// Gives changes of alerts out to the recipients whom they concern, in the order in which they happened and some at a
/// time. How far it has come is kept with what it gave, so a crash in between gives nothing twice and leaves nothing
/// out.
/// </summary>
internal sealed class NoticeGiving(EventStore store, SiteRegister sites, Recipients recipients)
{
    private const int AtATime = 200;

    /// <summary>Gives some out.</summary>
    /// <returns>Recipients who have something to hear; null = there was nothing to give.</returns>
    /// <exception cref="DatabaseException">Nothing was given; it is tried again.</exception>
    internal async Task<IReadOnlySet<long>?> GiveAsync(CancellationToken cancellation)
    {
        var changes = store.Read(db => Concerned(db));
        if (changes.Count == 0)
            return null;
        HashSet<long> woken = [];
        await store.WriteAsync(db =>
        {
            woken = [];
            foreach (var (change, concerned) in changes)
                Give(db, change, concerned, woken);
            NoticeRows.Done(db, ChangeReaders.Recipients, changes[^1].Change.Number);
        }, cancellation);
        return woken;
    }

    private List<(AlertMessage Change, IReadOnlyList<long> Concerned)> Concerned(Database db)
    {
        var (all, tree) = (recipients.All, sites.Tree);
        var found = new List<(AlertMessage, IReadOnlyList<long>)>();
        foreach (var change in NoticeRows.ChangesFor(db, ChangeReaders.Recipients, AtATime))
        {
            var mayBeNew = all.Count > 0 && change.Change is AlertChangeWords.Raised or AlertChangeWords.Escalated;
            var site = mayBeNew && change.SubjectKind == "gate" ? NoticeRows.SiteOf(db, change.Subject) : null;
            var day = HubZone.DayOf(DateTimeOffset.FromUnixTimeMilliseconds(change.At));
            found.Add((change, !mayBeNew ? [] :
                [.. all.Where(one => NoticePlan.Concerns(one, change, site, tree, day)).Select(static one => one.Id)]));
        }
        return found;
    }

    private static void Give(Database db, AlertMessage change, IReadOnlyList<long> concerned, HashSet<long> woken)
    {
        var states = NoticeRows.StatesOf(db, change.Alert);
        foreach (var recipient in concerned.Union(states.Keys).ToArray())
        {
            NoticeState? before = states.TryGetValue(recipient, out var known) ? known : null;
            var after = NoticePlan.Step(before, change, concerned.Contains(recipient));
            if (after == before)
                continue;
            NoticeRows.Set(db, recipient, change.Alert, after);
            if (after is { News: not NoticeNews.None })
                woken.Add(recipient);
        }
    }
}
