using System.Collections.Immutable;

namespace CheckIn.Hub.Fleet;

/// <summary>Something heard that tells whether one gate is really two machines.</summary>
public abstract record CopySign
{
    /// <summary>The gate's birth on a connection, with the boot of its machine.</summary>
    public sealed record Birth(string Boot, long Session) : CopySign;

    /// <summary>Whether the gate itself says that somebody took the place of a connection of it that was
    /// alive.</summary>
    public sealed record Told(bool SaysSo) : CopySign;

    /// <summary>Its certificates were revoked: what was copied is worth nothing any more.</summary>
    public sealed record Replaced : CopySign;
}

/// <summary>
/// Whether one gate's key is in two machines, as a pure state machine. A machine never returns to an earlier boot:
/// births of boots A, B and A again, each on a connection of its own, are two machines. A server may deliver a birth
/// twice, so a return counts only with a session number that this boot has not had. A birth may be overtaken by a later
/// boot's; then session numbers do not rise from A to B to A, and such a return is believed at the second time within
/// an hour. Take-overs are counted where they can be judged: a server cannot tell a connection that was left behind,
/// and that a forwarder on the way keeps up, from one that lives, but whoever was displaced alive knows it, and a gate
/// says so. Reconnects, reboots, half-open connections and new addresses give none of these. What stands, stands until
/// the certificate is replaced.
/// </summary>
/// <param name="Boots">The latest boots, the current one last, with the highest session of each.</param>
/// <param name="Returns">When there were returns to an earlier boot that an overtaken birth could explain.</param>
/// <param name="SaysSo">The gate said so last.</param>
/// <param name="Why">Null = nothing points to a copy; else what does.</param>
public sealed record CopyWatch(
    ImmutableList<CopyWatch.BootSeen> Boots, ImmutableList<TimeSpan> Returns, bool SaysSo, string? Why)
{
    private const string InTurns = "two machines connected in turns, each in a boot of its own";
    private const int MostBoots = 8;
    private const int EnoughReturns = 2;
    private static readonly TimeSpan ReturnsTogether = TimeSpan.FromHours(1);

    /// <summary>Nothing heard yet.</summary>
    public static CopyWatch Nothing { get; } = new([], [], false, null);

    /// <summary>A boot of a machine.</summary>
    /// <param name="Boot">Its id.</param>
    /// <param name="Session">The highest number of a connection in it.</param>
    public readonly record struct BootSeen(string Boot, long Session);

    /// <summary>The next state.</summary>
    /// <param name="sign">What was heard.</param>
    /// <param name="now">Monotonic time.</param>
    public CopyWatch Step(CopySign sign, TimeSpan now) => sign switch
    {
        CopySign.Birth birth => Born(birth, now),
        CopySign.Told told when told.SaysSo && !SaysSo =>
            (this with { SaysSo = true }).Found("the gate's own connection was taken over by another"),
        CopySign.Told told when told.SaysSo == SaysSo => this,
        CopySign.Told told => this with { SaysSo = told.SaysSo },
        // What was heard of the earlier certificate's machines says nothing of the new one's.
        CopySign.Replaced => Nothing with { SaysSo = SaysSo },
        _ => this,
    };

    private CopyWatch Born(CopySign.Birth birth, TimeSpan now)
    {
        var at = Boots.FindIndex(seen => seen.Boot == birth.Boot);
        var seen = new BootSeen(birth.Boot, birth.Session);
        if (at < 0)
            return this with { Boots = (Boots.Count < MostBoots ? Boots : Boots.RemoveAt(0)).Add(seen) };
        if (birth.Session <= Boots[at].Session)
            return this;
        if (at == Boots.Count - 1)
            return this with { Boots = Boots.SetItem(at, seen) };
        var between = Boots.GetRange(at + 1, Boots.Count - at - 1);
        var isOvertaken = between.TrueForAll(other => other.Session >= birth.Session);
        var next = this with { Boots = isOvertaken ? Boots.SetItem(at, seen) : Boots.RemoveAt(at).Add(seen) };
        if (between.Exists(other => other.Session > Boots[at].Session && other.Session < birth.Session))
            return next.Found(InTurns);
        var returns = Returns.RemoveAll(earlier => now - earlier > ReturnsTogether).Add(now);
        return returns.Count < EnoughReturns
            ? next with { Returns = returns } : (next with { Returns = [] }).Found(InTurns);
    }

    private CopyWatch Found(string why) => Why is null ? this with { Why = why } : this;
}
