using CheckIn.Time;

namespace CheckIn.Shared.Tests.Time;

public sealed class SiteDayTests
{
    [Theory]
    [InlineData("Asia/Ho_Chi_Minh", "2026-11-20T19:59:59Z", "2026-11-20")]
    [InlineData("Asia/Ho_Chi_Minh", "2026-11-20T20:00:00Z", "2026-11-21")]
    [InlineData("Asia/Ho_Chi_Minh", "2026-11-21T17:30:00Z", "2026-11-21")]
    // The clock is put forward at two: three o'clock comes an hour early.
    [InlineData("Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-28")]
    [InlineData("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29")]
    // And back at three: the hour from two to three comes twice, and is yesterday both times.
    [InlineData("Europe/Berlin", "2026-10-25T01:59:59Z", "2026-10-24")]
    [InlineData("Europe/Berlin", "2026-10-25T02:00:00Z", "2026-10-25")]
    public void A_day_begins_at_three_by_the_sites_clock(string zone, string instant, string day) => Assert.Equal(
        DateOnly.Parse(day, null), SiteDay.Of(DateTimeOffset.Parse(instant, null), TimeZoneInfo.FindSystemTimeZoneById(zone)));

    [Theory]
    [InlineData("2026-11-20T19:59:59Z", false)]
    [InlineData("2026-11-20T20:00:00Z", true)]
    [InlineData("2026-11-21T04:59:59Z", true)]
    [InlineData("2026-11-21T05:00:00Z", false)]
    public void Its_morning_is_from_three_to_noon(string instant, bool isMorning) => Assert.Equal(
        isMorning, SiteDay.IsMorning(DateTimeOffset.Parse(instant, null), TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh")));
}
