using CheckIn.Contract;

namespace CheckIn.Gate.Settings;

/// <summary>What the gate says of the hub's settings, from what it knows: values in, value out.</summary>
internal static class SettingsReports
{
    private const int MostText = 200;
    private const int MostLine = 500;

    /// <param name="state">What was decided.</param>
    /// <param name="inForce">Version of those in force; 0 = none.</param>
    /// <param name="waiting">Version of those that are good and wait; null = none does.</param>
    /// <param name="unfit">Why those that stay are left out for now; null = they are not.</param>
    internal static ReportedMessage Of(
        SettingsState state, long inForce, long? waiting, IReadOnlyList<SettingsError>? unfit)
    {
        if (waiting is { } version)
            return Say(inForce, ReportedStates.Waiting, version, null);
        if (state.Trial is { Begun: true } trial)
            return Say(inForce, ReportedStates.Trying, trial.Version, null);
        var decided = state.Decided ?? new SettingsDecision(0, ReportedStates.Applied);
        if (decided.State != ReportedStates.Applied)
            return Say(inForce, decided.State, decided.Version, decided.Errors);
        return unfit is null ? Say(inForce, decided.State, decided.Version, null)
            : Say(inForce, ReportedStates.Reverted, decided.Version, unfit);
    }

    /// <summary>As many of these keys as may be told, each not longer than somebody reads; null = none.</summary>
    internal static IReadOnlyList<string>? Keys(IReadOnlyList<string> keys) => keys.Count == 0 ? null
        : [.. keys.Distinct(StringComparer.OrdinalIgnoreCase).Take(ReportedMessage.MostEntries)
            .Select(static key => key.Length > MostText ? key[..(MostText - 1)] + "…" : key)];

    /// <summary>What is wrong, in one line for a log or the journal; of many things the first.</summary>
    internal static string Line(IReadOnlyList<SettingsError>? errors)
    {
        var line = string.Join(" ", (errors ?? []).Select(static error => error.Problem)).TrimEnd('.');
        return line.Length > MostLine ? line[..(MostLine - 1)] + "…" : line;
    }

    private static ReportedMessage Say(
        long inForce, string state, long wanted, IReadOnlyList<SettingsError>? errors) => new(
        inForce, state, wanted == inForce ? null : wanted,
        errors is { Count: > 0 } ? [.. errors.Take(ReportedMessage.MostEntries)] : null);
}
