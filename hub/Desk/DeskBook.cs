using CheckIn.Credentials;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Events;
using CheckIn.Hub.Keys;
using CheckIn.Hub.Passes;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;
using CheckIn.Sealing;
using CheckIn.Storage;
using CheckIn.Time;

namespace CheckIn.Hub.Desk;

/// <summary>A visit of today, as a service desk is told.</summary>
/// <param name="Site">Code of the site.</param>
/// <param name="SiteName">What it is called.</param>
/// <param name="EnteredAt">Null = he was only seen to leave.</param>
/// <param name="EntryGate">What people call the gate, or its id.</param>
/// <param name="LeftAt">Null = he has not been seen to leave.</param>
/// <param name="IsInside">He is there now, as far as gates have told.</param>
public sealed record DeskVisit(
    string Site, string SiteName, DateTimeOffset? EnteredAt, string? EntryGate, DateTimeOffset? LeftAt, string? ExitGate,
    bool IsInside);

/// <summary>
/// Answers whether somebody came in today, by the code that he shows or the number on his card: the tags by which gates of
/// each site know him today follow from the hub's root, and visits are found by these. What was read is neither kept nor
/// logged; that somebody asked, and whether there was an answer, stands in the audit.
/// </summary>
internal sealed class DeskBook(EventStore store, KeyRing keys, PassTrustShelf trust, TimeProvider time)
{
    /// <summary>Sites that one question is asked of.</summary>
    internal const int MostSites = 1000;

    private const int MostVisits = 100;

    /// <summary>Visits of today, the latest first; none = he did not come in today.</summary>
    /// <param name="text">What was scanned or typed.</param>
    /// <param name="code">Of the site that is asked; null or empty = all that he may ask of.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="sight">Where he may.</param>
    /// <exception cref="RefusalException">It cannot be answered.</exception>
    internal async Task<IReadOnlyList<DeskVisit>> AskAsync(string text, string? code, Actor actor, Sight sight)
    {
        var subjects = DeskCode.SubjectsOf(text, trust.Now(), time.GetUtcNow());
        var sites = Sites(code, sight);
        var asked = sites.SelectMany(site => TagsOf(site, subjects)).ToList();
        var visits = store.Read(db => Find(db, asked));
        // An answer that is not in the audit is not given.
        await store.WriteAsync(db => AuditLog.Add(db, time.GetUtcNow(), new AuditEntry(
            actor, AuditActions.DeskAsked, null, visits.Count > 0 ? "found" : "not_found",
            Place: sites.Count == 1 ? sites[0].Code : null)), CancellationToken.None);
        return visits;
    }

    private static List<Site> Sites(string? code, Sight sight)
    {
        if (!string.IsNullOrEmpty(code))
            return sight.Tree.Sites.TryGetValue(code, out var one) ? [one] : throw DeskException.NoSuchSite(code);
        return sight.Tree.Sites.Count <= MostSites
            ? [.. sight.Tree.Sites.Values] : throw DeskException.TooManySites(MostSites);
    }

    private IEnumerable<AskedTag> TagsOf(Site site, IReadOnlyList<string> subjects)
    {
        var day = SiteDay.Of(time.GetUtcNow(), SiteZone.Of(site.Zone));
        foreach (var key in keys.TagKeysOf(site.Code, day))
        {
            foreach (var subject in subjects)
                yield return new AskedTag(site, SealedFields.DayText(day), TagRatchet.TagOf(key, subject));
        }
    }

    private static IReadOnlyList<DeskVisit> Find(Database db, IEnumerable<AskedTag> asked)
    {
        using var rows = db.Prepare("""
            SELECT entered_at, coalesce(entry.label, entry.name), left_at, coalesce(exit.label, exit.name), is_over FROM visit
            LEFT JOIN gate entry ON entry.id = entry_gate LEFT JOIN gate exit ON exit.id = exit_gate
            WHERE visit.site = ? AND day = ? AND tag = ? ORDER BY ordinal
            """);
        var found = new List<DeskVisit>();
        foreach (var (site, day, tag) in asked)
        {
            rows.Reset().Bind(1, site.Code).Bind(2, day).Bind(3, tag);
            while (rows.Step())
            {
                found.Add(new DeskVisit(
                    site.Code, site.Name, Moment(rows, 0), rows.Text(1), Moment(rows, 2), rows.Text(3), rows.Int64(4) == 0));
            }
        }
        return [.. found.OrderByDescending(static visit => visit.EnteredAt ?? visit.LeftAt).Take(MostVisits)];
    }

    private static DateTimeOffset? Moment(Statement rows, int column) =>
        rows.IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(column));

    private readonly record struct AskedTag(Site Site, string Day, string Tag);
}
