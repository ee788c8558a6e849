using CheckIn.Gate.Turnstile;

namespace CheckIn.Gate.Tests.Turnstile;

public class DoorWatchTests
{
    private const long Second = 1_000_000_000;
    private static readonly DoorWatch Closed = new(30 * Second);

    [Fact]
    public void A_door_that_opens_for_somebody_admitted_is_no_alarm_and_one_that_opens_otherwise_is_forced_until_it_closes()
    {
        var door = Closed.MayOpen(5 * Second);
        Assert.Equal(DoorAlarms.None, door.Opened(5 * Second).Alarms);
        var forced = door.Opened((5 * Second) + 1);
        Assert.Equal(DoorAlarms.Forced, forced.Alarms);
        Assert.Equal(DoorAlarms.Forced, forced.At(100 * Second).Alarms); // one cause, one alarm
        Assert.Equal(DoorAlarms.None, forced.Closed().Alarms);
    }

    [Fact]
    public void One_that_stands_open_too_long_is_held_open_until_it_closes()
    {
        var door = Closed.MayOpen(5 * Second).Opened(Second);
        Assert.Equal(31 * Second, door.DueNs);
        Assert.Equal(DoorAlarms.None, door.At((31 * Second) - 1).Alarms);
        Assert.Equal(DoorAlarms.HeldOpen, door.At(31 * Second).Alarms);
        Assert.Equal(long.MaxValue, door.At(31 * Second).DueNs);
        Assert.Equal(DoorAlarms.None, door.At(31 * Second).Closed().Alarms);
    }

    [Fact]
    public void One_found_open_at_the_start_was_not_forced_but_may_not_stay_so()
    {
        var door = Closed.Found(true, Second);
        Assert.Equal(DoorAlarms.None, door.Alarms);
        Assert.Equal(DoorAlarms.HeldOpen, door.At(31 * Second).Alarms);
    }

    [Fact]
    public void In_an_emergency_doors_may_stand_open_and_afterwards_have_their_time_anew()
    {
        var door = Closed.Hold().Opened(Second);
        Assert.Equal((DoorAlarms.None, long.MaxValue), (door.Alarms, door.DueNs));
        Assert.Equal(130 * Second, door.EndHold(100 * Second).DueNs);
    }
}
