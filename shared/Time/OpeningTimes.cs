namespace CheckIn.Time;

/// <summary>
/// Opening hours put on the calendar of a zone (<see cref="ZoneCalendar"/>): of wall time that exists twice, opening means
/// the first, closing the last. Hours that begin on one day belong to it, also where they end on the next. Safe from any
/// thread.
/// </summary>
public sealed class OpeningTimes(OpeningHours hours, TimeZoneInfo zone, Holidays holidays)
{
    private static readonly TimeSpan Margin = TimeSpan.FromDays(2);
    private readonly ZoneCalendar _calendar = new(zone);
    private Stretch? _last;

    /// <summary>When it is open between the two; in order, apart.</summary>
    public List<(DateTimeOffset From, DateTimeOffset To)> Between(DateTimeOffset from, DateTimeOffset to) =>
        from < to ? Periods.Join(Begun(from, to), from, to) : [];

    /// <summary>Asked of thousands of gates every second: the answer is good until the hours change it.</summary>
    public bool IsOpen(DateTimeOffset at)
    {
        if (Volatile.Read(ref _last) is not { } stretch || at < stretch.From || at >= stretch.To)
            Volatile.Write(ref _last, stretch = Around(at));
        return stretch.IsOpen;
    }

    private Stretch Around(DateTimeOffset at)
    {
        var (from, to) = (Earlier(at, Margin), Later(at, Margin));
        foreach (var open in Between(from, to))
        {
            if (at < open.From)
                return new Stretch(from, open.From, false);
            if (at < open.To)
                return new Stretch(open.From, open.To, true);
            from = open.To;
        }
        return new Stretch(from, to, false);
    }

    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Begun(DateTimeOffset from, DateTimeOffset to)
    {
        var last = _calendar.DayOf(to);
        var day = _calendar.DayOf(from);
        // Yesterday's hours may end today.
        for (day = day > DateOnly.MinValue ? day.AddDays(-1) : day; ; day = day.AddDays(1))
        {
            foreach (var (start, end) in hours.On(day, holidays.Contains(day)))
                yield return (_calendar.At(day, start, isEnd: false), _calendar.At(day, end, isEnd: true));
            if (day >= last)
                yield break;
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset at, TimeSpan by) =>
        at - DateTimeOffset.MinValue > by ? at - by : DateTimeOffset.MinValue;

    private static DateTimeOffset Later(DateTimeOffset at, TimeSpan by) =>
        DateTimeOffset.MaxValue - at > by ? at + by : DateTimeOffset.MaxValue;

    private sealed record Stretch(DateTimeOffset From, DateTimeOffset To, bool IsOpen);
}
