using System.Collections.Concurrent;

namespace CheckIn.Gate.Health;

/// <summary>
/// What is wrong at this gate now, for its health; safe from any thread. An alarm stands until whoever raised it clears
/// it. The lasting account of alarms is the journal's.
/// </summary>
internal sealed class GateAlarms
{
    private readonly ConcurrentDictionary<(string Name, string Source), bool> _standing = new();

    /// <summary>Each standing alarm's word once.</summary>
    internal IEnumerable<string> Words => _standing.Keys.Select(alarm => alarm.Name).Distinct();

    /// <param name="name">The alarm's word, as in its event.</param>
    /// <param name="source">Who raises it: a lane, or the journal.</param>
    internal void Raise(string name, string source) => _standing[(name, source)] = true;

    internal void Clear(string name, string source) => _standing.TryRemove((name, source), out _);
}
