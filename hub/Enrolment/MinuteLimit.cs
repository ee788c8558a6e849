namespace CheckIn.Hub.Enrolment;

/// <summary>So many a minute and no more, by a clock that does not jump.</summary>
internal sealed class MinuteLimit(int most, TimeProvider time)
{
    private readonly Queue<long> _taken = new(); // most at most
    private readonly Lock _lock = new();

    internal bool TryTake()
    {
        lock (_lock)
        {
            while (_taken.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= TimeSpan.FromMinutes(1))
                _taken.Dequeue();
            if (_taken.Count >= most)
                return false;
            _taken.Enqueue(time.GetTimestamp());
            return true;
        }
    }
}
