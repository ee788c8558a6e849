namespace CheckIn.Hub.Fleet;

/// <content>Whether gates have in force what is wanted of them.</content>
public sealed partial class FleetRegistry
{
    /// <summary>It has not had it in force for too long, or has it now.</summary>
    internal void OnSettings(string gate, bool isLate)
    {
        lock (_lock)
        {
            if (!_gates.TryGetValue(gate, out var entry) || entry.Status.IsSettingsLate == isLate)
                return;
            var before = entry.Status;
            entry.Status = before with { IsSettingsLate = isLate };
            PresenceChanged?.Invoke(new PresenceChange(gate, before, entry.Status, PresenceEvidence.Life, _time.GetUtcNow()));
            Wake();
        }
    }
}
