using System.Security.Cryptography;

namespace CheckIn.Hub.Web.Passkeys;

/// <summary>
/// What the hub has asked browsers and not heard of yet: kept here and not in the browser, good once and for five
/// minutes, so that an answer that was seen cannot be given again. Bounded: when there are too many, the oldest goes.
/// </summary>
internal sealed class Ceremonies(TimeProvider time)
{
    internal const int Most = 2000;
    internal static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Open> _open = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <param name="state">What the framework wants back with the answer.</param>
    /// <param name="owner">The session that asked; null = nobody has signed in there yet.</param>
    /// <returns>By which it is taken.</returns>
    internal string Begin(string? state, long? owner)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        lock (_lock)
        {
            while (_order.TryPeek(out var oldest)
                && (_open.Count >= Most || !_open.TryGetValue(oldest, out var open) || IsOver(open)))
            {
                _open.Remove(_order.Dequeue());
            }
            _open[id] = new(state, owner, time.GetTimestamp());
            _order.Enqueue(id);
        }
        return id;
    }

    /// <summary>
    /// Whether there is one of that id, of that session, and it is not too late; it is taken either way.
    /// </summary>
    internal bool TryTake(string? id, long? owner, out string? state)
    {
        lock (_lock)
        {
            var isThere = _open.Remove(id ?? "", out var open) && open.Owner == owner && !IsOver(open);
            state = isThere ? open!.State : null;
            return isThere;
        }
    }

    private bool IsOver(Open open) => time.GetElapsedTime(open.At) > Lifetime;

    private sealed record Open(string? State, long? Owner, long At);
}
