namespace CheckIn.Time;

/// <summary>Stretches of time as lists in order and apart: each begins with From and ends before To.</summary>
public static class Periods
{
    /// <summary>What lies within the two; what touches or overlaps becomes one.</summary>
    public static List<(DateTimeOffset From, DateTimeOffset To)> Join(
        IEnumerable<(DateTimeOffset From, DateTimeOffset To)> periods, DateTimeOffset from, DateTimeOffset to)
    {
        var joined = new List<(DateTimeOffset From, DateTimeOffset To)>();
        foreach (var period in periods.OrderBy(static period => period.From))
        {
            var start = period.From > from ? period.From : from;
            var end = period.To < to ? period.To : to;
            if (start >= end)
                continue;
            if (joined.Count > 0 && start <= joined[^1].To)
                joined[^1] = (joined[^1].From, joined[^1].To > end ? joined[^1].To : end);
            else
                joined.Add((start, end));
        }
        return joined;
    }

    /// <summary>What is left of <paramref name="periods"/>; both lists in order and apart.</summary>
    public static List<(DateTimeOffset From, DateTimeOffset To)> Without(
        IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> periods,
        IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> taken)
    {
        var left = new List<(DateTimeOffset From, DateTimeOffset To)>();
        foreach (var period in periods)
        {
            var start = period.From;
            foreach (var (from, to) in taken)
            {
                if (to <= start || from >= period.To)
                    continue;
                if (from > start)
                    left.Add((start, from));
                start = to;
            }
            if (start < period.To)
                left.Add((start, period.To));
        }
        return left;
    }
}
