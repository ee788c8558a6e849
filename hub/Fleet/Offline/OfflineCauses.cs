namespace CheckIn.Hub.Fleet.Offline;

/// <summary>Stable words of states and causes, as the store, the API and metrics have them.</summary>
public static class OfflineCauses
{
    private static readonly Dictionary<OfflineCause, string> Causes = new()
    {
        [OfflineCause.Unknown] = "unknown",
        [OfflineCause.Stopped] = "stopped",
        [OfflineCause.Link] = "link",
        [OfflineCause.Power] = "power",
        [OfflineCause.Program] = "program",
        [OfflineCause.Hub] = "hub",
        [OfflineCause.Revoked] = "revoked",
        [OfflineCause.CertificateExpired] = "certificate_expired",
    };

    private static readonly Dictionary<PresenceState, string> States = new()
    {
        [PresenceState.NeverSeen] = "never_seen",
        [PresenceState.Init] = "init",
        [PresenceState.Ready] = "ready",
        [PresenceState.Degraded] = "degraded",
        [PresenceState.Stopped] = "stopped",
        [PresenceState.Lost] = "lost",
        [PresenceState.Revoked] = "revoked",
    };

    /// <summary>The cause's word.</summary>
    public static string Word(OfflineCause cause) => Causes[cause];

    /// <summary>The state's word.</summary>
    public static string Word(PresenceState state) => States[state];

    /// <summary>What the word means; one that a later hub wrote is unknown.</summary>
    public static OfflineCause CauseOf(string? word) => Causes.FirstOrDefault(pair => pair.Value == word).Key;

    /// <summary>What the word means; null = nothing that this hub knows.</summary>
    public static PresenceState? StateOf(string? word)
    {
        foreach (var (state, known) in States)
        {
            if (known == word)
                return state;
        }
        return null;
    }

    /// <summary>Whether a gate in that state is offline: lost, stopped or revoked.</summary>
    public static bool IsOut(PresenceState state) =>
        state is PresenceState.Lost or PresenceState.Stopped or PresenceState.Revoked;

    /// <summary>Whether a gate in that state is there.</summary>
    public static bool IsUp(PresenceState state) =>
        state is PresenceState.Init or PresenceState.Ready or PresenceState.Degraded;
}
