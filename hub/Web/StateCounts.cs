using CheckIn.Hub.Fleet;

namespace CheckIn.Hub.Web;

/// <summary>How many gates are in which state.</summary>
public readonly record struct StateCounts(
    int Ready, int Degraded, int Lost, int Stopped, int Init, int NeverSeen, int Revoked)
{
    /// <summary>Those that have a place in the fleet: all but the revoked.</summary>
    public int Total => Ready + Degraded + Lost + Stopped + Init + NeverSeen;

    /// <summary>One gate.</summary>
    public static StateCounts Of(PresenceState state) => state switch
    {
        PresenceState.Ready => new() { Ready = 1 },
        PresenceState.Degraded => new() { Degraded = 1 },
        PresenceState.Lost => new() { Lost = 1 },
        PresenceState.Stopped => new() { Stopped = 1 },
        PresenceState.Init => new() { Init = 1 },
        PresenceState.Revoked => new() { Revoked = 1 },
        _ => new() { NeverSeen = 1 },
    };

    /// <summary>The state's word, as pages, API and stylesheet have it.</summary>
    public static string WordOf(PresenceState state) => state switch
    {
        PresenceState.Ready => "ready",
        PresenceState.Degraded => "degraded",
        PresenceState.Lost => "lost",
        PresenceState.Stopped => "stopped",
        PresenceState.Init => "init",
        PresenceState.Revoked => "revoked",
        _ => "never_seen",
    };

    public static StateCounts operator +(StateCounts a, StateCounts b) => new(
        a.Ready + b.Ready, a.Degraded + b.Degraded, a.Lost + b.Lost, a.Stopped + b.Stopped, a.Init + b.Init,
        a.NeverSeen + b.NeverSeen, a.Revoked + b.Revoked);

    /// <summary>State and number of those of which there are any, what needs a person first.</summary>
    public IEnumerable<(string State, int Count)> Parts
    {
        get
        {
            (string, int)[] all =
            [
                ("lost", Lost), ("degraded", Degraded), ("stopped", Stopped), ("init", Init), ("ready", Ready),
                ("never_seen", NeverSeen), ("revoked", Revoked),
            ];
            return all.Where(static part => part.Item2 > 0);
        }
    }
}
