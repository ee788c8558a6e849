namespace CheckIn.Hub.Fleet.Offline;

/// <summary>
/// Whether most of the fleet goes at one moment: at least half of the gates that were there, and five, within half a
/// minute. Losses are counted in buckets of ten seconds of when they began, so that a storm of the whole fleet costs as
/// much for each gate as a single loss. A silent gate was last heard up to a period of its health before it went, so
/// for silence the window is that much wider.
/// </summary>
internal sealed class LossWindow
{
    private const int Fewest = 5;
    private const long BucketTicks = 10 * TimeSpan.TicksPerSecond;
    private const int Narrow = 3;
    private const int Wide = 9;
    private const int Kept = 90;
    private readonly SortedDictionary<long, Bucket> _buckets = [];

    /// <summary>A gate went.</summary>
    /// <param name="gate">Which.</param>
    /// <param name="at">When, monotonic.</param>
    /// <param name="isSilence">It was told by silence.</param>
    /// <param name="up">How many are left.</param>
    /// <returns>Those that went with most of the fleet and were not returned before.</returns>
    internal IReadOnlyList<string> Add(string gate, TimeSpan at, bool isSilence, int up)
    {
        var number = at.Ticks / BucketTicks;
        if (!_buckets.TryGetValue(number, out var bucket))
        {
            _buckets[number] = bucket = new Bucket();
            Forget(number - Kept);
        }
        bucket.Count++;
        bucket.Untold.Add(gate);
        var width = isSilence ? Wide : Narrow;
        for (var first = number - width + 1; first <= number; first++)
        {
            var count = 0;
            for (var i = first; i < first + width; i++)
                count += _buckets.GetValueOrDefault(i)?.Count ?? 0;
            if (count >= Fewest && count * 2 >= up + count)
                return Take(first, width);
        }
        return [];
    }

    private string[] Take(long first, int width)
    {
        var gone = new List<string>();
        for (var i = first; i < first + width; i++)
        {
            if (_buckets.GetValueOrDefault(i) is not { Untold.Count: > 0 } bucket)
                continue;
            gone.AddRange(bucket.Untold);
            bucket.Untold.Clear();
        }
        return [.. gone];
    }

    private void Forget(long before)
    {
        while (_buckets.Count > 0 && _buckets.First() is var (oldest, _) && oldest < before)
            _buckets.Remove(oldest);
    }

    private sealed class Bucket
    {
        internal int Count { get; set; }
        internal List<string> Untold { get; } = [];
    }
}
