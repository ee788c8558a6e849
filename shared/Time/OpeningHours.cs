using CheckIn.Settings;

namespace CheckIn.Time;

/// <summary>
/// Weekly hours, such as <c>Mo-Fr 07:00-11:30,13:00-17:00; Sa 07:00-11:30; PH off</c>: the part of OpenStreetMap's
/// opening_hours that a place with a gate needs. A rule is days and times: days are weekdays (<c>Mo-Fr</c>,
/// <c>Sa,Su</c>), <c>PH</c> for public holidays, or dates (<c>Dec 24</c>, <c>2026 Feb 16-2026 Feb 22</c>); none = every
/// day. Times are <c>07:00-17:00</c>, several with commas; one that ends no later than it begins ends on the next day;
/// none = the whole day; <c>off</c> = closed. <c>24/7</c> = always. A date says more than PH, PH more than a weekday,
/// whatever their order; of two that say the same, the later one holds. A day that no rule names is closed.
/// </summary>
public sealed record OpeningHours
{
    /// <summary>Longest text, in characters.</summary>
    public const int MaxLength = 500;
    private readonly IReadOnlyList<HoursRule> _rules;

    /// <exception cref="WrongTextException">It is none.</exception>
    public OpeningHours(string text) => (Text, _rules) = (text, new HoursReader(text).Read());

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <exception cref="FormatException">It is none; the message says where.</exception>
    public static OpeningHours Parse(string text) => new(text);

    public bool Equals(OpeningHours? other) => other?.Text == Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// The hours that begin on that day, in minutes from its midnight; the end may be of the next day.
    /// </summary>
    public IReadOnlyList<(int From, int To)> On(DateOnly day, bool isHoliday)
    {
        HoursRule? found = null;
        var weight = 0;
        foreach (var rule in _rules)
        {
            if (rule.WeightOn(day, isHoliday) is var its and > 0 && its >= weight)
                (found, weight) = (rule, its);
        }
        return found?.Hours ?? [];
    }
}
