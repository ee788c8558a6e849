namespace CheckIn.Gate.Journal;

/// <summary>Tells waiters of the next commit. Nothing is allocated for a commit that nobody waits for.</summary>
internal sealed class JournalSignal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _next;
    private bool _closed;

    /// <summary>Completes at the next <see cref="Raise"/>.</summary>
    internal Task Next()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(GateJournal));
            return (_next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    internal void Raise() => Exchange(closed: false)?.TrySetResult();

    /// <summary>Ends every wait.</summary>
    internal void Close() =>
        Exchange(closed: true)?.TrySetException(new ObjectDisposedException(nameof(GateJournal)));

    private TaskCompletionSource? Exchange(bool closed)
    {
        lock (_lock)
        {
            var next = _next;
            _next = null;
            _closed |= closed;
            return next;
        }
    }
}
