namespace CheckIn.Hub.Web;

/// <summary>How many gates are in which state.</summary>
public readonly record struct StateCounts(
    int Ready, int Degraded, int Lost, int Stopped, int Init, int NeverSeen, int Revoked)
{
    /// <summary>Those that have a place in the fleet: all but the revoked and those that left.</summary>
    public int Total => Ready + Degraded + Lost + Stopped + Init + NeverSeen;

    /// <summary>One gate, by what is shown for its state.</summary>
    public static StateCounts Of(string shown) => shown switch
    {
        "ready" => new() { Ready = 1 },
        "degraded" => new() { Degraded = 1 },
        "lost" => new() { Lost = 1 },
        "stopped" => new() { Stopped = 1 },
        "init" => new() { Init = 1 },
        "revoked" or "left" => new() { Revoked = 1 },
        _ => new() { NeverSeen = 1 },
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
