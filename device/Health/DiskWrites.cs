using System.Globalization;
using CheckIn.Time;

namespace CheckIn.Gate.Health;

/// <summary>
/// How much this process wears its medium: bytes written to storage a day, as the kernel counts them for this process.
/// An SD card lives for some thousand rewrites of itself, so this figure tells its years. Hourly marks of the kernel's
/// count, for a day and a little more, are all that is kept.
/// </summary>
internal sealed class DiskWrites
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly TimeProvider _time;
    private readonly Func<long?> _written;
    private readonly Queue<(long At, long Bytes)> _marks = new();
    private long _lastMark;

    internal DiskWrites(TimeProvider time) : this(time, ReadKernel) { }

    internal DiskWrites(TimeProvider time, Func<long?> written)
    {
        (_time, _written, _lastMark) = (time, written, time.GetTimestamp());
        _marks.Enqueue((_lastMark, written() ?? 0));
    }

    /// <summary>Bytes in the last 24 hours, or since the start while that is shorter; null where nobody counts.</summary>
    internal long? LastDay()
    {
        if (_written() is not { } bytes)
            return null;
        lock (_marks)
        {
            var now = _time.GetTimestamp();
            if (_time.GetElapsedTime(_lastMark, now) >= Hour)
                _marks.Enqueue((_lastMark = now, bytes));
            while (_marks.Count > 1 && _time.GetElapsedTime(_marks.ElementAt(1).At, now) >= Day)
                _marks.Dequeue();
            var (at, before) = _marks.Peek();
            var span = _time.GetElapsedTime(at, now);
            return span <= Day ? bytes - before : (long)((bytes - before) * (Day / span));
        }
    }

    /// <summary>What this process made the kernel send to storage; null where /proc does not tell.</summary>
    private static long? ReadKernel()
    {
        const string Name = "write_bytes: ";
        try
        {
            var line = File.ReadLines("/proc/self/io").FirstOrDefault(text => text.StartsWith(Name, StringComparison.Ordinal));
            return line is null ? null : long.Parse(line.AsSpan(Name.Length), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
