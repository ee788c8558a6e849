using CheckIn.Hub.Events;
using CheckIn.Hub.Sites;
using CheckIn.Rules;
using CheckIn.Sealing;
using CheckIn.Storage;
using CheckIn.Time;

namespace CheckIn.Hub.Visits;

/// <summary>A visit as it is told.</summary>
/// <param name="Tag">Keyed pseudonym of the visitor, of that site and day alone.</param>
/// <param name="Ordinal">Which of his of that day, from 0.</param>
/// <param name="Category">What the gate held him for; null = it did not say.</param>
/// <param name="State">One of <see cref="VisitStates"/>.</param>
public sealed record VisitRow(
    string Tag, int Ordinal, string? Category, string State, DateTimeOffset? EnteredAt, string? EntryGate,
    DateTimeOffset? LeftAt, string? ExitGate)
{
    /// <summary>How long he stayed; null = that is not known, or not yet.</summary>
    public TimeSpan? Dwell => LeftAt - EnteredAt;
}

/// <summary>A day of a site in figures.</summary>
/// <param name="Day">It begins at three in the morning, see <see cref="SiteDay"/>.</param>
/// <param name="Inside">Who is inside now; 0 of a day that is over.</param>
/// <param name="ByCategory">The same by category; "" = the gate did not say.</param>
/// <param name="States">How many visits there are of each of <see cref="VisitStates"/>; what is not there is 0.</param>
/// <param name="MedianDwell">Of complete visits; null = there are none.</param>
public sealed record SitePresence(
    string Site, DateOnly Day, int Inside, IReadOnlyDictionary<string, int> ByCategory, int Entries, int Exits,
    IReadOnlyDictionary<string, int> States, TimeSpan? MedianDwell)
{
    /// <summary>
    /// In the morning of this very day, at most so many who came before it began may still be inside: those who were when the
    /// last one ended, less whoever was first seen today when he left. Later, and of other days, 0.
    /// </summary>
    public int StayedOver { get; init; }

    /// <summary>How many visits are in that state.</summary>
    public int Of(string state) => States.GetValueOrDefault(state);
}

/// <summary>Who is at a site, who was, and for how long; by tag, for nothing here knows a name.</summary>
internal sealed class VisitBook(EventStore store, TimeProvider time)
{
    /// <summary>The day that it is at the site.</summary>
    internal DateOnly Today(Site site) => SiteDay.Of(time.GetUtcNow(), SiteZone.Of(site.Zone));

    private bool IsMorning(Site site) => SiteDay.IsMorning(time.GetUtcNow(), SiteZone.Of(site.Zone));

    internal SitePresence Presence(Site site, DateOnly day) => store.Read(db => Presence(db, site, day));

    /// <summary>Visits of a day by tag, from after a row on.</summary>
    /// <param name="state">One of <see cref="VisitStates"/>; null = all.</param>
    internal IReadOnlyList<VisitRow> Visits(Site site, DateOnly day, string? state, (string Tag, int Ordinal)? after, int limit)
    {
        var isToday = day == Today(site);
        return store.Read(db =>
        {
            using var rows = db.Prepare($"""
                SELECT tag, ordinal, category, entered_at, entry.name, left_at, exit.name, is_over FROM visit
                LEFT JOIN gate entry ON entry.id = entry_gate LEFT JOIN gate exit ON exit.id = exit_gate
                WHERE visit.site = ?1 AND day = ?2 AND (tag, ordinal) > (?3, ?4) AND {VisitStates.Condition(state, isToday)}
                ORDER BY tag, ordinal LIMIT ?5
                """);
            rows.Bind(1, site.Code).Bind(2, SealedFields.DayText(day)).Bind(3, after?.Tag ?? "").Bind(4, after?.Ordinal ?? -1)
                .Bind(5, limit);
            return Read(rows, isToday);
        });
    }

    /// <summary>Who is inside now, the longest first: the list to call people by when a building is emptied.</summary>
    internal IReadOnlyList<VisitRow> Muster(Site site, int limit) => store.Read(db =>
    {
        using var rows = db.Prepare("""
            SELECT tag, ordinal, category, entered_at, entry.name, left_at, NULL, is_over FROM visit
            LEFT JOIN gate entry ON entry.id = entry_gate
            WHERE visit.site = ? AND day = ? AND is_over = 0 ORDER BY entered_at, tag LIMIT ?
            """);
        rows.Bind(1, site.Code).Bind(2, SealedFields.DayText(Today(site))).Bind(3, limit);
        return Read(rows, isToday: true);
    });

    private SitePresence Presence(Database db, Site site, DateOnly day)
    {
        var isToday = day == Today(site);
        using var rows = db.Prepare("""
            SELECT category, entered_at IS NOT NULL, left_at IS NOT NULL, is_over, ordinal = 0, count(*) FROM visit
            WHERE site = ? AND day = ? GROUP BY 1, 2, 3, 4, 5
            """);
        rows.Bind(1, site.Code).Bind(2, SealedFields.DayText(day));
        var inside = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (states, entries, exits) = (new Dictionary<string, int>(StringComparer.Ordinal), 0, 0);
        while (rows.Step())
        {
            var (came, left, count) = (rows.Int64(1) == 1, rows.Int64(2) == 1, (int)rows.Int64(5));
            var state = VisitStates.Of(came, left, rows.Int64(3) == 1, rows.Int64(4) == 1, isToday);
            states[state] = states.GetValueOrDefault(state) + count;
            entries += came ? count : 0;
            exits += left ? count : 0;
            if (state == VisitStates.Inside)
                inside[rows.Text(0) ?? ""] = inside.GetValueOrDefault(rows.Text(0) ?? "") + count;
        }
        var complete = states.GetValueOrDefault(VisitStates.Complete);
        return new SitePresence(
            site.Code, day, inside.Values.Sum(), inside, entries, exits, states,
            complete == 0 ? null : MedianDwell(db, site, day, complete))
        {
            StayedOver = isToday && IsMorning(site)
                ? Math.Max(0, Open(db, site.Code, day.AddDays(-1)) - states.GetValueOrDefault(VisitStates.EnteredBefore)) : 0,
        };
    }

    /// <summary>How many visits of a day nobody has ended: while it lasts, how many are inside.</summary>
    internal static int Open(Database db, string site, DateOnly day)
    {
        using var row = db.Prepare("SELECT count(*) FROM visit WHERE site = ? AND day = ? AND is_over = 0");
        row.Bind(1, site).Bind(2, SealedFields.DayText(day)).Step();
        return (int)row.Int64(0);
    }

    /// <summary>What is known of somebody that day; as far as visits are made.</summary>
    internal static Presence PresenceOf(Database db, string site, DateOnly day, string tag)
    {
        using var row = db.Prepare("""
            SELECT coalesce(max(is_over = 0), 0), max(entered_at), count(entered_at) FROM visit
            WHERE site = ? AND day = ? AND tag = ?
            """);
        row.Bind(1, site).Bind(2, SealedFields.DayText(day)).Bind(3, tag).Step();
        return new Presence(row.Int64(0) == 1, row.IsNull(1) ? null : row.Int64(1), (int)row.Int64(2));
    }

    private static TimeSpan MedianDwell(Database db, Site site, DateOnly day, int complete)
    {
        using var row = db.Prepare("""
            SELECT left_at - entered_at FROM visit WHERE site = ? AND day = ? AND entered_at IS NOT NULL AND left_at IS NOT NULL
            ORDER BY 1 LIMIT 1 OFFSET ?
            """);
        row.Bind(1, site.Code).Bind(2, SealedFields.DayText(day)).Bind(3, complete / 2);
        return row.Step() ? TimeSpan.FromMilliseconds(row.Int64(0)) : TimeSpan.Zero;
    }

    private static List<VisitRow> Read(Statement rows, bool isToday)
    {
        var visits = new List<VisitRow>();
        while (rows.Step())
        {
            DateTimeOffset? entered = Moment(rows, 3), left = Moment(rows, 5);
            var state = VisitStates.Of(
                entered is not null, left is not null, rows.Int64(7) == 1, rows.Int64(1) == 0, isToday);
            visits.Add(new VisitRow(
                rows.Text(0)!, (int)rows.Int64(1), rows.Text(2), state, entered, rows.Text(4), left, rows.Text(6)));
        }
        return visits;
    }

    private static DateTimeOffset? Moment(Statement rows, int column) =>
        rows.IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(column));
}
