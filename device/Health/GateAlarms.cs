using System.Collections.Concurrent;

namespace CheckIn.Gate.Health;

/// <summary>
/// What is wrong at this gate now, for its health; safe from any thread. An alarm stands until whoever raised it clears
/// it. The lasting account of alarms is the journal's.
/// </summary>
internal sealed class GateAlarms
{
    private readonly ConcurrentDictionary<(string Name, string Source), long> _standing = new();

    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when an alarm is raised or cleared.</summary>
    internal Task Changed => Volatile.Read(ref _changed).Task;

    /// <summary>Each standing alarm's word once.</summary>
    internal IEnumerable<string> Words => _standing.Keys.Select(alarm => alarm.Name).Distinct();

    /// <param name="name">The alarm's word, as in its event.</param>
    /// <param name="source">Who raises it: a lane, or the journal.</param>
    /// <param name="at">A time that <see cref="Clear"/> gives back.</param>
    /// <returns>False when it stands already.</returns>
    internal bool Raise(string name, string source, long at = 0) => _standing.TryAdd((name, source), at) && Tell();

    /// <returns>When it was raised; null when it did not stand.</returns>
    internal long? Clear(string name, string source) => _standing.TryRemove((name, source), out var at) && Tell() ? at : null;

    private bool Tell()
    {
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        return true;
    }
}
