using CheckIn.Contract;
using CheckIn.Gate.Health;
using CheckIn.Gate.Service;
using CheckIn.Gate.Updates;
using Microsoft.Extensions.Options;

namespace CheckIn.Gate.Settings;

/// <summary>When the gate may close for the second or two that other settings take, and which lanes are ready then.</summary>
internal sealed class SettingsMoment(
    GateParts parts, GateAlarms alarms, GateCounters counters, IOptions<SettingsOptions> options, TimeProvider time)
{
    private SwitchMoment? _moment;

    /// <summary>Names of the lanes that are ready now.</summary>
    internal IReadOnlyList<string> ReadyLanes =>
        [.. (parts.Health ?? []).Where(static lane => lane.Ready).Select(static lane => lane.Lane)];

    /// <summary>Something begins to wait for it.</summary>
    internal void Begin() => _moment = new SwitchMoment(options.Value.QuietFor, options.Value.TakeUpWithin, time);

    /// <summary>To be asked every second.</summary>
    internal bool IsNow() => parts.Tried.IsCompleted && _moment is { } moment
        && moment.IsNow(!parts.IsQuiet, alarms.Words.Contains(AlarmWords.Emergency), counters.Reads);
}
