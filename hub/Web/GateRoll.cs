using System.Collections.Concurrent;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Web.Parts;

namespace CheckIn.Hub.Web;

/// <summary>
/// All gates at one moment. Immutable, so that a page shows one state of them, and any number of pages share it; sorted
/// once for each order that somebody asks for.
/// </summary>
public sealed class GateRoll
{
    private static readonly string[] Urgency =
        ["lost", "degraded", "stopped", "init", "never_seen", "ready", "left", "revoked"];

    private const int MostKept = 200;
    private readonly ConcurrentDictionary<Sight, GateRoll> _within = [];
    private readonly Lazy<int> _mark;
    private readonly Dictionary<string, GateRow> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = Urgency.ToDictionary(static state => state, static _ => 0);
    private readonly Lazy<SortedRows<GateRow>> _byUrgency, _byName, _bySince, _bySeen, _byBacklog, _byEvents;

    /// <param name="rows">All gates.</param>
    /// <param name="at">The moment.</param>
    public GateRoll(IReadOnlyList<GateRow> rows, DateTimeOffset at)
    {
        (Rows, At) = (rows, at);
        _byId.EnsureCapacity(rows.Count);
        foreach (var row in rows)
        {
            _byId[row.Id] = row;
            _counts[row.Shown]++;
            (Events, Backlog) = (Events + row.Events, Backlog + (row.HasLeft ? 0 : row.Backlog ?? 0));
        }
        _mark = new(MarkOf);
        _byUrgency = By(static row => new(Urgent(row), row.Folded, row.Id));
        _byName = By(static row => new(0, row.Folded, row.Id));
        _bySince = By(static row => new(Ms(row.Since), "", row.Id));
        _bySeen = By(static row => new(Ms(row.LastSeen), "", row.Id));
        _byBacklog = By(static row => new(row.Backlog ?? -1, "", row.Id));
        _byEvents = By(static row => new(row.Events, "", row.Id));
    }

    /// <summary>The moment.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Lost gates first, longest first; those that have left last.</summary>
    public IReadOnlyList<GateRow> Rows { get; }

    /// <summary>How many are shown in which state.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Stored, of all gates.</summary>
    public long Events { get; private set; }

    /// <summary>Waiting in the gates that are in the fleet.</summary>
    public long Backlog { get; private set; }

    /// <summary>Those that have a place in the fleet.</summary>
    public int InService => Rows.Count - _counts["left"] - _counts["revoked"];

    /// <summary>Those of them that are there.</summary>
    public int Present => _counts["ready"] + _counts["degraded"] + _counts["init"];

    /// <summary>Differs when anything that is told of a gate does.</summary>
    internal int Mark => _mark.Value;

    /// <summary>The gates that somebody sees, as if there were no others.</summary>
    internal GateRoll Within(Sight sight)
    {
        if (sight.IsWhole)
            return this;
        if (_within.TryGetValue(sight, out var known))
            return known;
        var roll = new GateRoll([.. Rows.Where(row => sight.SeesSite(row.Site))], At);
        return _within.Count < MostKept ? _within.GetOrAdd(sight, roll) : roll;
    }

    /// <summary>One gate; null = there is none of that id.</summary>
    public GateRow? Of(string id) => _byId.GetValueOrDefault(id);

    /// <summary>
    /// In an order: gate, since, seen, backlog, events; whatever else is asked is what needs a person first.
    /// </summary>
    public SortedRows<GateRow> Sorted(string? by) => by switch
    {
        "gate" => _byName.Value,
        "since" => _bySince.Value,
        "seen" => _bySeen.Value,
        "backlog" => _byBacklog.Value,
        "events" => _byEvents.Value,
        _ => _byUrgency.Value,
    };

    private int MarkOf()
    {
        var mark = default(HashCode);
        foreach (var row in Rows)
        {
            mark.Add((row.Id, row.State, row.Since, row.LastSeen, row.Session, row.Backlog, row.Events));
            mark.Add((row.Label, row.Standing, row.Site, row.Clock, row.JournalPercent, row.Hardware?.UptimeS));
            foreach (var word in (row.Alarms ?? []).Concat(row.Causes ?? []))
                mark.Add(word);
        }
        return mark.ToHashCode();
    }

    /// <summary>By state, then those first that are in it longest.</summary>
    private static long Urgent(GateRow row)
    {
        const long later = 1L << 50; // milliseconds since 1970 are less for the next 30,000 years
        var place = Array.IndexOf(Urgency, row.Shown);
        var since = row.Shown == "ready" ? 0 : Math.Clamp(Ms(row.Since), 0, later - 1);
        return (place < 0 ? Urgency.Length : place) * later + since;
    }

    private static long Ms(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds() ?? 0;

    private Lazy<SortedRows<GateRow>> By(Func<GateRow, SortKey> key) => new(() => new(Rows, key));
}
