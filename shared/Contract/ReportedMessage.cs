namespace CheckIn.Contract;

/// <summary>
/// On a gate's <c>reported</c> topic, retained, QoS 1: what it has applied of what is wanted; after every connection and
/// whenever it is another.
/// </summary>
/// <param name="Version">Version of the hub's settings that are in force; 0 = none.</param>
/// <param name="State">How it stands with the latest that it heard of, one of <see cref="ReportedStates"/>.</param>
/// <param name="Wanted">Version of that; absent = <paramref name="Version"/>.</param>
/// <param name="Errors">Why it was refused or reverted, at most <see cref="MostEntries"/>; absent = it was not.</param>
/// <param name="Overridden">
/// Keys that are in force with another value, because the gate's own environment or command line says otherwise.
/// </param>
/// <param name="Ignored">Keys without an effect here, such as those of a lane that this gate does not have.</param>
/// <param name="Modes">Of every order that it heard of, what became of it.</param>
public sealed record ReportedMessage(
    long Version, string State, long? Wanted = null, IReadOnlyList<SettingsError>? Errors = null,
    IReadOnlyList<string>? Overridden = null, IReadOnlyList<string>? Ignored = null,
    IReadOnlyList<ModeReport>? Modes = null)
{
    /// <summary>Most entries of each list; a gate sends and a hub reads no more.</summary>
    public const int MostEntries = 32;
}

/// <summary>How it stands with wanted settings. Stable words.</summary>
public static class ReportedStates
{
    /// <summary>They are in force.</summary>
    public const string Applied = "applied";
    /// <summary>They are good, and wait until nobody is passing.</summary>
    public const string Waiting = "waiting";
    /// <summary>They are in force on trial.</summary>
    public const string Trying = "trying";
    /// <summary>They were never in force; those before hold.</summary>
    public const string Refused = "refused";
    /// <summary>They were tried, and those before are in force again.</summary>
    public const string Reverted = "reverted";

    /// <summary>The settings did not come into force, or did not stay.</summary>
    public static bool IsFailure(string? state) => state is Refused or Reverted;
}

/// <summary>What is wrong with wanted settings.</summary>
/// <param name="Path">The setting's whole key, such as <c>Lanes:in:Turnstile:Pulse</c>; empty = none in particular.</param>
/// <param name="Problem">For an operator, English, at most 300 characters.</param>
public sealed record SettingsError(string Path, string Problem);

/// <summary>What became of an order.</summary>
/// <param name="Id">The order's.</param>
/// <param name="State"><c>in_force</c>, <c>covered</c> by a stronger one, <c>ended</c> or <c>refused</c>.</param>
/// <param name="Why">Of a refusal, one of <see cref="CommandRefusals"/>.</param>
public sealed record ModeReport(string Id, string State, string? Why = null)
{
    public const string InForce = "in_force";
    public const string Covered = "covered";
    public const string Ended = "ended";
    public const string Refused = "refused";
}
