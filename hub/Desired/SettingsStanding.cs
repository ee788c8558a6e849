using CheckIn.Hub.Fleet;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Desired;

/// <summary>How a gate stands to what is wanted of it; one of these.</summary>
internal enum SettingsStanding
{
    /// <summary>It is in force there, or nothing is wanted.</summary>
    Applied,
    /// <summary>Not in force, and the gate is not there.</summary>
    Absent,
    /// <summary>The gate is there, and has refused it or come back from it.</summary>
    Refused,
    /// <summary>The gate is there, and has not had it in force for too long.</summary>
    Late,
    /// <summary>It is on its way, waits for a quiet moment or is tried.</summary>
    Underway,
}

/// <summary>
/// Says how gates stand to their settings, by what they report and whether they are there. Whoever was away has the whole
/// time from the moment that he came: what was wanted meanwhile he could not hear.
/// </summary>
internal sealed class SettingsStandings : IDisposable
{
    private readonly FleetRegistry _fleet;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _came = new(StringComparer.Ordinal); // as many as there are gates

    public SettingsStandings(FleetRegistry fleet, IOptions<DesiredOptions> options, TimeProvider time)
    {
        (_fleet, _time, LateAfter) = (fleet, time, options.Value.LateAfter);
        fleet.PresenceChanged += OnPresence;
    }

    internal TimeSpan LateAfter { get; }

    internal SettingsStanding Of(string gate, in GateStand stand)
    {
        if (stand.DiffersSince is null)
            return SettingsStanding.Applied;
        if (!IsUp(_fleet.Of(gate)?.State))
            return SettingsStanding.Absent;
        return stand.IsRefused ? SettingsStanding.Refused
            : IsLate(gate, stand) ? SettingsStanding.Late : SettingsStanding.Underway;
    }

    /// <summary>It is there, and has had something else in force for too long, for whatever reason.</summary>
    internal bool IsTooLong(string gate, in GateStand stand) =>
        stand.DiffersSince is not null && IsUp(_fleet.Of(gate)?.State) && IsLate(gate, stand);

    public void Dispose() => _fleet.PresenceChanged -= OnPresence;

    private bool IsLate(string gate, in GateStand stand)
    {
        long came;
        lock (_lock)
            came = _came.GetValueOrDefault(gate, long.MinValue);
        return _time.GetElapsedTime(Math.Max(stand.DiffersFrom, came)) >= LateAfter;
    }

    private void OnPresence(PresenceChange change)
    {
        if (IsUp(change.Before.State) || !IsUp(change.After.State))
            return;
        lock (_lock)
            _came[change.Gate] = _time.GetTimestamp();
    }

    private static bool IsUp(PresenceState? state) =>
        state is PresenceState.Ready or PresenceState.Degraded or PresenceState.Init;
}
