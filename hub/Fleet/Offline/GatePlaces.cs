using CheckIn.Hub.Enrolment;
using CheckIn.Hub.Events;
using CheckIn.Hub.Web.Parts;
using CheckIn.Storage;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>Where a gate stands, by its enrolment.</summary>
/// <param name="Label">Its name for people; null = it has none but its id.</param>
/// <param name="Site">Code of its site; null = it was never said.</param>
/// <param name="Standing">Active, leaving, left or revoked; null = it was never enrolled.</param>
/// <param name="EnrolledAt">Since when its enrolment is as it is; null = it was never enrolled.</param>
public sealed record GatePlace(string? Label, string? Site, string? Standing, DateTimeOffset? EnrolledAt)
{
    /// <summary>Of a gate that enrolment does not know.</summary>
    internal static GatePlace Nowhere { get; } = new(null, null, null, null);

    /// <summary>It is revoked or has wiped itself.</summary>
    internal bool HasLeft => Standing is Standings.Revoked or Standings.Left;

    /// <summary>What it can be found by: name, id and site in lower case, without marks.</summary>
    internal string Folded { get; init; } = "";

    internal bool IsAs(string? label, string? site, string? standing, long? since) =>
        Label == label && Site == site && Standing == standing && EnrolledAt?.ToUnixTimeMilliseconds() == since;
}

/// <summary>
/// Where every gate stands, for everybody who asks; posters of sites, which are no machines, are left out. Read from the
/// store when that is some seconds ago, or at once for whoever must know it as it is. What was read is immutable, and stays
/// the same object for as long as nothing in it has changed, so that what is worked out from it can be kept with it.
/// </summary>
public sealed class GatePlaces(EventStore store, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private readonly Lock _reading = new();
    private volatile Snapshot? _latest;

    /// <summary>Where one gate stands, as of some seconds ago.</summary>
    internal GatePlace Of(string gate) => Recent().GetValueOrDefault(gate, GatePlace.Nowhere);

    /// <summary>Where one gate stands, also one that has appeared since; null = nothing is known of such a gate.</summary>
    internal GatePlace? Find(string gate) =>
        Recent().TryGetValue(gate, out var place) ? place : store.Read(db => Read(db, gate));

    /// <summary>By gate, as it was at most some seconds ago; not to be changed.</summary>
    internal Dictionary<string, GatePlace> Recent()
    {
        if (Kept() is { } kept)
            return kept;
        lock (_reading)
            return Kept() ?? Read();
    }

    /// <summary>By gate, as it is; not to be changed.</summary>
    internal Dictionary<string, GatePlace> Now()
    {
        lock (_reading)
            return Read();
    }

    private Dictionary<string, GatePlace>? Kept() =>
        _latest is { } snapshot && time.GetElapsedTime(snapshot.At) < Fresh
            ? snapshot.Gates : null;

    /// <summary>One at a time.</summary>
    private Dictionary<string, GatePlace> Read()
    {
        var (at, last) = (time.GetTimestamp(), _latest?.Gates ?? []);
        var (gates, isSame) = store.Read(db => Read(db, last));
        if (isSame)
            gates = last;
        _latest = new Snapshot(at, gates);
        return gates;
    }

    private static GatePlace? Read(Database db, string gate)
    {
        using var rows = db.Prepare(
            "SELECT name, label, site, standing, standing_since FROM gate WHERE name = ? AND standing IS NOT ?");
        rows.Bind(1, gate).Bind(2, Standings.Poster);
        return rows.Step() ? Row(rows, null) : null;
    }

    private static (Dictionary<string, GatePlace> Gates, bool IsSame) Read(Database db, Dictionary<string, GatePlace> last)
    {
        using var rows = db.Prepare("SELECT name, label, site, standing, standing_since FROM gate WHERE standing IS NOT ?");
        rows.Bind(1, Standings.Poster);
        var gates = new Dictionary<string, GatePlace>(last.Count, StringComparer.Ordinal);
        var isSame = true;
        while (rows.Step())
        {
            var id = rows.Text(0)!;
            var known = last.GetValueOrDefault(id);
            gates[id] = Row(rows, known);
            isSame &= ReferenceEquals(gates[id], known);
        }
        return (gates, isSame && gates.Count == last.Count);
    }

    /// <summary>The row's place: the one known already when nothing in it has changed, which is not folded again then.</summary>
    private static GatePlace Row(Statement row, GatePlace? known)
    {
        var (id, label, site, standing) = (row.Text(0)!, row.Text(1), row.Text(2), row.Text(3));
        var since = row.IsNull(4) ? (long?)null : row.Int64(4);
        if (known?.IsAs(label, site, standing, since) == true)
            return known;
        return new GatePlace(label, site, standing, since is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null)
        {
            Folded = SearchText.Fold($"{label ?? id} {id} {site}"),
        };
    }

    private sealed record Snapshot(long At, Dictionary<string, GatePlace> Gates);
}
