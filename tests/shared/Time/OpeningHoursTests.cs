using CheckIn.Settings;
using CheckIn.Time;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Shared.Tests.Time;

/// <summary>2026-11-02 is a Monday.</summary>
public sealed class OpeningHoursTests
{
    private static readonly DateOnly Monday = new(2026, 11, 2);
    private static readonly TimeZoneInfo Hanoi = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("Mo-Fr 07:00-11:30,13:00-17:00; Sa 07:00-11:30; PH off",
        "7:00-11:30 13:00-17:00|7:00-11:30 13:00-17:00|"
        + "7:00-11:30 13:00-17:00|7:00-11:30 13:00-17:00|7:00-11:30 13:00-17:00|7:00-11:30|")]
    [InlineData("24/7", "0:00-24:00|0:00-24:00|0:00-24:00|0:00-24:00|0:00-24:00|0:00-24:00|0:00-24:00")]
    [InlineData("06:00-22:00", "6:00-22:00|6:00-22:00|6:00-22:00|6:00-22:00|6:00-22:00|6:00-22:00|6:00-22:00")]
    [InlineData("Fr-Mo 22:00-02:00", "22:00-26:00||||22:00-26:00|22:00-26:00|22:00-26:00")]
    [InlineData("Mo,We , Fr", "0:00-24:00||0:00-24:00||0:00-24:00||")]
    [InlineData("mo-su 8:00–12:00; we OFF;", "8:00-12:00|8:00-12:00||8:00-12:00|8:00-12:00|8:00-12:00|8:00-12:00")]
    [InlineData("Mo 08:00-09:00; Mo 10:00-11:00", "10:00-11:00||||||")]
    [InlineData("Nov 3-4 10:00-12:00; Mo-Su 07:00-08:00; 2026 Nov 5 off",
        "7:00-8:00|10:00-12:00|10:00-12:00||7:00-8:00|7:00-8:00|7:00-8:00")]
    [InlineData("Oct 30-Nov 2 off; 07:00-08:00; 2025 Nov 3 off",
        "|7:00-8:00|7:00-8:00|7:00-8:00|7:00-8:00|7:00-8:00|7:00-8:00")]
    [InlineData("Mo-Fr 23:30-24:00", "23:30-24:00|23:30-24:00|23:30-24:00|23:30-24:00|23:30-24:00||")]
    public void Hours_of_a_week_are_read(string text, string week)
    {
        var hours = OpeningHours.Parse(text);
        Assert.Equal(week, string.Join('|', Enumerable.Range(0, 7).Select(day => Written(hours, Monday.AddDays(day)))));
    }

    [Fact]
    public void A_date_says_more_than_a_holiday_and_a_holiday_more_than_a_weekday_whatever_their_order()
    {
        var hours = OpeningHours.Parse("PH off; 2026 Sep 2 08:00-10:00; Mo-Su 07:00-17:00; May 1 09:00-10:00");
        Assert.Equal("8:00-10:00", Written(hours, new DateOnly(2026, 9, 2)));
        Assert.Equal("", Written(hours, new DateOnly(2027, 9, 2)));
        Assert.Equal("9:00-10:00", Written(hours, new DateOnly(2031, 5, 1)));
        Assert.Equal("7:00-17:00", Written(hours, new DateOnly(2026, 5, 2)));
    }

    [Fact]
    public void Dates_across_the_new_year_come_back_every_year_and_dates_with_a_year_do_not()
    {
        var hours = OpeningHours.Parse("06:00-07:00; Dec 30-Jan 2 off; 2026 Feb 16-2026 Mar 1 off");
        foreach (var (day, written) in new[] { (new DateOnly(2026, 12, 29), "6:00-7:00"), (new(2026, 12, 30), ""),
            (new(2030, 1, 2), ""), (new(2030, 1, 3), "6:00-7:00"), (new(2026, 2, 15), "6:00-7:00"),
            (new(2026, 2, 28), ""), (new(2027, 2, 28), "6:00-7:00") })
            Assert.Equal(written, Written(hours, day));
    }

    [Theory]
    [InlineData("", "at the end, neither a day nor a time stands here")]
    [InlineData("Mo-Fr 07:00", "at the end, - and the end are missing")]
    [InlineData("Mo-Fr 7-17", "at character 7 ('7-17'), a time such as 07:30 is missing")]
    [InlineData("Mo-Fr 07:00-25:00", "at character 13 ('25:00'), no day has this time")]
    [InlineData("Mo-Fr 07:00-07:00",
        "at character 7 ('07:00-07:00'), these hours have no length; the whole day is 00:00-24:00")]
    [InlineData("Thứ hai 07:00-11:00", "at character 1 ('Thứ hai 07:00-11:00'), neither a day nor a time stands here")]
    [InlineData("Mo-Fr 07:00-11:00 Sa off", "at character 19 ('Sa off'), a rule ends here, and ; is missing")]
    [InlineData("Mo, 07:00-11:00", "at character 5 ('07:00-11:00'), a day is missing")]
    [InlineData("Mo-", "at the end, a weekday is missing")]
    [InlineData("2026 Feb 30 off", "at character 10 ('30 off'), a day of that month is missing")]
    [InlineData("2026 Feb 10-2026 Jan 1 off", "at character 23 (' off'), the last date is before the first")]
    public void What_is_no_hours_is_refused_with_the_place_and_in_both_languages(string text, string problem)
    {
        var e = Assert.Throws<WrongTextException>(() => OpeningHours.Parse(text));
        Assert.Equal(problem, e.Message);
        Assert.StartsWith("ở ", e.In(Language.Vietnamese), StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_breaks_the_reader()
    {
        var piece = Gen.Elements("Mo", "-", "Fr", "PH", "07:00", "24:00", ",", ";", " ", "off", "24/7", "2026", "Feb",
            "29", "9", "é");
        Prop.ForAll(piece.ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary(), text =>
        {
            try
            {
                var hours = OpeningHours.Parse(text);
                for (var day = 0; day < 800; day += 7)
                {
                    foreach (var (from, to) in hours.On(Monday.AddDays(day), day % 2 == 0))
                        Assert.True(0 <= from && from < to && to <= from + 1440);
                }
            }
            catch (WrongTextException)
            {
                // Said where.
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void When_the_clock_is_put_forward_hours_that_do_not_exist_begin_or_end_at_the_jump()
    {
        // 29 March 2026: 02:00 CET becomes 03:00 CEST, at 01:00 UTC.
        var (from, to) = (Utc(3, 28, 12, 0), Utc(3, 29, 12, 0));
        Assert.Equal([(Utc(3, 29, 1, 0), Utc(3, 29, 2, 0))], Times("Su 02:30-04:00", Berlin).Between(from, to));
        Assert.Equal([(Utc(3, 29, 0, 0), Utc(3, 29, 1, 0))], Times("Su 01:00-02:30", Berlin).Between(from, to));
        Assert.Empty(Times("Su 02:15-02:45", Berlin).Between(from, to));
        Assert.Equal(TimeSpan.FromHours(3), Length(Times("Sa 23:00-03:00", Berlin).Between(from, to)));
    }

    [Fact]
    public void When_the_clock_is_put_back_hours_that_exist_twice_begin_with_the_first_and_end_with_the_last()
    {
        // 25 October 2026: 03:00 CEST becomes 02:00 CET, at 01:00 UTC.
        var (from, to) = (Utc(10, 24, 12, 0), Utc(10, 25, 12, 0));
        Assert.Equal([(Utc(10, 25, 0, 30), Utc(10, 25, 3, 0))], Times("Su 02:30-04:00", Berlin).Between(from, to));
        Assert.Equal([(Utc(10, 24, 23, 0), Utc(10, 25, 1, 30))], Times("Su 01:00-02:30", Berlin).Between(from, to));
        Assert.Equal(TimeSpan.FromHours(25),
            Length(Times("Su", Berlin).Between(Utc(10, 24, 0, 0), Utc(10, 26, 12, 0))));
    }

    [Fact]
    public void Whether_it_is_open_and_when_it_is_open_never_contradict_each_other()
    {
        string[] texts = ["Mo-Fr 07:00-11:30,13:00-17:00; PH off", "22:00-06:00", "Sa 02:30-03:30; Su 01:00-02:45",
            "24/7; Oct 25 off", "Fr 20:00-04:00; Sa off", "00:00-24:00"];
        var any = from text in Gen.Elements(texts)
                  from zone in Gen.Elements(Berlin, Hanoi)
                  from around in Gen.Elements(Utc(3, 29, 1, 0), Utc(10, 25, 1, 0), Utc(5, 1, 0, 0))
                  from minutes in Gen.Choose(-4000, 4000).ListOf(20)
                  select (text, zone, around, minutes);
        Prop.ForAll(any.ToArbitrary(), run =>
        {
            var times = Times(run.text, run.zone);
            var open = times.Between(run.around.AddDays(-4), run.around.AddDays(4));
            for (var i = 1; i < open.Count; i++)
                Assert.True(open[i - 1].To < open[i].From);
            Assert.All(open, stretch => Assert.True(stretch.From < stretch.To));
            foreach (var at in run.minutes.Select(minute => run.around.AddMinutes(minute)))
                Assert.Equal(open.Exists(stretch => stretch.From <= at && at < stretch.To), times.IsOpen(at));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Where_the_clock_is_never_changed_the_hours_are_those_on_the_wall()
    {
        var hours = OpeningHours.Parse("Mo-Fr 07:00-11:30,13:00-17:00; Sa 20:00-04:00; PH off");
        var times = new OpeningTimes(hours, Hanoi, Holidays.FixedOnly);
        for (var minute = 0; minute < 14 * 1440; minute += 5)
        {
            var wall = new DateTime(2026, 4, 24).AddMinutes(minute);
            var day = DateOnly.FromDateTime(wall);
            var of = (int)wall.TimeOfDay.TotalMinutes;
            var isOpen = hours.On(day, Holidays.FixedOnly.Contains(day)).Any(some => some.From <= of && of < some.To)
                || hours.On(day.AddDays(-1), Holidays.FixedOnly.Contains(day.AddDays(-1)))
                .Any(some => of + 1440 < some.To);
            Assert.Equal(isOpen, times.IsOpen(new DateTimeOffset(wall, TimeSpan.FromHours(7))));
        }
    }

    [Fact]
    public void The_ends_of_time_are_no_trouble()
    {
        var times = Times("22:00-06:00", Berlin);
        _ = (times.IsOpen(DateTimeOffset.MinValue), times.IsOpen(DateTimeOffset.MaxValue));
        Assert.Empty(times.Between(DateTimeOffset.MaxValue, DateTimeOffset.MinValue));
    }

    [Fact]
    public void Holidays_that_are_announced_come_from_settings()
    {
        var holidays = Holidays.Parse(["2026-02-17", "2026-02-18"]);
        Assert.True(holidays.Contains(new(2026, 2, 17)) && holidays.Contains(new(2026, 4, 30)));
        Assert.False(holidays.Contains(new(2027, 2, 17)));
        Assert.Throws<FormatException>(() => Holidays.Parse(["17/2/2026"]));
    }

    private static OpeningTimes Times(string text, TimeZoneInfo zone) =>
        new(OpeningHours.Parse(text), zone, Holidays.FixedOnly);

    private static DateTimeOffset Utc(int month, int day, int hour, int minute) =>
        new(2026, month, day, hour, minute, 0, TimeSpan.Zero);

    private static TimeSpan Length(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> periods) =>
        periods.Aggregate(TimeSpan.Zero, (sum, some) => sum + (some.To - some.From));

    private static string Written(OpeningHours hours, DateOnly day) => string.Join(' ',
        hours.On(day, Holidays.FixedOnly.Contains(day)).Select(some => $"{Clock(some.From)}-{Clock(some.To)}"));

    private static string Clock(int minutes) => $"{minutes / 60}:{minutes % 60:00}";
}
