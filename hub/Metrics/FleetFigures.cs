using CheckIn.Hub.Alerts;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Fleet.Offline;
using CheckIn.Hub.Web;

namespace CheckIn.Hub.Metrics;

/// <summary>The fleet in figures, none of which names a gate.</summary>
/// <param name="States">Gates by state, every state that there is.</param>
/// <param name="Causes">Degraded gates by cause; one with two causes is in both.</param>
/// <param name="Backlog">Events that wait in the journals of gates, as these last said.</param>
/// <param name="Waiting">Gates with any.</param>
/// <param name="Alerts">Alerts that stand, by kind and severity.</param>
internal sealed record FleetFigures(
    IReadOnlyDictionary<string, int> States, IReadOnlyDictionary<string, int> Causes, long Backlog, int Waiting,
    IReadOnlyDictionary<(string Kind, string Severity), int> Alerts)
{
    internal static FleetFigures Of(
        IReadOnlyList<GateStatus> gates, IReadOnlyDictionary<string, GatePlace> places, IReadOnlyList<Alert> alerts)
    {
        var states = Enum.GetValues<PresenceState>().ToDictionary(GateRows.Word, static _ => 0);
        var causes = new Dictionary<string, int>(StringComparer.Ordinal);
        var (backlog, waiting) = (0L, 0);
        foreach (var gate in gates)
        {
            var hasLeft = places.TryGetValue(gate.Id, out var place) && place.HasLeft;
            states[GateRows.Word(hasLeft ? PresenceState.Revoked : gate.State)]++;
            foreach (var cause in gate.State == PresenceState.Degraded && !hasLeft ? gate.Causes ?? [] : [])
                causes[cause] = causes.GetValueOrDefault(cause) + 1;
            if (gate.Backlog is > 0 and var events && !hasLeft)
                (backlog, waiting) = (backlog + events, waiting + 1);
        }
        return new FleetFigures(states, causes, backlog, waiting, alerts
            .GroupBy(static alert => (alert.Kind, AlertMessages.Word(alert.Severity)))
            .ToDictionary(static group => group.Key, static group => group.Count()));
    }
}
