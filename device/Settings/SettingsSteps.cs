using System.Text.Json.Nodes;
using CheckIn.Contract;

namespace CheckIn.Gate.Settings;

/// <summary>
/// Every step of the hub's settings as a value: state in, state out; no clock, no disk. The ways through it:
/// <c>Asked → Start (on trial) → Confirmed</c>, or from a trial back to what held before: <c>Start</c> when a crash or a
/// power cut ended it, <c>Reverted</c> when something did not work in time or did not even start. <c>Refused</c> and
/// <c>Taken</c> need no trial: those are wrong at first sight, these change nothing here. What was refused or reverted is
/// not tried again under its number, so no sequence of crashes goes round in circles.
/// </summary>
internal static class SettingsSteps
{
    /// <summary>Why settings are gone that a crash or a power cut interrupted.</summary>
    internal const string Interrupted =
        "The trial was interrupted by a crash or a power cut; what held before is in force again.";

    /// <summary>Whether the gate has still to decide on these.</summary>
    /// <param name="state">Now.</param>
    /// <param name="version">The hub's number; 0 = the hub wants none.</param>
    internal static bool IsNew(SettingsState state, long version) =>
        state.Trial?.Version != version && (state.Decided?.Version ?? 0) != version;

    /// <summary>Those that a life has to begin with, after <see cref="Start"/>; null = none of the hub's.</summary>
    internal static HubSettings? InForce(SettingsState state) => state.Trial is { Begun: true } trial
        ? Stored(trial.Version, trial.Values) : state.Applied;

    /// <summary>They are wrong, and were never in force.</summary>
    internal static SettingsState Refused(SettingsState state, long version, IReadOnlyList<SettingsError> errors) =>
        state with { Decided = new SettingsDecision(version, ReportedStates.Refused, errors, Noted: false) };

    /// <summary>They are in force already, since they change nothing here.</summary>
    internal static SettingsState Taken(SettingsState state, long version, JsonObject values) => state with
    {
        Applied = Stored(version, values),
        Decided = new SettingsDecision(version, ReportedStates.Applied),
    };

    /// <summary>The next life tries them.</summary>
    internal static SettingsState Asked(SettingsState state, TriedSettings trial) =>
        state with { Trial = trial with { Begun = false, Attempts = 0 } };

    /// <summary>A life begins.</summary>
    internal static SettingsState Start(SettingsState state) => state.Trial switch
    {
        null => state,
        { Begun: true } or { Attempts: >= SettingsState.MostAttempts } =>
            Reverted(state, [new SettingsError("", Interrupted)]),
        var trial => state with { Trial = trial with { Begun = true, Attempts = trial.Attempts + 1 } },
    };

    /// <summary>The gate was stopped in the trial, as it should be; the next life goes on with it.</summary>
    internal static SettingsState Stopped(SettingsState state) => state.Trial is { Begun: true } trial
        ? state with { Trial = trial with { Begun = false } } : state;

    /// <summary>All works with them, and they stay.</summary>
    internal static SettingsState Confirmed(SettingsState state) => state.Trial is not { Begun: true } trial ? state
        : new SettingsState
        {
            Applied = Stored(trial.Version, trial.Values),
            Decided = new SettingsDecision(trial.Version, ReportedStates.Applied),
        };

    /// <summary>They are gone again.</summary>
    internal static SettingsState Reverted(SettingsState state, IReadOnlyList<SettingsError> errors) =>
        state.Trial is not { } trial ? state : state with
        {
            Trial = null,
            Decided = new SettingsDecision(trial.Version, ReportedStates.Reverted, errors, Noted: false),
        };

    /// <summary>The journal has what was decided.</summary>
    internal static SettingsState Noted(SettingsState state) => state.Decided is { Noted: false } decided
        ? state with { Decided = decided with { Noted = true } } : state;

    private static HubSettings? Stored(long version, JsonObject values) => version > 0 ? new(version, values) : null;
}
