using CheckIn.Hub.Accounts;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Sites;

namespace CheckIn.Hub.Fleet.Offline;

/// <content>
/// The reports. Every gate's account of a day is counted at once and kept: of a day that is over for good, as far as
/// nothing changes any more; of today for as long as nothing has changed, or, of many gates, for a while that is long
/// beside what the counting costs. Who is offline now is never taken from there.
/// </content>
public sealed partial class OfflineDesk
{
    private const int MostDays = 8;
    private const int CostsOneIn = 20;
    private const int ManyGates = 1_000;
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(60);
    private readonly Dictionary<DateOnly, DayAccount> _days = [];
    private readonly Lock _counting = new();

    /// <summary>
    /// Who is offline now. Its time is today as far as it has passed; a gate's outage tells since when in all. A gate
    /// that was revoked before today is not missing.
    /// </summary>
    public OfflineReport Now(FleetScope scope) => Now(scope, null);

    /// <param name="scope">Of what.</param>
    /// <param name="sight">Outside which there is nothing for whoever asks; null = the whole hub's.</param>
    internal OfflineReport Now(FleetScope scope, Sight? sight)
    {
        var now = _time.GetUtcNow();
        var today = Account(HubZone.DayOf(now), sight);
        Spell[] spells;
        lock (_lock)
        {
            TakeNotes();
            spells = [.. _book.Out.Where(spell => !IsLongRevoked(spell, today.Time.From))];
        }
        var time = new Span(today.Time.From, now > today.Time.From ? now : today.Time.From);
        var (tree, places) = (sight?.Tree ?? _sites.Tree, _places.Recent());
        var watched = Spans.Within(_store.Read(db => Watch.Within(db, time)), time);
        var gates = new List<PlacedAccount>(spells.Length);
        foreach (var spell in spells)
        {
            var place = places.GetValueOrDefault(spell.Gate, GatePlace.Nowhere);
            if (sight?.SeesSite(place.Site) != false && tree.Covers(scope, spell.Gate, place.Site, today.Day))
                gates.Add(new(spell.Gate, place, AccountOf([spell], place, tree, watched, time)));
        }
        return Report(scope, today, time, gates, tree);
    }

    /// <summary>Who was offline on a day of the hub's zone, today included.</summary>
    public OfflineReport OfDay(DateOnly day, FleetScope scope) => OfDay(day, scope, null);

    internal OfflineReport OfDay(DateOnly day, FleetScope scope, Sight? sight)
    {
        var account = Account(day, sight);
        var gates = account.Gates.Where(
            gate => gate.Account is { Outages.Count: > 0, IsInService: true } && account.Covers(scope, gate));
        return Report(scope, account, account.Time, gates, account.Tree);
    }

    /// <summary>Availability on a day by site; of gates whose site is not known under the empty code.</summary>
    public IReadOnlyDictionary<string, Availability> AvailabilityBySite(DateOnly day) => Account(day).BySite;

    internal IReadOnlyDictionary<string, Availability> AvailabilityBySite(DateOnly day, Sight? sight) =>
        Account(day, sight).BySite;

    /// <summary>Availability on a day by node, of it and all below it.</summary>
    public IReadOnlyDictionary<string, Availability> AvailabilityByNode(DateOnly day) => Account(day).ByNode;

    internal IReadOnlyDictionary<string, Availability> AvailabilityByNode(DateOnly day, Sight? sight) =>
        Account(day, sight).ByNode;

    /// <summary>Availability on a day of a part of the fleet.</summary>
    public Availability AvailabilityOf(DateOnly day, FleetScope scope) => Account(day).Sum(scope).Availability;

    internal Availability AvailabilityOf(DateOnly day, FleetScope scope, Sight? sight) =>
        Account(day, sight).Sum(scope).Availability;

    /// <summary>Whoever is no longer to come is not missing; on the day of its revocation it is told.</summary>
    private static bool IsLongRevoked(Spell spell, DateTimeOffset from) =>
        spell.State == PresenceState.Revoked && spell.Since < from;

    private OfflineReport Report(
        FleetScope scope, DayAccount day, Span time, IEnumerable<PlacedAccount> gates, SiteTree tree)
    {
        var listed = gates.Select(gate => new OfflineGate(
            gate.Gate, gate.Place.Label, gate.Place.Site,
            gate.Place.Site is { } site ? tree.Sites.GetValueOrDefault(site)?.Name : null,
            [.. gate.Account.Outages.Select(outage => outage.Until is null ? Fresh(outage) : outage)],
            gate.Account.Total, gate.Account.Expected, gate.Account.Lost)).ToList();
        var paths = new SitePaths(tree, day.Day);
        var placed = listed.SelectMany(gate => gate.Outages.Select(
            outage => new PlacedOutage(outage, gate.Site, paths.Of(gate.Site)))).ToArray();
        var (inScope, availability) = day.Sum(scope);
        return new OfflineReport(
            time.From, time.To, scope, Math.Max(inScope, listed.Count),
            [.. listed.OrderBy(static gate => gate.Latest.Until is null ? 0 : 1)
                .ThenBy(static gate => gate.Latest.Until is null ? gate.Latest.Since : DateTimeOffset.MaxValue)
                .ThenByDescending(static gate => gate.Total).ThenBy(static gate => gate.Gate, StringComparer.Ordinal)],
            CommonOutages.Find(placed, day.Counts), [.. day.Unwatched.Select(static gap => (gap.From, gap.To))],
            availability);
    }

    private static GateAccount AccountOf(
        IReadOnlyList<Spell> spells, GatePlace place, SiteTree tree, IReadOnlyList<Span> watched, Span time)
    {
        var open = tree.Expected(spells[0].Gate, place.Site, time.From, time.To);
        return GateAccount.Of(spells, [.. open.Select(static part => new Span(part.From, part.To))], watched, time);
    }

    private DayAccount Account(DateOnly day, Sight? sight) => sight is null ? Account(day) : Account(day).Within(sight);

    private DayAccount Account(DateOnly day)
    {
        lock (_counting)
        {
            long version;
            lock (_lock)
            {
                TakeNotes();
                version = _book.Version;
            }
            var time = TimeOf(day);
            if (_days.TryGetValue(day, out var known) && IsGood(known, version, time))
                return known;
            if (_days.Count >= MostDays)
                _days.Remove(_days.MinBy(static pair => pair.Value.Counted.At).Key);
            return _days[day] = Count(day, time, version);
        }
    }

    /// <summary>A day ends when it ends, or now.</summary>
    private Span TimeOf(DateOnly day)
    {
        var (now, from, to) = (_time.GetUtcNow(), HubZone.StartOf(day), HubZone.StartOf(day.AddDays(1)));
        return new Span(from, now < from ? from : now < to ? now : to);
    }

    private bool IsGood(DayAccount known, long version, Span time)
    {
        var age = _time.GetElapsedTime(known.Counted.At);
        var isSame = known.Counted.Version == version && known.Time == time && ReferenceEquals(known.Tree, _sites.Tree);
        var mayBeOlder = known.Gates.Count >= ManyGates && age < known.Counted.Cost * CostsOneIn;
        return age < AtMost && (isSame || mayBeOlder);
    }

    private DayAccount Count(DateOnly day, Span time, long version)
    {
        var began = _time.GetTimestamp();
        IReadOnlyList<Spell> newest;
        lock (_lock)
            newest = _book.Newest();
        var (tree, places) = (_sites.Tree, _places.Recent());
        var (saved, watched) = _store.Read(db => (SpellRows.All(db, time.From, time.To), Watch.Within(db, time)));
        var gates = Joined(saved, newest, time).GroupBy(static spell => spell.Gate, StringComparer.Ordinal)
            .Select(spells =>
            {
                var place = places.GetValueOrDefault(spells.Key, GatePlace.Nowhere);
                return new PlacedAccount(spells.Key, place, AccountOf([.. spells], place, tree, watched, time));
            }).ToList();
        // Those that were never heard have a place in the fleet, and nothing to account for.
        var heard = gates.Select(static gate => gate.Gate).ToHashSet(StringComparer.Ordinal);
        gates.AddRange(places.Where(place => !heard.Contains(place.Key) && !place.Value.HasLeft
            && !(place.Value.EnrolledAt >= time.To)).Select(static place => new PlacedAccount(
                place.Key, place.Value, new GateAccount([], default, default, default, IsInService: true))));
        return new DayAccount(day, time, tree, gates, Unwatched(time))
        {
            Counted = (version, began, _time.GetElapsedTime(began)),
        };
    }
}
