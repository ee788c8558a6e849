namespace CheckIn.Hub.Metrics;

/// <summary>Figures that cost something to put together: made when somebody asks, and good for a while.</summary>
/// <param name="make">Puts them together.</param>
/// <param name="fresh">For how long they are good.</param>
internal sealed class Recent<T>(Func<T> make, TimeSpan fresh, TimeProvider time)
{
    private readonly Lock _making = new();
    private T _last = default!;
    private bool _isMade;
    private long _at;

    internal T Now()
    {
        lock (_making)
        {
            if (!_isMade || time.GetElapsedTime(_at) >= fresh)
                (_last, _at, _isMade) = (make(), time.GetTimestamp(), true);
            return _last;
        }
    }
}
