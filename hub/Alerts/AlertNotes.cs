using CheckIn.Hub.Fleet;

namespace CheckIn.Hub.Alerts;

/// <summary>What was heard of a gate since it was last looked at.</summary>
/// <param name="Gate">As it is now.</param>
/// <param name="IsTold">Its figures are among it.</param>
/// <param name="WasBack">It was there in between.</param>
internal readonly record struct AlertNote(GateStatus Gate, bool IsTold, bool WasBack);

/// <summary>
/// The latest of each gate, taken down under the registry's lock and looked at later: as many notes as there are gates
/// at most.
/// </summary>
internal sealed class AlertNotes
{
    private readonly Lock _lock = new();
    private Dictionary<string, AlertNote> _notes = new(StringComparer.Ordinal);
    private bool _isEnrolled;

    internal void Take(PresenceChange change)
    {
        lock (_lock)
        {
            Note(change.After, isTold: false);
            _isEnrolled |= change.Evidence == PresenceEvidence.Enrolled;
        }
    }

    internal void Take(GateStatus gate)
    {
        lock (_lock)
            Note(gate, isTold: true);
    }

    /// <returns>Notes, and whether a gate was enrolled among them.</returns>
    internal (IReadOnlyCollection<AlertNote> Notes, bool IsEnrolled) Drain()
    {
        lock (_lock)
        {
            if (_notes.Count == 0 && !_isEnrolled)
                return ([], false);
            var drained = (_notes.Values, _isEnrolled);
            (_notes, _isEnrolled) = (new(StringComparer.Ordinal), false);
            return drained;
        }
    }

    private void Note(GateStatus gate, bool isTold)
    {
        var before = _notes.GetValueOrDefault(gate.Id);
        _notes[gate.Id] = new AlertNote(
            gate, isTold || before.IsTold, before.WasBack || gate.State != PresenceState.Lost);
    }
}
