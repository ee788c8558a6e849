using CheckIn.Time;

namespace CheckIn.Rules;

/// <summary>
/// Days of rules, which begin at a time of the day that is set. Where the clock is put forward over it, the day begins at
/// the jump; where that time comes twice, with the first. Safe from any thread.
/// </summary>
internal sealed class RuleDay(ZoneCalendar calendar, int beginsAtMinute)
{
    private Known? _last;

    /// <summary>Number of the day that it is, counted from 1 January of year 1. Allocates once a day.</summary>
    internal int NumberOf(DateTimeOffset at)
    {
        if (Volatile.Read(ref _last) is not { } known || at < known.From || at >= known.To)
            Volatile.Write(ref _last, known = Around(at));
        return known.Number;
    }

    /// <summary>When the day began in which this lies.</summary>
    internal DateTimeOffset BeginOf(DateTimeOffset at) => Around(at).From;

    private Known Around(DateTimeOffset at)
    {
        var day = calendar.DayOf(at);
        if (day > DateOnly.MinValue && at < Begin(day))
            day = day.AddDays(-1);
        return new Known(Begin(day), day < DateOnly.MaxValue ? Begin(day.AddDays(1)) : DateTimeOffset.MaxValue, day.DayNumber);
    }

    private DateTimeOffset Begin(DateOnly day) => calendar.At(day, beginsAtMinute, isEnd: false);

    private sealed record Known(DateTimeOffset From, DateTimeOffset To, int Number);
}
