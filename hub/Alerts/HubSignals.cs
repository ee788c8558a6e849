using System.Collections.Concurrent;

namespace CheckIn.Hub.Alerts;

/// <summary>
/// What other rooms find of the hub itself, for the alerts' desk to take up at its next beat. Of each kind what was said
/// last counts; of what nobody has spoken yet since the start, what stood when the hub ended goes on standing.
/// </summary>
internal sealed class HubSignals
{
    private readonly ConcurrentDictionary<string, HubSignal> _latest = new(StringComparer.Ordinal);

    /// <summary>It is so. Said again while it stands, its figures are brought up to date.</summary>
    /// <param name="kind">One of <see cref="AlertKinds"/>.</param>
    /// <param name="since">Since when, as far as the room knows.</param>
    /// <param name="detail">By the names of <see cref="AlertDetails"/>.</param>
    internal void Raise(string kind, DateTimeOffset since, IReadOnlyDictionary<string, string> detail) =>
        _latest[kind] = new(true, since, detail);

    /// <summary>It is not so, or no longer.</summary>
    internal void Clear(string kind) => _latest[kind] = new(false, default, new Dictionary<string, string>());

    /// <summary>All that was said.</summary>
    internal IEnumerable<KeyValuePair<string, HubSignal>> Latest => _latest;
}

/// <summary>Whether something is so.</summary>
internal sealed record HubSignal(bool IsTrue, DateTimeOffset Since, IReadOnlyDictionary<string, string> Detail);
