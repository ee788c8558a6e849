using CheckIn.Hub.Events;
using CheckIn.Hub.Sites;
using CheckIn.Storage;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>
/// Keeps what was known of each gate when (table presence), judges why a gate is not there, and answers for now and for
/// any past day. The thin edge around <see cref="SpellBook"/>: the registry's changes are noted as they come, and taken
/// into the book by whoever asks next or by the keeper, which writes the rows: so an answer always has what the
/// registry has. A row that is not written yet is answered from memory.
/// </summary>
public sealed partial class OfflineDesk
{
    private readonly EventStore _store;
    private readonly FleetRegistry _fleet;
    private readonly SiteRegister _sites;
    private readonly TimeProvider _time;
    private readonly PresenceNotes _notes;
    private readonly GatePlaces _places;
    private readonly SpellBook _book;
    private readonly Lock _lock = new();

    public OfflineDesk(
        EventStore store, FleetRegistry fleet, SiteRegister sites, GatePlaces places, TimeProvider time)
    {
        (_store, _fleet, _sites, _places, _time) = (store, fleet, sites, places, time);
        _notes = new PresenceNotes(time);
        Watch = new HubWatch(time);
        _book = new SpellBook(store.Read(SpellRows.NextId)) { HubSince = _notes.Now };
        Watch.Begin();
        fleet.PresenceChanged += _notes.OnChanged;
        fleet.Told += _notes.OnTold;
        Recall();
    }

    /// <summary>When the hub itself was there.</summary>
    internal HubWatch Watch { get; }

    /// <summary>The gate's outage that lasts; null = it is there, or was never seen.</summary>
    public Outage? Of(string gate)
    {
        Spell? spell;
        lock (_lock)
        {
            TakeNotes();
            spell = _book.Of(gate);
        }
        return spell is { IsOut: true } ? Fresh(spell.Outage) : null;
    }

    /// <summary>
    /// What was known of one gate between the two, oldest first: a row for each state, the causes with it.
    /// </summary>
    public IReadOnlyList<PresenceSpell> Timeline(string gate, DateTimeOffset from, DateTimeOffset to) =>
        [.. SpellsOf(gate, new Span(from, to)).Select(static spell => spell.Shown)];

    /// <summary>The times between the two in which the hub itself was not there, since it ever was.</summary>
    internal IReadOnlyList<Span> Unwatched(Span time)
    {
        var (watched, first) = _store.Read(db => (Watch.Within(db, time), Watch.First(db)));
        var from = first is { } start && start > time.From ? start : time.From;
        return from >= time.To ? [] : [.. Spans.Gaps(watched, time with { From = from })
            .Where(static gap => gap.Length >= TimeSpan.FromSeconds(1))];
    }

    /// <summary>Of one gate, what touches the time and lasted at all, oldest first.</summary>
    internal IReadOnlyList<Spell> SpellsOf(string gate, Span time)
    {
        IReadOnlyList<Spell> newest;
        lock (_lock)
        {
            TakeNotes();
            newest = _book.Newest(gate);
        }
        var saved = _store.Read(db => SpellRows.Of(db, gate, time.From, time.To));
        return [.. Joined(saved, newest, time)];
    }

    /// <summary>Whether the hub can hear gates; what it cannot hear it does not watch.</summary>
    internal void OnReach(bool isOpen)
    {
        if (!isOpen)
        {
            Watch.End();
            return;
        }
        lock (_lock)
            _book.HubSince = _notes.Now;
        Watch.Begin();
    }

    /// <summary>For the keeper.</summary>
    internal IReadOnlyList<Spell> ChangesToWrite()
    {
        lock (_lock)
        {
            TakeNotes();
            return _book.Unsaved();
        }
    }

    /// <summary>These are committed.</summary>
    internal void Wrote(IReadOnlyList<Spell> changes)
    {
        lock (_lock)
            _book.Saved(changes);
    }

    /// <summary>Of what waits to be written, no more than so much is to be kept.</summary>
    /// <returns>How many rows are forgotten.</returns>
    internal int Forget(int atMost)
    {
        lock (_lock)
            return _book.Forget(atMost);
    }

    /// <summary>Rows of the store with those that are newer in memory.</summary>
    private static IEnumerable<Spell> Joined(IReadOnlyList<Spell> saved, IReadOnlyList<Spell> newest, Span time)
    {
        var newer = newest.Select(static spell => spell.Id).ToHashSet();
        return saved.Where(spell => !newer.Contains(spell.Id)).Concat(newest)
            .Where(spell => spell.Since < time.To && !(spell.Until <= time.From) && spell.Until != spell.Since)
            .OrderBy(static spell => spell.Since).ThenBy(static spell => spell.Id);
    }

    /// <summary>How much waits in a gate is better known to the registry: it counts what arrives.</summary>
    private Outage Fresh(Outage outage) => outage with { Backlog = _fleet.Of(outage.Gate)?.Backlog ?? outage.Backlog };

    private void Recall()
    {
        var (now, at) = (_time.GetUtcNow(), _notes.Now);
        foreach (var spell in _store.Read(SpellRows.Lasting))
            _book.Recall(spell, at - (now - spell.Since));
        foreach (var gate in _fleet.Gates())
            _book.Reconcile(gate, now, at);
    }

    /// <summary>Under the desk's lock.</summary>
    private void TakeNotes()
    {
        var notes = _notes.Take();
        if (notes.Count == 0)
            return;
        var over = CertificatesOver(notes);
        foreach (var note in notes)
        {
            if (note.Change is { } change)
                _book.Step(change, note.At, over.Contains(change.Gate));
            else if (note.Told is { } told)
                _book.Told(told, note.At);
        }
    }

    /// <summary>Of the gates that were lost, those of which every certificate that is not revoked had ended.</summary>
    private HashSet<string> CertificatesOver(IReadOnlyList<PresenceNote> notes)
    {
        var lost = notes.Select(static note => note.Change)
            .OfType<PresenceChange>().Where(static change => change.After.State == PresenceState.Lost).ToArray();
        if (lost.Length == 0)
            return [];
        try
        {
            return _store.Read(db => CertificatesOver(db, lost));
        }
        catch (DatabaseException)
        {
            // Then that is not among what the causes are judged by; the changes themselves must not be lost.
            return [];
        }
    }

    private static HashSet<string> CertificatesOver(Database db, IReadOnlyList<PresenceChange> lost)
    {
        var over = new HashSet<string>(StringComparer.Ordinal);
        using var last = db.Prepare("""
            SELECT max(not_after) FROM certificate
            WHERE gate = (SELECT id FROM gate WHERE name = ?) AND revoked_at IS NULL
            """);
        foreach (var change in lost)
        {
            if (last.Bind(1, change.Gate).Step() && !last.IsNull(0)
                && last.Int64(0) <= change.At.ToUnixTimeMilliseconds())
                over.Add(change.Gate);
            last.Reset();
        }
        return over;
    }
}
