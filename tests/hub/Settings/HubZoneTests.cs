using CheckIn.Hub.Settings;

namespace CheckIn.Hub.Tests.Settings;

public sealed class HubZoneTests
{
    [Fact]
    public void A_day_begins_at_midnight_in_Vietnam()
    {
        var day = new DateOnly(2026, 11, 21);

        Assert.Equal(new DateTimeOffset(2026, 11, 20, 17, 0, 0, TimeSpan.Zero), HubZone.StartOf(day));
        Assert.Equal(day, HubZone.DayOf(HubZone.StartOf(day)));
        Assert.Equal(day.AddDays(-1), HubZone.DayOf(HubZone.StartOf(day).AddMilliseconds(-1)));
    }
}
