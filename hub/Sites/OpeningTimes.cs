namespace CheckIn.Hub.Sites;

/// <summary>
/// Opening hours put on the calendar of a zone. Wall time that does not exist (the clock is put forward) is the moment
/// at which the clock jumps; of wall time that exists twice (it is put back), opening means the first, closing the
/// last. Hours that begin on one day belong to it, also where they end on the next.
/// </summary>
internal sealed class OpeningTimes(OpeningHours hours, TimeZoneInfo zone, Holidays holidays)
{
    private static readonly TimeSpan Margin = TimeSpan.FromDays(2);
    private Stretch? _last;

    /// <summary>When it is open between the two; in order, apart.</summary>
    internal List<(DateTimeOffset From, DateTimeOffset To)> Between(DateTimeOffset from, DateTimeOffset to) =>
        from < to ? Periods.Join(Begun(from, to), from, to) : [];

    /// <summary>Asked of thousands of gates every second: the answer is good until the hours change it.</summary>
    internal bool IsOpen(DateTimeOffset at)
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
        var last = DayOf(to);
        var day = DayOf(from);
        // Yesterday's hours may end today.
        for (day = day > DateOnly.MinValue ? day.AddDays(-1) : day; ; day = day.AddDays(1))
        {
            foreach (var (start, end) in hours.On(day, holidays.Contains(day)))
                yield return (At(day, start, isEnd: false), At(day, end, isEnd: true));
            if (day >= last)
                yield break;
        }
    }

    private DateTimeOffset At(DateOnly day, int minutes, bool isEnd)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        if (midnight > DateTime.MaxValue.AddDays(-2))
            return DateTimeOffset.MaxValue;
        var wall = midnight.AddMinutes(minutes);
        while (zone.IsInvalidTime(wall))
            wall = wall.AddMinutes(1);
        if (!zone.IsAmbiguousTime(wall))
            return Utc(wall, zone.GetUtcOffset(wall));
        var offsets = zone.GetAmbiguousTimeOffsets(wall);
        return Utc(wall, isEnd ? offsets.Min() : offsets.Max());
    }

    private static DateTimeOffset Utc(DateTime wall, TimeSpan offset) =>
        new(DateTime.SpecifyKind(wall - offset, DateTimeKind.Utc));

    private DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    private static DateTimeOffset Earlier(DateTimeOffset at, TimeSpan by) =>
        at - DateTimeOffset.MinValue > by ? at - by : DateTimeOffset.MinValue;

    private static DateTimeOffset Later(DateTimeOffset at, TimeSpan by) =>
        DateTimeOffset.MaxValue - at > by ? at + by : DateTimeOffset.MaxValue;

    private sealed record Stretch(DateTimeOffset From, DateTimeOffset To, bool IsOpen);
}
