using System.Collections.Concurrent;

namespace CheckIn.Gate.Supervision;

/// <summary>
/// Which of the gate's loops go on. Each loop registers with the longest time it may be silent while it has something to
/// do, and beats; the service manager's watchdog is fed only while none has fallen silent, so that a gate which hangs in any
/// one place is started afresh. A loop that waits for something that may never come (a code, a hub) rests meanwhile, or
/// wakes often enough to beat. Safe from any thread.
/// </summary>
internal sealed class Liveness(TimeProvider time)
{
    private readonly ConcurrentDictionary<LoopBeat, bool> _loops = new();

    /// <summary>A loop begins; disposing the result ends it.</summary>
    /// <param name="name">For the log, such as <c>scanner vao</c>.</param>
    /// <param name="mostSilence">Longest time between two beats.</param>
    internal LoopBeat Watch(string name, TimeSpan mostSilence)
    {
        var loop = new LoopBeat(name, mostSilence, time, beat => _loops.TryRemove(beat, out _));
        _loops[loop] = true;
        return loop;
    }

    /// <summary>Names of the loops that have fallen silent; empty = every loop goes on.</summary>
    internal IReadOnlyList<string> Silent() =>
        [.. _loops.Keys.Where(loop => loop.IsSilent).Select(loop => loop.Name).Order(StringComparer.Ordinal)];
}

/// <summary>One loop's beat.</summary>
internal sealed class LoopBeat : IDisposable
{
    private const long Resting = long.MinValue;
    private readonly TimeProvider _time;
    private readonly Action<LoopBeat> _end;
    private readonly TimeSpan _mostSilence;
    private long _lastBeat;

    internal LoopBeat(string name, TimeSpan mostSilence, TimeProvider time, Action<LoopBeat> end)
    {
        (Name, _mostSilence, _time, _end) = (name, mostSilence, time, end);
        Beat();
    }

    internal string Name { get; }

    internal bool IsSilent =>
        Interlocked.Read(ref _lastBeat) is var last && last != Resting && _time.GetElapsedTime(last) > _mostSilence;

    /// <summary>The loop goes on.</summary>
    internal void Beat() => Interlocked.Exchange(ref _lastBeat, _time.GetTimestamp());

    /// <summary>The loop waits for something that may take for ever; it is not watched until its next beat.</summary>
    internal void Rest() => Interlocked.Exchange(ref _lastBeat, Resting);

    public void Dispose() => _end(this);
}
