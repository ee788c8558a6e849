namespace CheckIn.Time;

/// <summary>One rule of opening hours: on which days, and when.</summary>
/// <param name="Weekdays">By number, Sunday = bit 0.</param>
/// <param name="Holidays">It speaks of public holidays.</param>
/// <param name="Dates">It speaks of these.</param>
/// <param name="Hours">Minutes from midnight; the end beyond 1440 is of the next day; none = closed.</param>
internal sealed record HoursRule(
    int Weekdays, bool Holidays, IReadOnlyList<HoursDates> Dates, IReadOnlyList<(int From, int To)> Hours)
{
    internal const int EveryDay = 0b111_1111;

    /// <summary>How much it has to say of that day: 0 = nothing, 3 = it names the date.</summary>
    internal int WeightOn(DateOnly day, bool isHoliday)
    {
        foreach (var dates in Dates)
        {
            if (dates.Contains(day))
                return 3;
        }
        if (Holidays && isHoliday)
            return 2;
        return (Weekdays >> (int)day.DayOfWeek & 1) == 1 ? 1 : 0;
    }
}

/// <summary>Dates from one to another, both included; without a year they come back every year.</summary>
internal readonly record struct HoursDates(int? FromYear, int FromMonth, int FromDay, int? ToYear, int ToMonth,
    int ToDay)
{
    internal bool Contains(DateOnly day)
    {
        var (from, to) = (FromMonth * 100 + FromDay, ToMonth * 100 + ToDay);
        var at = day.Month * 100 + day.Day;
        if (FromYear is { } first && ToYear is { } last)
            return Full(day.Year, at) >= Full(first, from) && Full(day.Year, at) <= Full(last, to);
        // Across the new year it is either of the two parts.
        return from <= to ? at >= from && at <= to : at >= from || at <= to;
    }

    private static int Full(int year, int monthAndDay) => year * 10_000 + monthAndDay;
}
