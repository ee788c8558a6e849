namespace CheckIn.Hub.Fleet;

/// <summary>What the hub knows of a gate from live evidence.</summary>
public enum PresenceState { NeverSeen, Init, Ready, Degraded, Stopped, Lost, Revoked }

/// <summary>A piece of live evidence; replayed history is none.</summary>
public abstract record PresenceSignal
{
    /// <summary>The gate's birth on a new connection, or its repair.</summary>
    /// <param name="Says">Init, Ready or Degraded.</param>
    /// <param name="Journal">In which its sessions are numbered; null = not told.</param>
    public sealed record Birth(long Session, PresenceState Says, string? Journal = null) : PresenceSignal;
    /// <summary>The will of a connection: it ended without a word.</summary>
    public sealed record Will(long Session) : PresenceSignal;
    /// <summary>The gate's own farewell.</summary>
    public sealed record Farewell(long Session, string? Journal = null) : PresenceSignal;
    /// <summary>Health, sent now over a live connection.</summary>
    public sealed record Life(long Session) : PresenceSignal;
    /// <summary>The hub can hear gates again, after its start or a time in which it could not.</summary>
    public sealed record Sight : PresenceSignal;
    /// <summary>Its identity was revoked, or it has left.</summary>
    public sealed record Revoked : PresenceSignal;
    /// <summary>It was enrolled (anew).</summary>
    public sealed record Enrolled : PresenceSignal;
    /// <summary>Time has passed.</summary>
    public sealed record Tick : PresenceSignal;
}

/// <summary>How long the hub waits for one gate before it calls it lost.</summary>
/// <param name="Grace">How long a broken connection may take to come back.</param>
/// <param name="Silence">How long a connected gate may say nothing.</param>
public readonly record struct Patience(TimeSpan Grace, TimeSpan Silence)
{
    /// <summary>How long a gate may say nothing after the hub can hear again.</summary>
    public TimeSpan Return { get; init; }

    /// <summary>Monotonic time before which nobody is lost who was not heard since the hub can hear.</summary>
    public TimeSpan HoldUntil { get; init; }

    /// <summary>That holds of wills too: a server that stops may speak them all, and they wait for the hub.</summary>
    public bool HoldsWills { get; init; }

    /// <summary>The hub can hear nobody now: no deadline runs.</summary>
    public bool IsBlind { get; init; }
}

/// <summary>
/// A gate's presence as a pure state machine. Only the gate's own live word makes it there; only time makes it lost. A
/// will counts if it is of the current session and no birth came within the grace; it is that session's last word, so
/// health that was overtaken by it proves nothing. Silence beyond the limit is a loss even if the connection pretends to
/// stand. A clean stop is no loss. While the hub is blind nobody is lost, and afterwards everybody has time to come
/// back. Sessions of one journal rise: a birth of an earlier one was overtaken, or its card was put back from an image;
/// health of that session tells which. What is revoked stays so until it is enrolled anew. Times are monotonic.
/// </summary>
/// <param name="State">The state, but for what the gate's figures make of Ready (<see cref="DegradedCauses"/>).</param>
/// <param name="Session">The session that evidence must belong to.</param>
/// <param name="LostAt">When the gate will be lost unless it speaks; null while nothing threatens.</param>
public readonly record struct Presence(PresenceState State, long Session, TimeSpan? LostAt)
{
    /// <summary>When it last spoke or its will came: since when it is not there, should it be lost.</summary>
    public TimeSpan Heard { get; init; }

    /// <summary>What it would be lost by, or was: Silence, Will or Absence.</summary>
    public PresenceEvidence Threat { get; init; } = PresenceEvidence.Silence;

    /// <summary>What it last said of itself: Init, Ready or Degraded.</summary>
    public PresenceState Says { get; init; } = PresenceState.Ready;

    /// <summary>In which its sessions are numbered; null = not known.</summary>
    public string? Journal { get; init; }

    /// <summary>A birth of an earlier session, which nothing has borne out, and when it was heard.</summary>
    public (PresenceSignal.Birth Birth, TimeSpan At)? Doubtful { get; init; }

    /// <summary>It is there, as far as the hub knows.</summary>
    public bool IsUp => State is PresenceState.Init or PresenceState.Ready or PresenceState.Degraded;

    /// <summary>Nothing heard yet.</summary>
    public static Presence Unknown { get; } = new(PresenceState.NeverSeen, 0, null);

    /// <summary>The next state.</summary>
    /// <param name="signal">What was heard.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="patience">How long the hub waits.</param>
    public Presence Step(PresenceSignal signal, TimeSpan now, Patience patience) => (State, signal) switch
    {
        (PresenceState.Revoked, PresenceSignal.Enrolled) => Unknown,
        (PresenceState.Revoked, _) => this,
        (_, PresenceSignal.Revoked) => this with { State = PresenceState.Revoked, LostAt = null, Doubtful = null },
        (_, PresenceSignal.Birth birth) => Born(birth, now, patience),
        (_, PresenceSignal.Life life) => Alive(life.Session, now, patience),
        (_, PresenceSignal.Will will) => Ended(will.Session, now, patience),
        (_, PresenceSignal.Farewell farewell) => Stopped(farewell, now),
        (_, PresenceSignal.Sight) when IsUp && Threat != PresenceEvidence.Will =>
            this with { LostAt = Later(LostAt, now + patience.Return), Threat = PresenceEvidence.Absence },
        (_, PresenceSignal.Tick) when IsUp && IsDue(now, patience) => this with { State = PresenceState.Lost, LostAt = null },
        _ => this,
    };

    /// <summary>Whether it spoke at this moment by this signal, and was believed.</summary>
    internal bool Spoke(PresenceSignal signal, long session, TimeSpan now) => Session == session && Heard == now
        && Threat == PresenceEvidence.Silence && (signal is PresenceSignal.Farewell ? State == PresenceState.Stopped : IsUp);

    private Presence Born(PresenceSignal.Birth birth, TimeSpan now, Patience patience)
    {
        if (!IsEarlier(birth.Session, birth.Journal))
            return Up(birth.Session, birth.Says, birth.Journal, now, patience);
        // Of several the latest session's stands, for as long as the others may be overtaken as well.
        if (Doubtful is not { } doubt || (doubt.Birth.Session != birth.Session && now - doubt.At >= patience.Grace))
            return this with { Doubtful = (birth, now) };
        return doubt.Birth.Session > birth.Session ? this
            : this with { Doubtful = (birth, doubt.Birth.Session == birth.Session ? doubt.At : now) };
    }

    private Presence Alive(long session, TimeSpan now, Patience patience)
    {
        // What was overtaken comes in one go, its health as well; who goes on speaking after that is there.
        if (Doubtful is { } doubt && doubt.Birth.Session == session)
            return now - doubt.At < patience.Grace ? this : Up(session, doubt.Birth.Says, doubt.Birth.Journal, now, patience);
        var isOver = session != Session || Threat == PresenceEvidence.Will
            || State is PresenceState.NeverSeen or PresenceState.Stopped;
        return isOver ? this : Up(session, Says, Journal, now, patience);
    }

    private Presence Ended(long session, TimeSpan now, Patience patience)
    {
        if (Doubtful?.Birth.Session == session)
            return this with { Doubtful = null };
        if (session != Session || Threat == PresenceEvidence.Will)
            return this;
        return State == PresenceState.Lost
            ? this with { Threat = PresenceEvidence.Will }
            : IsUp
                ? this with { Threat = PresenceEvidence.Will, Heard = now, LostAt = now + patience.Grace }
                : this;
    }

    /// <summary>
    /// The birth may not have been heard: then the farewell of a later session is the gate's own word as well. It is another
    /// journal's, or of before its card was put back, where the session known is heard.
    /// </summary>
    private Presence Stopped(PresenceSignal.Farewell farewell, TimeSpan now)
    {
        var session = farewell.Session;
        var isAnothers = farewell.Journal is not null && Journal is not null && farewell.Journal != Journal;
        if (Doubtful?.Birth.Session == session)
            return this with { Doubtful = null };
        var isOverdue = isAnothers || (IsUp && Threat == PresenceEvidence.Silence);
        return session < Session || (session > Session && isOverdue) ? this : this with
        {
            State = PresenceState.Stopped,
            Session = session,
            LostAt = null,
            Heard = now,
            Threat = PresenceEvidence.Silence,
            Doubtful = null,
        };
    }

    private static Presence Up(long session, PresenceState says, string? journal, TimeSpan now, Patience patience) =>
        new(says, session, now + patience.Silence) { Heard = now, Says = says, Journal = journal };

    /// <summary>After the hub's own absence nothing is known of the session that was.</summary>
    private bool IsEarlier(long session, string? journal) => session < Session && journal is not null
        && journal == Journal && State != PresenceState.NeverSeen && Threat != PresenceEvidence.Absence;

    private bool IsDue(TimeSpan now, Patience patience)
    {
        if (patience.IsBlind || !(LostAt <= now))
            return false;
        return Threat switch
        {
            PresenceEvidence.Will => now >= Heard + patience.Grace && !(patience.HoldsWills && now < patience.HoldUntil),
            PresenceEvidence.Absence => now >= patience.HoldUntil,
            _ => true,
        };
    }

    private static TimeSpan Later(TimeSpan? a, TimeSpan b) => a is { } known && known > b ? known : b;
}
