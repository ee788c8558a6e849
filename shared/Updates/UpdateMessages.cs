namespace CheckIn.Updates;

/// <summary>
/// In the provision: the version that the hub wants on this gate. Its package is <c>GET /api/v1/gate/updates/{package}</c>
/// over mutual TLS, with ranges. What the gate believes is the package's signature, never this.
/// </summary>
/// <param name="Release">As in the package's manifest.</param>
/// <param name="Version">As in the package's manifest.</param>
/// <param name="Package">SHA-256 of the whole package, hexadecimal.</param>
/// <param name="Size">Of the whole package, bytes.</param>
/// <param name="TrialS">How long it may take until it is healthy, seconds; 0 = as the gate has it.</param>
public sealed record UpdateWanted(long Release, string Version, string Package, long Size, int TrialS = 0);

/// <summary>
/// <c>POST /api/v1/gate/update</c> over mutual TLS: how far a gate is. Said again until the hub has answered, the latest
/// only; the same twice is the same.
/// </summary>
/// <param name="Release">Which.</param>
/// <param name="State">One of <see cref="UpdateStates"/>.</param>
/// <param name="Why">One of <see cref="UpdateReasons"/>, of what is refused or rolled back; else null.</param>
public sealed record UpdateReport(long Release, string State, string? Why = null);

/// <summary>How far an update is at a gate. Stable words.</summary>
public static class UpdateStates
{
    /// <summary>Its package is on the way.</summary>
    public const string Fetching = "fetching";
    /// <summary>It is checked and lies ready; the gate waits for a moment without people.</summary>
    public const string Staged = "staged";
    /// <summary>It runs on trial.</summary>
    public const string Trying = "trying";
    /// <summary>It is healthy, and stays.</summary>
    public const string Confirmed = "confirmed";
    /// <summary>It was not taken.</summary>
    public const string Refused = "refused";
    /// <summary>It was tried, and the version before runs again.</summary>
    public const string RolledBack = "rolled_back";

    /// <summary>Whether nothing follows of itself.</summary>
    public static bool IsEnd(string state) => state is Confirmed or Refused or RolledBack;
}
