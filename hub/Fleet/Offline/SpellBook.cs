using CheckIn.Contract;

namespace CheckIn.Hub.Fleet.Offline;

/// <summary>
/// The spell that lasts of every gate, in memory, and the rows that are to be written; pure: it is told what time it
/// is. A change ends the gate's spell where the next one begins, so a gate's spells follow each other without a gap; of
/// a loss that is when the gate was last heard, not when that was noticed. A wall clock that is set back makes spells
/// of no length, never one that ends before it begins. Why a gate was away may come to be known only after its return,
/// by its next health, and is then amended in the row.
/// </summary>
internal sealed class SpellBook(long nextId)
{
    private readonly Dictionary<string, Lasting> _gates = new(StringComparer.Ordinal);
    private readonly HashSet<string> _out = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Returned> _returned = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Spell> _unsaved = [];
    private readonly LossWindow _losses = new();
    private long _next = nextId;
    private long _writtenThrough = nextId - 1;
    private int _up;

    /// <summary>Grows with every change.</summary>
    internal long Version { get; private set; }

    /// <summary>Rows of table presence that are not written yet.</summary>
    internal int UnsavedCount => _unsaved.Count;

    /// <summary>Since when the hub itself is there, monotonic.</summary>
    internal TimeSpan HubSince { get; set; }

    /// <summary>Of the gates that are offline.</summary>
    internal IEnumerable<Spell> Out => _out.Select(gate => _gates[gate].Spell);

    internal Spell? Of(string gate) => _gates.GetValueOrDefault(gate)?.Spell;

    /// <summary>The rows to write, oldest first.</summary>
    internal IReadOnlyList<Spell> Unsaved() => [.. _unsaved.Values];

    /// <summary>Of one gate what the store may not have, and what lasts.</summary>
    internal IReadOnlyList<Spell> Newest(string gate) =>
        [.. _unsaved.Values.Where(spell => spell.Gate == gate), .. IfSaved(Of(gate))];

    /// <summary>Of every gate.</summary>
    internal IReadOnlyList<Spell> Newest() =>
        [.. _unsaved.Values, .. _gates.Values.SelectMany(gate => IfSaved(gate.Spell))];

    /// <summary>These were written; what has changed since is written again.</summary>
    internal void Saved(IReadOnlyList<Spell> spells)
    {
        foreach (var spell in spells)
        {
            _writtenThrough = Math.Max(_writtenThrough, spell.Id);
            if (ReferenceEquals(_unsaved.GetValueOrDefault(spell.Id), spell))
                _unsaved.Remove(spell.Id);
        }
    }

    /// <summary>Forgets the oldest rows that are over and were never written.</summary>
    /// <returns>How many.</returns>
    internal int Forget(int atMost)
    {
        var over = _unsaved.Values.Where(spell => spell.Until is not null && spell.Id > _writtenThrough)
            .Take(Math.Max(0, _unsaved.Count - atMost)).Select(static spell => spell.Id).ToArray();
        foreach (var id in over)
            _unsaved.Remove(id);
        return over.Length;
    }

    /// <summary>A row that lasted when the hub was here before.</summary>
    /// <param name="began">When it began, monotonic.</param>
    internal void Recall(Spell spell, TimeSpan began)
    {
        if (Of(spell.Gate) is { } before)
            _unsaved[before.Id] = before with { Until = Later(spell.Since, before.Since) };
        Put(new Lasting(spell, began, null));
    }

    /// <summary>What the registry says of a gate at the start, where that is not what lasted.</summary>
    internal void Reconcile(GateStatus gate, DateTimeOffset now, TimeSpan at)
    {
        if (Of(gate.Id) is { } spell ? spell.State == gate.State : gate.State == PresenceState.NeverSeen)
            return;
        var since = gate.Since ?? gate.LastSeen ?? now;
        var cause = gate.State switch
        {
            PresenceState.Stopped => OfflineCause.Stopped,
            PresenceState.Revoked => OfflineCause.Revoked,
            PresenceState.Lost => OfflineCause.Unknown,
            _ => (OfflineCause?)null,
        };
        Begin(gate, since, now, at, new Why(cause, cause is not null and not OfflineCause.Unknown, null));
    }

    /// <summary>A gate's presence changed.</summary>
    /// <param name="at">When that was noticed, monotonic.</param>
    /// <param name="isCertificateOver">Every certificate of it had ended by then.</param>
    internal void Step(PresenceChange change, TimeSpan at, bool isCertificateOver)
    {
        var (before, after) = (Of(change.Gate), change.After);
        var isSameState = before?.State == after.State;
        if (isSameState && before!.Detail == DetailOf(after))
            return;
        var since = (isSameState ? null : after.Since) ?? change.At;
        if (!isSameState && OfflineCauses.IsUp(after.State) && before is { IsOut: true })
            End(change, Later(since, before.Since), at);
        if (OfflineCauses.IsOut(after.State))
            _returned.Remove(change.Gate);
        if (isSameState || !OfflineCauses.IsOut(after.State))
        {
            Begin(after, since, change.At, at, default);
            return;
        }
        var loss = new Loss(change.Evidence, HasPowerTrouble(change.Before), isCertificateOver);
        var (cause, isSure) = OutageJudge.AtLoss(loss);
        var began = at - Positive(change.At - since);
        Begin(after with { Boot = after.Boot ?? change.Before.Boot }, since, change.At, began,
            new Why(cause, isSure, change.Evidence));
        if (change.Evidence is PresenceEvidence.Will or PresenceEvidence.Silence or PresenceEvidence.Absence)
            JudgeMost(change, began);
    }

    /// <summary>Whether a gate's next figures are awaited, to judge why it was away.</summary>
    internal bool Awaits(string gate) => _returned.ContainsKey(gate);

    /// <summary>A gate that had come back told its figures.</summary>
    internal void Told(GateStatus gate, TimeSpan at)
    {
        if (gate.Hardware is not { } hardware || !_returned.TryGetValue(gate.Id, out var returned)
            || gate.Session < returned.Session)
            return;
        _returned.Remove(gate.Id);
        var spell = returned.Spell;
        var (cause, isSure) = OutageJudge.AtTold(new Return(
            spell.Cause ?? OfflineCause.Unknown, returned.IsSameBoot,
            TimeSpan.FromSeconds(Math.Clamp(hardware.UptimeS, 0, int.MaxValue)), at - returned.LostAt,
            at - returned.BackAt, returned.IsHubsReturn));
        if (cause == spell.Cause && isSure == spell.IsSure)
            return;
        _unsaved[spell.Id] = spell with { Cause = cause, IsSure = isSure };
        Version++;
    }

    private Spell[] IfSaved(Spell? spell) => spell is null || _unsaved.ContainsKey(spell.Id) ? [] : [spell];

    /// <summary>A gate that was out is there.</summary>
    private void End(PresenceChange change, DateTimeOffset until, TimeSpan at)
    {
        var (lasting, after) = (_gates[change.Gate], change.After);
        bool? isSameBoot = lasting.Spell.Boot is { } before && after.Boot is { } now ? before == now : null;
        var (cause, isSure) = OutageJudge.AtReturn(
            lasting.Spell.Cause ?? OfflineCause.Unknown, lasting.Spell.IsSure, isSameBoot);
        var spell = lasting.Spell with
        {
            Until = until,
            Cause = cause,
            IsSure = isSure,
            Backlog = after.Backlog ?? lasting.Spell.Backlog,
        };
        _gates[change.Gate] = lasting with { Spell = spell };
        _unsaved[spell.Id] = spell;
        if (!isSure)
        {
            _returned[change.Gate] = new Returned(
                spell, isSameBoot, lasting.Began, at, after.Session,
                lasting.Evidence == PresenceEvidence.Absence && at - HubSince <= OutageJudge.HubsReturn);
        }
    }

    private void Begin(GateStatus gate, DateTimeOffset since, DateTimeOffset noticed, TimeSpan began, Why why)
    {
        if (_gates.GetValueOrDefault(gate.Id)?.Spell is { } before)
        {
            // What began later by a clock that was set back since stays where it is, and has no length.
            since = before.Since <= noticed ? Later(since, before.Since) : since;
            _unsaved[before.Id] = before with { Until = Later(since, before.Since) };
        }
        var spell = new Spell(
            _next++, gate.Id, gate.State, since, null, noticed, why.Cause, why.IsSure, DetailOf(gate), gate.Boot,
            gate.Backlog);
        _unsaved[spell.Id] = spell;
        Put(new Lasting(spell, began, why.Evidence));
    }

    private void JudgeMost(PresenceChange change, TimeSpan began)
    {
        foreach (var gate in _losses.Add(change.Gate, began, change.Evidence != PresenceEvidence.Will, _up))
        {
            if (_gates.GetValueOrDefault(gate) is not { Spell: { IsOut: true, IsSure: false } spell } lasting)
                continue;
            var cause = OutageJudge.WithMost(spell.Cause ?? OfflineCause.Unknown);
            if (cause == spell.Cause)
                continue;
            Put(lasting with { Spell = _unsaved[spell.Id] = spell with { Cause = cause } });
        }
    }

    private void Put(Lasting lasting)
    {
        var gate = lasting.Spell.Gate;
        if (_gates.TryGetValue(gate, out var before) && OfflineCauses.IsUp(before.Spell.State))
            _up--;
        if (OfflineCauses.IsUp(lasting.Spell.State))
            _up++;
        if (lasting.Spell.IsOut)
            _out.Add(gate);
        else
            _out.Remove(gate);
        _gates[gate] = lasting;
        Version++;
    }

    private static string? DetailOf(GateStatus gate) =>
        gate is { State: PresenceState.Degraded, Causes: { Count: > 0 } causes } ? string.Join(',', causes) : null;

    private static bool HasPowerTrouble(GateStatus gate) => gate.Hardware?.UnderVoltage == true
        || gate.Alarms?.Contains(AlarmWords.MainsLost) == true
        || gate.Causes?.Any(static cause => cause is DegradedCauses.MainsLost or DegradedCauses.UnderVoltage) == true;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    /// <param name="Began">When it began, monotonic.</param>
    /// <param name="Evidence">Of a loss that this hub noticed.</param>
    private sealed record Lasting(Spell Spell, TimeSpan Began, PresenceEvidence? Evidence);

    private sealed record Returned(
        Spell Spell, bool? IsSameBoot, TimeSpan LostAt, TimeSpan BackAt, long Session, bool IsHubsReturn);

    private readonly record struct Why(OfflineCause? Cause, bool IsSure, PresenceEvidence? Evidence);
}
