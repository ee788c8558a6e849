using CheckIn.Contract;
using CheckIn.Gate.Health;

namespace CheckIn.Gate.Tests.Health;

public sealed class BoardAlarmsTests
{
    private static readonly BoardHealth Well = new(50, false, false, null);
    private readonly BoardAlarms _alarms = new(new HealthOptions { TooHot = 80, DiskLow = 100 << 20 });
    private long _second;

    [Fact]
    public void A_weak_supply_is_raised_once_and_cleared_once_after_a_quiet_minute()
    {
        Assert.Equal([new BoardAlarm("under_voltage", 1, false)], After(2, Well with { UnderVoltage = true }));
        for (var flicker = 0; flicker < 20; flicker++)
            Assert.Empty(After(20, Well with { UnderVoltage = flicker % 2 == 0 }));
        Assert.Empty(After(59, Well));
        Assert.Equal([new BoardAlarm("under_voltage", 0, true)], After(60, Well));
        Assert.Empty(After(600, Well));
    }

    [Fact]
    public void Heat_that_trembles_around_its_mark_is_one_alarm()
    {
        Assert.Equal([new BoardAlarm("too_hot", 80, false)], After(2, Well with { TemperatureC = 80.4 }));
        Assert.Empty(After(90, Well with { TemperatureC = 79 }));
        Assert.Empty(After(90, Well with { TemperatureC = 75 }));
        Assert.Empty(After(2, Well with { TemperatureC = 74.9 }));
        Assert.Equal([new BoardAlarm("too_hot", 70, true)], After(60, Well with { TemperatureC = 70.2 }));
    }

    [Fact]
    public void A_full_card_is_told_with_the_room_that_is_left()
    {
        Assert.Equal([new BoardAlarm("disk_low", 99, false)], After(2, Well, (100 << 20) - 1));
        Assert.Empty(After(90, Well, 124 << 20));
        Assert.Empty(After(2, Well, 125 << 20));
        Assert.Equal([new BoardAlarm("disk_low", 126, true)], After(60, Well, 126 << 20));
    }

    [Fact]
    public void What_nobody_tells_neither_raises_nor_clears()
    {
        Assert.Equal([new BoardAlarm("throttled", 1, false)], After(2, Well with { Throttled = true }));
        Assert.Empty(After(600, new BoardHealth(null, null, null, null), null));
        Assert.Empty(After(2, Well));
        Assert.Equal([new BoardAlarm("throttled", 0, true)], After(60, Well));
    }

    private IReadOnlyList<BoardAlarm> After(int seconds, BoardHealth board, long? diskFree = 1L << 40) =>
        _alarms.Look(board, diskFree, (_second += seconds) * 1_000_000_000);
}
