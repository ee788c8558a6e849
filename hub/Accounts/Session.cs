using CheckIn.Hub.Audit;

namespace CheckIn.Hub.Accounts;

/// <summary>How far somebody has come with signing in.</summary>
public enum SessionStage
{
    /// <summary>The password was right; the second factor is still to come. May nothing.</summary>
    FactorWanted,
    /// <summary>He must have a second factor and has none: may set one up, and nothing else.</summary>
    FactorMissing,
    /// <summary>Signed in.</summary>
    Full,
}

/// <summary>
/// A browser on which somebody has signed in, or is about to. Of its id only the hash is known here; the id is in the
/// browser's cookie. Ends when it was not used for a while, after its longest time, or at once when it is ended:
/// <see cref="Ended"/> says so to what still runs for it.
/// </summary>
#pragma warning disable CA1001 // without a timer, and its wait handle never asked for, the source holds nothing
public sealed class Session
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _ended = new();
    private long _lastUsed, _proven;

    internal Session(long number, string hash, long? person, SessionStage stage, DateTimeOffset at, long timestamp)
    {
        (Number, Hash, Person, Stage, StartedAt) = (number, hash, person, stage, at);
        (Began, _lastUsed, _proven) = (timestamp, timestamp, timestamp);
    }

    /// <summary>By which it is listed and ended; no secret.</summary>
    public long Number { get; }

    /// <summary>Id of whose it is; null = the operator of the hub's machine (<c>checkin-hub open</c>).</summary>
    public long? Person { get; }

    public SessionStage Stage { get; }

    public DateTimeOffset StartedAt { get; }

    /// <summary>Address it was begun from.</summary>
    public string? From { get; init; }

    /// <summary>What the browser called itself then, as far as it is kept.</summary>
    public string? Browser { get; init; }

    /// <summary>Cancelled once it has ended, by whatever.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>What is being set up in it and not confirmed yet.</summary>
    internal byte[]? TotpOffer { get; set; }

    internal string Hash { get; }

    /// <summary>Of the monotonic clock.</summary>
    internal long Began { get; }

    internal long LastUsed
    {
        get => Volatile.Read(ref _lastUsed);
        set => Volatile.Write(ref _lastUsed, value);
    }

    /// <summary>When somebody last proved in it who he is.</summary>
    internal long Proven
    {
        get => Volatile.Read(ref _proven);
        set => Volatile.Write(ref _proven, value);
    }

    /// <summary>The session of this request, at whatever stage; null = none.</summary>
    public static Session? Of(HttpContext http) => http.Features.Get<Session>();

    internal void End() => _ended.Cancel();

    /// <summary>Who acts in it.</summary>
    internal static Actor ActorOf(Person person, string? from) => new("person:" + person.Name, from);
}

/// <summary>A session for a list.</summary>
/// <param name="IsThis">It is the one that asks.</param>
public sealed record SessionSight(
    long Number, DateTimeOffset StartedAt, DateTimeOffset LastUsedAt, string? From, string? Browser, bool IsThis);
