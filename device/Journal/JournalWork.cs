namespace CheckIn.Gate.Journal;

/// <summary>
/// One thing that waits for the writer thread. It is also the promise to whoever waits: continuations run on the
/// thread pool, because a caller's code on the writer thread would hold up every other lane.
/// </summary>
internal sealed class JournalWork(
    Func<JournalTransaction, long> apply, bool isMaintenance = false, bool needsNoWrite = false, bool isEvent = false)
    : TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private long _result;
    private Exception? _refusal;

    /// <summary>Maintenance gets a transaction of its own, after the appends that wait with it.</summary>
    internal bool IsMaintenance { get; } = isMaintenance;

    /// <summary>An event that somebody waits to see recorded.</summary>
    internal bool IsEvent { get; } = isEvent;

    /// <summary>A delivered mark: alone it moves in memory, and reaches the file with the next write.</summary>
    internal bool NeedsNoWrite { get; } = needsNoWrite;

    /// <summary>
    /// Does the work within the open transaction. A refused argument, or a decision without room, concerns this work alone.
    /// </summary>
    internal void Apply(JournalTransaction transaction)
    {
        _refusal = null;
        try
        {
            _result = apply(transaction);
        }
        catch (Exception e) when (e is ArgumentException or JournalException { Trouble: JournalTrouble.Full })
        {
            _refusal = e;
        }
    }

    /// <summary>After the commit.</summary>
    internal void Complete()
    {
        if (_refusal is { } refusal)
            TrySetException(refusal);
        else
            TrySetResult(_result);
    }
}
