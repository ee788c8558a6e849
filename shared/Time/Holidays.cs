using System.Collections.Frozen;
using System.Globalization;

namespace CheckIn.Time;

/// <summary>
/// The days that <c>PH</c> means in opening hours. Those that the Labour Code fixes by the solar calendar are always
/// among them: 1 January, 30 April, 1 May, 2 September. Tết, the Hùng Kings' day and the second day of the National Day
/// are announced each year; they are named in the settings.
/// </summary>
public sealed class Holidays
{
    private static readonly (int Month, int Day)[] Fixed = [(1, 1), (4, 30), (5, 1), (9, 2)];
    private readonly FrozenSet<DateOnly> _days;

    /// <param name="days">Beside the fixed ones.</param>
    public Holidays(IEnumerable<DateOnly> days) => _days = days.ToFrozenSet();

    /// <summary>Only the fixed ones.</summary>
    public static Holidays FixedOnly { get; } = new([]);

    public bool Contains(DateOnly day) =>
        _days.Contains(day) || Array.IndexOf(Fixed, (day.Month, day.Day)) >= 0;

    /// <exception cref="FormatException">One is no ISO date; the message names it.</exception>
    public static Holidays Parse(IEnumerable<string> days) => new(days.Select(static text =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : throw new FormatException($"'{text}' is not a date such as 2026-02-17")));
}
