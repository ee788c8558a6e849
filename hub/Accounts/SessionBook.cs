using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Accounts;

/// <summary>
/// Who is signed in where. In memory alone, each by the hash of its id: so no copy of the database, and none that was
/// put back, can bring one to life again that was ended, and a request costs no disk. A restart of the hub ends them
/// all. Durations are taken from a clock that does not jump.
/// </summary>
internal sealed class SessionBook(IOptions<AccountsOptions> options, TimeProvider time)
{
    /// <summary>Of one person; the oldest goes when another begins.</summary>
    internal const int MostOfOne = 20;
    private const int IdBytes = 32;
    /// <summary>Who has not come with his second factor by then begins anew.</summary>
    private static readonly TimeSpan LongestPending = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _beginning = new();
    private long _last;

    /// <summary>The session of that id, used now; null = there is none, or no more.</summary>
    public Session? Find(string? id)
    {
        if (id is null || id.Length > IdBytes * 2 || !_sessions.TryGetValue(HashOf(id), out var session))
            return null;
        if (IsOver(session))
        {
            End(session);
            return null;
        }
        session.LastUsed = time.GetTimestamp();
        return session;
    }

    /// <summary>Whether somebody proved in it lately who he is; the machine's operator did by opening it.</summary>
    public bool IsFresh(Session session) =>
        session.Person is null || time.GetElapsedTime(session.Proven) <= options.Value.FreshProof;

    /// <summary>Somebody's, the newest first.</summary>
    /// <param name="asking">The one that asks, if any.</param>
    public IReadOnlyList<SessionSight> Of(long person, Session? asking = null) =>
    [
        .. _sessions.Values
            .Where(session => session.Person == person && session.Stage == SessionStage.Full && !IsOver(session))
            .OrderByDescending(static session => session.Number)
            .Select(session => new SessionSight(
                session.Number, session.StartedAt,
                session.StartedAt + time.GetElapsedTime(session.Began, session.LastUsed), session.From,
                session.Browser, session == asking)),
    ];

    internal int Count => _sessions.Count;

    internal (Session Session, string Id) Begin(long? person, SessionStage stage, Origin origin)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var session = new Session(
            Interlocked.Increment(ref _last), HashOf(id), person, stage, time.GetUtcNow(), time.GetTimestamp())
        {
            From = origin.Address,
            Browser = origin.Browser,
        };
        lock (_beginning)
        {
            var others = _sessions.Values.Where(other => other.Person == person)
                .OrderBy(static other => other.Number).ToList();
            foreach (var oldest in others.Take(others.Count - MostOfOne + 1))
                End(oldest);
            _sessions[session.Hash] = session;
        }
        return (session, id);
    }

    internal void Prove(Session session) => session.Proven = time.GetTimestamp();

    internal Session? FindByNumber(long person, long number) =>
        _sessions.Values.FirstOrDefault(session => session.Person == person && session.Number == number);

    internal void End(Session session)
    {
        if (_sessions.TryRemove(session.Hash, out var ended))
            ended.End();
    }

    /// <summary>All of somebody's, but for one.</summary>
    internal void EndAll(long person, Session? except = null)
    {
        foreach (var session in _sessions.Values.Where(session => session.Person == person && session != except))
            End(session);
    }

    /// <summary>Ends those whose time has come, so that what still runs for them hears of it.</summary>
    internal void Sweep()
    {
        foreach (var session in _sessions.Values.Where(IsOver))
            End(session);
    }

    private bool IsOver(Session session) =>
        time.GetElapsedTime(session.LastUsed) > options.Value.SessionIdle
        || time.GetElapsedTime(session.Began)
            > (session.Stage == SessionStage.Full ? options.Value.SessionLongest : LongestPending);

    private static string HashOf(string id) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
