namespace CheckIn.Hub.Fleet.Offline;

/// <summary>Something that the registry told, until the book takes it.</summary>
/// <param name="Change">A gate's state changed; null = it told its figures.</param>
/// <param name="At">When, monotonic.</param>
internal readonly record struct PresenceNote(PresenceChange? Change, GateStatus? Told, TimeSpan At);

/// <summary>
/// What the registry told and nobody has looked at yet; the registry waits meanwhile, so here nothing is done but
/// written down. Figures are noted only of gates that just came back: of 20,000 others nobody wants them. Should
/// nobody come for the notes, those of one gate become one.
/// </summary>
internal sealed class PresenceNotes(TimeProvider time)
{
    private const int FewestToJoin = 65_536;
    private readonly long _started = time.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly HashSet<string> _returned = new(StringComparer.Ordinal);
    private List<PresenceNote> _notes = [];
    private int _joinAt = FewestToJoin;

    /// <summary>Monotonic time.</summary>
    internal TimeSpan Now => time.GetElapsedTime(_started);

    internal void OnChanged(PresenceChange change)
    {
        lock (_lock)
        {
            if (OfflineCauses.IsOut(change.After.State))
                _returned.Remove(change.Gate);
            else if (OfflineCauses.IsOut(change.Before.State) && OfflineCauses.IsUp(change.After.State))
                _returned.Add(change.Gate);
            _notes.Add(new PresenceNote(change, null, Now));
            if (_notes.Count >= _joinAt)
                Join();
        }
    }

    internal void OnTold(GateStatus gate)
    {
        lock (_lock)
        {
            if (_returned.Count > 0 && _returned.Remove(gate.Id))
                _notes.Add(new PresenceNote(null, gate, Now));
        }
    }

    /// <summary>What was noted since the last time, in order.</summary>
    internal IReadOnlyList<PresenceNote> Take()
    {
        lock (_lock)
        {
            if (_notes.Count == 0)
                return [];
            (var notes, _notes, _joinAt) = (_notes, [], FewestToJoin);
            return notes;
        }
    }

    private void Join()
    {
        var last = new Dictionary<string, (PresenceNote Note, int At)>(StringComparer.Ordinal);
        for (var i = 0; i < _notes.Count; i++)
        {
            if (_notes[i] is not { Change: { } change } note)
                continue;
            var first = last.TryGetValue(change.Gate, out var earlier) ? earlier.Note.Change!.Before : change.Before;
            last[change.Gate] = (note with { Change = change with { Before = first } }, i);
        }
        _notes = [.. last.Values.OrderBy(static pair => pair.At).Select(static pair => pair.Note)];
        _joinAt = Math.Max(FewestToJoin, _notes.Count * 4);
    }
}
