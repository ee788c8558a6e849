using CheckIn.Contract;

namespace CheckIn.Hub.Fleet;

/// <summary>What the hub knows of a gate from live evidence.</summary>
public enum PresenceState { NeverSeen, Init, Ready, Degraded, Stopped, Lost, Revoked }

/// <summary>A piece of live evidence; replayed history is none.</summary>
public abstract record PresenceSignal
{
    /// <summary>The gate's birth on a new connection, or its repair.</summary>
    public sealed record Birth(long Session, bool Degraded) : PresenceSignal;
    /// <summary>The will of a connection: it ended without a word.</summary>
    public sealed record Will(long Session) : PresenceSignal;
    /// <summary>The gate's own farewell.</summary>
    public sealed record Farewell(long Session) : PresenceSignal;
    /// <summary>Health, sent now over a live connection.</summary>
    public sealed record Life(long Session) : PresenceSignal;
    /// <summary>Time has passed.</summary>
    public sealed record Tick : PresenceSignal;
}

/// <summary>
/// A gate's presence as a pure state machine. A will counts only if it is of the current session, and only when the
/// grace has passed without a new birth; a clean stop is not a loss; silence beyond the limit is one even if the
/// connection pretends to stand. Times are monotonic, in ticks of TimeSpan.
/// </summary>
/// <param name="State">The state shown.</param>
/// <param name="Session">The session that evidence must belong to.</param>
/// <param name="LostAt">When the gate will be lost unless it speaks; null while nothing threatens.</param>
public readonly record struct Presence(PresenceState State, long Session, TimeSpan? LostAt)
{
    /// <summary>The next state.</summary>
    /// <param name="signal">What was heard.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="grace">How long a broken connection may take to come back.</param>
    /// <param name="silence">How long a connected gate may say nothing.</param>
    public Presence Step(PresenceSignal signal, TimeSpan now, TimeSpan grace, TimeSpan silence) => signal switch
    {
        PresenceSignal.Birth birth =>
            new(birth.Degraded ? PresenceState.Degraded : PresenceState.Ready, birth.Session, now + silence),
        PresenceSignal.Will will when will.Session == Session && IsUp =>
            this with { LostAt = Earlier(LostAt, now + grace) },
        PresenceSignal.Farewell farewell when farewell.Session == Session => new(PresenceState.Stopped, Session, null),
        PresenceSignal.Life life when life.Session == Session && State is not PresenceState.Stopped =>
            new(State == PresenceState.Degraded ? State : PresenceState.Ready, Session, now + silence),
        PresenceSignal.Tick when LostAt <= now => new(PresenceState.Lost, Session, null),
        _ => this,
    };

    private bool IsUp => State is PresenceState.Ready or PresenceState.Degraded;

    private static TimeSpan Earlier(TimeSpan? a, TimeSpan b) => a is { } known && known < b ? known : b;
}
