using CheckIn.Settings;

namespace CheckIn.Time;

/// <summary>Reads opening hours; for one text, once.</summary>
internal sealed class HoursReader(string text)
{
    private const int MostRules = 50;
    private const int MostOfRule = 20;
    private const int Day = 24 * 60;
    private static readonly string[] Weekdays = ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"];
    private static readonly string[] Months =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    private static readonly List<(int From, int To)> Always = [(0, Day)];
    private int _at;

    internal IReadOnlyList<HoursRule> Read()
    {
        if (text.Length > OpeningHours.MaxLength)
        {
            throw new WrongTextException(
                $"opening hours have at most {OpeningHours.MaxLength} characters, not {text.Length}",
                $"giờ mở cửa dài tối đa {OpeningHours.MaxLength} ký tự, không phải {text.Length}");
        }
        var rules = new List<HoursRule>();
        do
        {
            Skip();
            // A semicolon at the end is nobody's mistake.
            if (_at == text.Length && rules.Count > 0)
                return rules;
            if (rules.Count == MostRules)
                throw Wrong("has more than 50 rules", "có hơn 50 quy tắc");
            rules.Add(ReadRule());
            Skip();
        }
        while (Take(';'));
        return _at == text.Length
            ? rules : throw Wrong("a rule ends here, and ; is missing", "hết một quy tắc, thiếu dấu ;");
    }

    private HoursRule ReadRule()
    {
        if (TakeWord("24/7"))
            return new HoursRule(HoursRule.EveryDay, false, [], Always);
        var (weekdays, isHolidays, dates) = (0, false, new List<HoursDates>());
        var start = _at;
        while (true)
        {
            if (TakeWord("PH"))
                isHolidays = true;
            else if (ReadWeekdays() is { } days)
                weekdays |= days;
            else if (ReadDates() is { } some)
                dates.Add(some);
            else if (_at == start)
                break;
            else
                throw Wrong("a day is missing", "thiếu ngày");
            if (dates.Count > MostOfRule)
                throw Wrong("has too many dates in one rule", "có quá nhiều ngày trong một quy tắc");
            Skip();
            if (!Take(','))
                break;
            Skip();
        }
        if (_at == start)
            weekdays = HoursRule.EveryDay;
        var hours = ReadHours();
        return hours is null && _at == start
            ? throw Wrong("neither a day nor a time stands here", "chỗ này không phải ngày cũng không phải giờ")
            : new HoursRule(weekdays, isHolidays, dates, hours ?? Always);
    }

    private int? ReadWeekdays()
    {
        if (ReadName(Weekdays) is not { } from)
            return null;
        if (!TakeDash())
            return 1 << from;
        var to = ReadName(Weekdays) ?? throw Wrong("a weekday is missing", "thiếu thứ trong tuần");
        var days = 0;
        for (var day = from; ; day = (day + 1) % 7)
        {
            days |= 1 << day;
            if (day == to)
                return days;
        }
    }

    private HoursDates? ReadDates()
    {
        var year = ReadYear();
        if (ReadName(Months) is not { } month)
            return year is null ? null : throw Wrong("a month is missing", "thiếu tháng");
        var day = ReadDayOfMonth(year, month + 1);
        if (!TakeDash())
            return new HoursDates(year, month + 1, day, year, month + 1, day);
        var lastYear = ReadYear();
        var lastMonth = ReadName(Months) ?? month;
        var lastDay = ReadDayOfMonth(lastYear ?? year, lastMonth + 1);
        if (year is null && lastYear is not null)
            throw Wrong("the first date has no year, and the last one has", "ngày đầu không có năm, ngày cuối lại có");
        var dates = new HoursDates(year, month + 1, day, lastYear ?? year, lastMonth + 1, lastDay);
        if (year is { } first
            && new DateOnly(dates.ToYear!.Value, lastMonth + 1, lastDay) < new DateOnly(first, month + 1, day))
            throw Wrong("the last date is before the first", "ngày cuối đứng trước ngày đầu");
        return dates;
    }

    private int? ReadYear()
    {
        Skip();
        if (_at + 4 > text.Length || !text.AsSpan(_at, 4).ContainsOnlyDigits()
            || (_at + 4 < text.Length && text[_at + 4] != ' '))
            return null;
        var year = Number(_at, 4);
        if (year is < 1970 or > 9998)
            throw Wrong($"{year} is no year", $"{year} không phải năm");
        _at += 4;
        Skip();
        return year;
    }

    private int ReadDayOfMonth(int? year, int month)
    {
        Skip();
        var digits = Digits(2);
        var day = digits == 0 ? 0 : Number(_at, digits);
        if (day < 1 || day > DateTime.DaysInMonth(year ?? 2024, month))
            throw Wrong("a day of that month is missing", "thiếu ngày hợp lệ của tháng đó");
        _at += digits;
        return day;
    }

    private List<(int From, int To)>? ReadHours()
    {
        Skip();
        if (TakeWord("off") || TakeWord("closed"))
            return [];
        var hours = new List<(int From, int To)>();
        while (Digits(2) > 0 || hours.Count > 0)
        {
            var start = _at;
            var from = ReadTime();
            if (!TakeDash())
                throw Wrong("- and the end are missing", "thiếu dấu - và giờ kết thúc");
            var to = ReadTime();
            if (from == Day || from == to)
            {
                _at = start;
                throw Wrong("these hours have no length; the whole day is 00:00-24:00",
                    "khoảng giờ này không có độ dài; cả ngày là 00:00-24:00");
            }
            if (hours.Count == MostOfRule)
                throw Wrong("has too many hours in one rule", "có quá nhiều khoảng giờ trong một quy tắc");
            hours.Add((from, to < from ? to + Day : to));
            Skip();
            if (!Take(','))
                break;
            Skip();
        }
        return hours.Count == 0 ? null : hours;
    }

    private int ReadTime()
    {
        Skip();
        var hours = Digits(2);
        if (hours == 0 || _at + hours + 3 > text.Length || text[_at + hours] != ':'
            || !text.AsSpan(_at + hours + 1, 2).ContainsOnlyDigits())
            throw Wrong("a time such as 07:30 is missing", "thiếu giờ, ví dụ 07:30");
        var (hour, minute) = (Number(_at, hours), Number(_at + hours + 1, 2));
        if (minute > 59 || hour * 60 + minute > Day)
            throw Wrong("no day has this time", "không có giờ này trong ngày");
        _at += hours + 3;
        return hour * 60 + minute;
    }

    private int? ReadName(string[] names)
    {
        Skip();
        for (var i = 0; i < names.Length; i++)
        {
            if (TakeWord(names[i]))
                return i;
        }
        return null;
    }

    private bool TakeWord(string word)
    {
        if (string.Compare(text, _at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0
            || (_at + word.Length < text.Length && char.IsLetterOrDigit(text[_at + word.Length])))
            return false;
        _at += word.Length;
        return true;
    }

    private bool TakeDash()
    {
        Skip();
        // Text processors make a longer one of it.
        if (!Take('-') && !Take('–'))
            return false;
        Skip();
        return true;
    }

    private bool Take(char sign)
    {
        if (_at == text.Length || text[_at] != sign)
            return false;
        _at++;
        return true;
    }

    private void Skip()
    {
        while (_at < text.Length && text[_at] is ' ' or '\u00a0')
            _at++;
    }

    private int Digits(int most)
    {
        var count = 0;
        while (count < most && _at + count < text.Length && char.IsAsciiDigit(text[_at + count]))
            count++;
        return count;
    }

    private int Number(int from, int length) =>
        int.Parse(text.AsSpan(from, length), System.Globalization.CultureInfo.InvariantCulture);

    private WrongTextException Wrong(string english, string vietnamese)
    {
        var rest = _at == text.Length ? "" : text[_at..Math.Min(text.Length, _at + 20)];
        return rest.Length == 0
            ? new($"at the end, {english}", $"ở cuối, {vietnamese}")
            : new($"at character {_at + 1} ('{rest}'), {english}", $"ở ký tự {_at + 1} ('{rest}'), {vietnamese}");
    }
}

file static class Spans
{
    internal static bool ContainsOnlyDigits(this ReadOnlySpan<char> span)
    {
        foreach (var letter in span)
        {
            if (!char.IsAsciiDigit(letter))
                return false;
        }
        return true;
    }
}
