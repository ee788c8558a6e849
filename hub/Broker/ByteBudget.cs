namespace CheckIn.Hub.Broker;

/// <summary>
/// The bytes that all connections together may be receiving: reserved before a packet's body is read, in the order of
/// asking, so that a large packet is not overtaken for ever by small ones.
/// </summary>
internal sealed class ByteBudget
{
    private readonly long _total;
    private readonly Lock _lock = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Granted)> _waiting = new();
    private long _free;
    private long _waits;

    public ByteBudget(long total) => _total = _free = total;

    public long Reserved
    {
        get
        {
            lock (_lock)
                return _total - _free;
        }
    }

    /// <summary>How often somebody had to wait.</summary>
    public long Waits => Volatile.Read(ref _waits);

    /// <summary>Whether somebody waits for bytes.</summary>
    public bool IsShort
    {
        get
        {
            lock (_lock)
                return _waiting.Count > 0;
        }
    }

    /// <summary>Completes when the bytes, no more than the total, are the caller's.</summary>
    public ValueTask ReserveAsync(long bytes)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 && bytes <= _free)
            {
                _free -= bytes;
                return ValueTask.CompletedTask;
            }
            var granted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits++;
            _waiting.Enqueue((bytes, granted));
            return new ValueTask(granted.Task);
        }
    }

    public void Release(long bytes)
    {
        lock (_lock)
        {
            _free += bytes;
            while (_waiting.TryPeek(out var next) && next.Bytes <= _free)
            {
                _waiting.Dequeue();
                _free -= next.Bytes;
                next.Granted.SetResult();
            }
        }
    }
}
