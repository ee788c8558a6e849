using CheckIn.Contract;

namespace CheckIn.Hub.Desired;

/// <summary>What is wanted of a gate, as it is kept.</summary>
/// <param name="Chain">See <see cref="Composition"/>.</param>
/// <param name="ChangedAt">Unix ms, as all times here.</param>
/// <param name="DiffersSince">Since when the gate has not had it in force; null = it has.</param>
internal sealed record WantedOfGate(
    string Gate, long Version, string Chain, string Document, long ChangedAt, long? DiffersSince);

/// <summary>How it stands with a gate that something is wanted of.</summary>
/// <param name="DiffersFrom">The same as a timestamp of the monotonic clock; means nothing while it does not differ.</param>
/// <param name="Reported">What it has in force; 0 = none, or it has said nothing yet.</param>
/// <param name="Heard">Of which it spoke last.</param>
/// <param name="State">One of <see cref="ReportedStates"/>; null = it has said nothing yet.</param>
internal readonly record struct GateStand(
    long Version, string Chain, long ChangedAt, long? DiffersSince, long DiffersFrom, long Reported, long Heard,
    string? State)
{
    /// <summary>What is wanted now it has refused, or come back from.</summary>
    internal bool IsRefused => DiffersSince is not null && Heard == Version
        && ReportedStates.IsFailure(State);
}

/// <summary>What a gate said of what is wanted of it now.</summary>
/// <param name="Targets">Ids of the versions that it was put together from.</param>
/// <param name="Errors">Why it did not take it, as it says; null or empty = it said no reason, or took it.</param>
internal sealed record GateAnswer(
    string Gate, string State, IReadOnlyList<long> Targets, IReadOnlyList<SettingsError>? Errors)
{
    internal bool IsFailure => ReportedStates.IsFailure(State);

    /// <summary>Of a failure: the state, and after it the first of its errors. Null = it is none.</summary>
    internal string? Why => !IsFailure ? null : Errors is [var first, ..] ? $"{State}: {Words(first)}" : State;

    private static string Words(SettingsError error) => error.Path.Length == 0
        || error.Problem.StartsWith(error.Path, StringComparison.Ordinal) ? error.Problem : $"{error.Path}: {error.Problem}";
}
