using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Hub.Rules;
using CheckIn.Storage;

namespace CheckIn.Hub.Visits;

/// <summary>A gate that is told how many are inside its site.</summary>
internal sealed record CountedGate(string Gate, string Site);

/// <summary>Who is told how many are inside, and what: as it is committed.</summary>
internal static class InsideRows
{
    /// <summary>
    /// Events of which visits are not made yet, beyond which nothing is told: gates count by themselves meanwhile.
    /// </summary>
    private const int MostBehind = 10_000;

    /// <summary>Gates in service that are sent a cap, at sites with more than one gate.</summary>
    internal static IReadOnlyList<CountedGate> Counted(Database db)
    {
        using var rows = db.Prepare("""
            WITH here AS (
                SELECT name, site FROM gate
                WHERE site IS NOT NULL AND coalesce(standing, '') NOT IN ('revoked', 'left'))
            SELECT name, site, document FROM here JOIN desired_gate AS d ON d.gate = name
            WHERE instr(document, 'MostInside') > 0 AND site IN (SELECT site FROM here GROUP BY site HAVING count(*) > 1)
            ORDER BY site, name
            """);
        var gates = new List<CountedGate>();
        while (rows.Step())
        {
            if (HasCap(rows.Text(2)!))
                gates.Add(new CountedGate(rows.Text(0)!, rows.Text(1)!));
        }
        return gates;
    }

    /// <summary>Up to which event visits are made.</summary>
    internal static long Followed(Database db)
    {
        using var row = db.Prepare("SELECT cursor FROM visit_progress");
        row.Step();
        return row.Int64(0);
    }

    /// <summary>Sites of which gates have sent the events after the first and up to the second.</summary>
    internal static IReadOnlySet<string> Moved(Database db, long after, long through)
    {
        using var rows = db.Prepare("""
            SELECT DISTINCT site FROM (SELECT DISTINCT journal FROM event WHERE cursor > ?1 AND cursor <= ?2) AS moved
            JOIN journal ON journal.id = moved.journal JOIN gate ON gate.id = journal.gate WHERE site IS NOT NULL
            """);
        rows.Bind(1, after).Bind(2, through);
        var sites = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Step())
            sites.Add(rows.Text(0)!);
        return sites;
    }

    /// <summary>
    /// What each is to be told, all of one moment. Left out is whoever cannot be told exactly now: a site of which times are
    /// being corrected, a gate of which events are missing in between, or that has sent none.
    /// </summary>
    /// <param name="db">A reader.</param>
    /// <param name="gates">Whom, by site.</param>
    /// <param name="today">Which day it is at a site.</param>
    internal static IReadOnlyList<(string Gate, InsideMessage Word)> Words(
        Database db, IReadOnlyList<CountedGate> gates, Func<string, DateOnly> today)
    {
        db.Execute("BEGIN");
        try
        {
            return Pending(db) is { } pending
                ? [.. gates.GroupBy(static gate => gate.Site).SelectMany(site => OfSite(db, site, pending, today))] : [];
        }
        finally
        {
            db.Execute("COMMIT");
        }
    }

    private static IEnumerable<(string Gate, InsideMessage Word)> OfSite(
        Database db, IGrouping<string, CountedGate> site, Dictionary<long, long> pending, Func<string, DateOnly> today)
    {
        if (IsTouched(db, site.Key))
            yield break;
        var inside = VisitBook.Open(db, site.Key, today(site.Key));
        using var journal = db.Prepare("""
            SELECT journal.id, epoch, through FROM journal JOIN gate ON gate.id = journal.gate
            WHERE gate.name = ? AND through = highest ORDER BY journal.id DESC LIMIT 1
            """);
        foreach (var (gate, _) in site)
        {
            if (!journal.Reset().Bind(1, gate).Step())
                continue;
            var through = pending.TryGetValue(journal.Int64(0), out var first) ? first - 1 : journal.Int64(2);
            yield return (gate, new InsideMessage(inside, journal.Text(1)!, through));
        }
    }

    /// <summary>The first event of each journal of which no visit is made yet; null = they are too many.</summary>
    private static Dictionary<long, long>? Pending(Database db)
    {
        var followed = Followed(db);
        using var last = db.Prepare("SELECT coalesce(max(cursor), 0) FROM event");
        last.Step();
        if (last.Int64(0) - followed > MostBehind)
            return null;
        var pending = new Dictionary<long, long>();
        using var rows = db.Prepare("SELECT journal, min(seq) FROM event WHERE cursor > ? GROUP BY journal");
        rows.Bind(1, followed);
        while (rows.Step())
            pending[rows.Int64(0)] = rows.Int64(1);
        return pending;
    }

    private static bool IsTouched(Database db, string site)
    {
        using var row = db.Prepare("SELECT 1 FROM crossing WHERE touched = 1 AND site = ? LIMIT 1");
        return row.Bind(1, site).Step();
    }

    /// <summary>Rules that cannot be read have none; no gate takes them either.</summary>
    private static bool HasCap(string document)
    {
        try
        {
            return JsonNode.Parse(document) is JsonObject settings && SentRules.Of(settings).MostInside > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
