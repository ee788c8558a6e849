namespace CheckIn.Gate.Journal;

/// <summary>
/// What waits for the writer thread, at most <see cref="Capacity"/> of it; whoever comes then waits for room. A
/// channel's reader is a task, and a thread that blocks on one pays for two hand-overs; this queue wakes the writer
/// with one.
/// </summary>
#pragma warning disable CA1001 // A SemaphoreSlim holds nothing to dispose unless its wait handle is asked for.
internal sealed class JournalQueue
#pragma warning restore CA1001
{
    internal const int Capacity = 1024;

    private readonly object _sync = new();
    private readonly Queue<JournalWork> _waiting = new(Capacity);
    private readonly SemaphoreSlim _room = new(Capacity, Capacity);
    private bool _closed;
    private JournalException? _refusal;

    /// <summary>Puts work into the queue.</summary>
    /// <exception cref="JournalException">The journal is closed, or takes nothing at present.</exception>
    internal ValueTask AddAsync(JournalWork work)
    {
        if (!_room.Wait(0))
            return AddWhenThereIsRoomAsync(work);
        Put(work);
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes what waits, up to <paramref name="most"/>; waits for it if need be.</summary>
    /// <param name="into">Filled; empty when nothing came in <paramref name="patience"/>.</param>
    /// <param name="most">Most to take at once.</param>
    /// <param name="patience">Longest wait; <see cref="Timeout.InfiniteTimeSpan"/> without end.</param>
    /// <returns>False when the queue is closed and empty.</returns>
    internal bool Take(List<JournalWork> into, int most, TimeSpan patience)
    {
        into.Clear();
        lock (_sync)
        {
            while (_waiting.Count == 0)
            {
                if (_closed)
                    return false;
                if (!Monitor.Wait(_sync, patience))
                    return true;
            }
            while (into.Count < most && _waiting.TryDequeue(out var work))
                into.Add(work);
        }
        _room.Release(into.Count);
        return true;
    }

    /// <summary>Until <see cref="Accept"/> nothing is taken: what waits and what comes fails at once.</summary>
    internal void Refuse(JournalException why)
    {
        var refused = new List<JournalWork>();
        lock (_sync)
        {
            _refusal = why;
            while (_waiting.TryDequeue(out var work))
                refused.Add(work);
        }
        foreach (var work in refused)
            work.TrySetException(why);
        if (refused.Count > 0)
            _room.Release(refused.Count);
    }

    internal void Accept()
    {
        lock (_sync)
            _refusal = null;
    }

    /// <summary>Waits for <see cref="Close"/>; true when it came.</summary>
    internal bool WaitForClose(TimeSpan patience)
    {
        lock (_sync)
            return _closed || (Monitor.Wait(_sync, patience) && _closed);
    }

    /// <summary>Takes no more work; what waits is still done.</summary>
    internal void Close()
    {
        lock (_sync)
        {
            _closed = true;
            Monitor.PulseAll(_sync);
        }
    }

    private async ValueTask AddWhenThereIsRoomAsync(JournalWork work)
    {
        await _room.WaitAsync().ConfigureAwait(false);
        Put(work);
    }

    private void Put(JournalWork work)
    {
        JournalException? refusal;
        lock (_sync)
        {
            refusal = _refusal;
            if (!_closed && refusal is null)
            {
                _waiting.Enqueue(work);
                Monitor.Pulse(_sync);
                return;
            }
        }
        _room.Release();
        throw refusal ?? new JournalException("The journal is closed, because the gate is stopping. Nothing was recorded; "
            + "the next start continues behind the last recorded event.");
    }
}
