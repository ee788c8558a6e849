using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Modes;
using CheckIn.Gate.Turnstile;
using CheckIn.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Turnstile;

public sealed class PortalTests : PortalWorld
{
    [Fact]
    public async Task Who_turns_is_recorded_with_his_admission_and_the_pulse_ends_so_that_nobody_follows()
    {
        var wiring = await OpenAsync(Lane("vao", RelayIn, SensorIn));
        var way = wiring.Portals[0].Ways[0];
        Assert.True(way.Admit(11, Time.MonotonicNs()));
        Assert.True(way.Relay!.IsActive);
        Advance(0.1);
        Turn(SensorIn);
        Assert.False(way.Relay.IsActive);
        Assert.Equal(["vao passage {cause:11,result:turned}"], await Recorded.ToldAsync());
        Assert.Equal(Signal.Idle, way.Indicator.Showing);
    }

    [Fact]
    public async Task A_controller_that_wants_its_whole_pulse_gets_it()
    {
        var lane = Lane("vao", RelayIn, SensorIn);
        lane.Turnstile.AfterTurn = AfterTurn.KeepPulse;
        var way = (await OpenAsync(lane)).Portals[0].Ways[0];
        way.Admit(11, Time.MonotonicNs());
        Turn(SensorIn);
        Assert.True(way.Relay!.IsActive);
    }

    [Fact]
    public async Task Who_does_not_pass_is_recorded_as_timed_out_and_whoever_passes_then_as_forced_with_one_alarm()
    {
        var way = (await OpenAsync(Lane("vao", RelayIn, SensorIn))).Portals[0].Ways[0];
        way.Admit(11, Time.MonotonicNs());
        Advance(6);
        Turn(SensorIn);
        Turn(SensorIn);
        Advance(61);
        Assert.Equal(
            [
                "vao passage {cause:11,result:timed_out}", "vao alarm {name:passage_forced,value:1,cleared:false}",
                "vao passage {result:forced}", "vao passage {result:forced}",
                "vao alarm {name:passage_forced,value:2,cleared:true}",
            ],
            await Recorded.ToldAsync());
    }

    [Fact]
    public async Task A_sensor_that_chatters_does_not_fill_the_journal()
    {
        await OpenAsync(Lane("vao", RelayIn, SensorIn));
        for (var i = 0; i < 1000; i++)
            Turn(SensorIn);
        Advance(61);
        var told = await Recorded.ToldAsync();
        Assert.Equal(ForcedPassages.Most + 2, told.Length);
        Assert.Equal("vao alarm {name:passage_forced,value:1000,cleared:true}", told[^1]);
    }

    [Fact]
    public async Task Directions_of_one_turnstile_are_never_open_together_and_the_second_is_served_after_the_first()
    {
        var (first, second) = (Lane("vao", RelayIn, SensorIn, "cua-1"), Lane("ra", RelayOut, SensorOut, "cua-1"));
        var ways = (await OpenAsync(first, second)).Portals.Single().Ways;
        ways[0].Admit(11, Time.MonotonicNs());
        Assert.True(ways[1].Admit(12, Time.MonotonicNs()));
        Assert.Equal((true, false), (ways[0].Relay!.IsActive, ways[1].Relay!.IsActive));
        Assert.Equal(Signal.Wait, ways[1].Indicator.Showing);
        Advance(2);
        Turn(SensorIn);
        Assert.Equal((false, true), (ways[0].Relay!.IsActive, ways[1].Relay!.IsActive));
        Assert.Equal(Signal.Admitted, ways[1].Indicator.Showing);
        Turn(SensorOut);
        Assert.Equal(["vao passage {cause:11,result:turned}", "ra passage {cause:12,result:turned}"], await Recorded.ToldAsync());
    }

    [Fact]
    public async Task Whoever_waits_for_the_other_direction_waits_no_longer_than_its_time()
    {
        var (first, second) = (Lane("vao", RelayIn, SensorIn, "cua-1"), Lane("ra", RelayOut, SensorOut, "cua-1"));
        var ways = (await OpenAsync(first, second)).Portals.Single().Ways;
        ways[0].Admit(11, Time.MonotonicNs());
        ways[1].Admit(12, Time.MonotonicNs());
        Advance(5.49);
        Assert.False(ways[1].Relay!.IsActive);
        Advance(0.02);
        Assert.True(ways[1].Relay!.IsActive);
    }

    [Fact]
    public async Task The_other_direction_waits_for_a_relay_that_keeps_its_pulse_after_the_turn()
    {
        var (first, second) = (Lane("vao", RelayIn, SensorIn, "cua-1"), Lane("ra", RelayOut, SensorOut, "cua-1"));
        first.Turnstile.AfterTurn = AfterTurn.KeepPulse;
        var ways = (await OpenAsync(first, second)).Portals.Single().Ways;
        ways[0].Admit(11, Time.MonotonicNs());
        ways[1].Admit(12, Time.MonotonicNs());
        Turn(SensorIn);
        Assert.Equal((true, false), (ways[0].Relay!.IsActive, ways[1].Relay!.IsActive));
        Advance(0.501);
        Assert.Equal((false, true), (ways[0].Relay!.IsActive, ways[1].Relay!.IsActive));
    }

    [Fact]
    public async Task A_door_with_a_reader_on_either_side_has_one_relay_one_contact_and_nobody_waits()
    {
        var (first, second) = (Lane("vao", RelayIn, -1, "cua-1"), Lane("ra", RelayIn, -1, "cua-1"));
        (first.Turnstile.Door.Pin, second.Turnstile.Door.Pin) = (Door, Door);
        var ways = (await OpenAsync(first, second)).Portals.Single().Ways;
        Assert.Same(ways[0].Relay, ways[1].Relay);
        ways[0].Admit(11, Time.MonotonicNs());
        ways[1].Admit(12, Time.MonotonicNs());
        Assert.Equal(Signal.Admitted, ways[1].Indicator.Showing);
        Assert.Equal([new SensorReading("door", Door, false)], ways[1].Sensors);
    }

    [Fact]
    public async Task A_door_forced_or_held_open_is_an_alarm_until_it_closes()
    {
        var lane = Lane("vao", RelayIn, -1);
        lane.Turnstile.Door.Pin = Door;
        var way = (await OpenAsync(lane)).Portals[0].Ways[0];
        Gpio.Drive(Door, 0);
        Gpio.Drive(Door, 1);
        way.Admit(11, Time.MonotonicNs());
        Gpio.Drive(Door, 0);
        Advance(31);
        Assert.Equal(Signal.HeldOpen, way.Indicator.Showing);
        Assert.Equal(["door_held_open"], Recorded.Alarms.Words);
        Advance(2);
        Gpio.Drive(Door, 1);
        Assert.Equal(Signal.Idle, way.Indicator.Showing);
        Assert.Equal(
            [
                "vao alarm {name:door_forced,value:1,cleared:false}", "vao alarm {name:door_forced,value:0,cleared:true}",
                "vao alarm {name:door_held_open,value:1,cleared:false}", "vao alarm {name:door_held_open,value:3,cleared:true}",
            ],
            await Recorded.ToldAsync());
    }

    [Theory]
    [InlineData(-29, true)]
    [InlineData(-31, false)]
    [InlineData(1, true)]
    public async Task Who_presses_the_plate_before_or_during_his_admission_has_longer_and_hears_it(int after, bool longer)
    {
        var lane = Lane("vao", RelayIn, SensorIn);
        lane.Turnstile.LongerOpening.Pin = Plate;
        lane.Turnstile.Pulse = TimeSpan.FromSeconds(2);
        var way = (await OpenAsync(lane)).Portals[0].Ways[0];
        if (after < 0)
        {
            Press(Plate);
            Advance(-after);
        }
        way.Admit(11, Time.MonotonicNs());
        if (after > 0)
        {
            Advance(after);
            Press(Plate);
        }
        Assert.Equal(longer ? Signal.AdmittedLonger : Signal.Admitted, way.Indicator.Showing);
        Advance(2.5);
        Assert.Equal(longer, way.Relay!.IsActive);
        Advance(4);
        Assert.Equal(longer, way.Relay.IsActive || (await Recorded.ToldAsync()).Length == 0); // his time is longer as well
        way.Admit(12, Time.MonotonicNs());
        Assert.Equal(Signal.Admitted, way.Indicator.Showing); // it served one
    }

    [Fact]
    public async Task An_emergency_opens_everything_and_for_as_long_as_it_lasts()
    {
        var (first, second) = (Lane("vao", RelayIn, SensorIn, "cua-1"), Lane("ra", RelayOut, SensorOut, "cua-1"));
        var portal = (await OpenAsync(first, second)).Portals.Single();
        portal.Ways[0].Admit(11, Time.MonotonicNs());
        portal.HoldOpen();
        for (var i = 0; i < 100; i++)
        {
            Assert.All(portal.Ways, way => Assert.True(way.Relay!.IsActive));
            Advance(0.7);
        }
        Turn(SensorIn);
        Assert.Equal(Signal.Emergency, portal.Ways[0].Indicator.Showing);
        portal.EndHold();
        Assert.All(portal.Ways, way => Assert.False(way.Relay!.IsActive));
        Assert.Equal(["vao passage {cause:11,result:timed_out}", "vao passage {result:turned}"], await Recorded.ToldAsync());
    }

    [Fact]
    public async Task The_button_inside_is_recorded_first_and_opens_even_when_the_journal_fails()
    {
        var lane = Lane("vao", RelayIn, SensorIn);
        lane.Turnstile.ExitButton.Pin = Exit;
        var way = (await OpenAsync(lane)).Portals[0].Ways[0];
        Press(Exit);
        await OnAsync(way.Relay!);
        Assert.Equal(["vao operation {name:request_to_exit,by:button,result:opened}"], await Recorded.ToldAsync());
        Turn(SensorIn);
        Assert.Equal("vao passage {cause:1,result:turned}", (await Recorded.ToldAsync())[^1]);
        Recorded.Fails = true;
        Press(Exit);
        await OnAsync(way.Relay!);
        Recorded.Fails = false;
        for (var i = 0; i < 200 && Recorded.Drafts.Count < 3; i++)
        {
            Advance(0.1);
            await Task.Delay(5);
        }
        Assert.Equal("vao operation {name:request_to_exit,by:button,result:opened}", (await Recorded.ToldAsync())[2]);
    }

    [Fact]
    public async Task Whoever_was_admitted_when_the_gate_stops_has_not_passed()
    {
        var wiring = await OpenAsync(Lane("vao", RelayIn, SensorIn));
        wiring.Portals[0].Ways[0].Admit(11, Time.MonotonicNs());
        wiring.Dispose();
        Assert.Equal(["vao passage {cause:11,result:timed_out}"], await Recorded.ToldAsync());
    }

    [Fact]
    public async Task Without_a_sensor_nothing_is_told_of_passages()
    {
        var way = (await OpenAsync(Lane("vao", RelayIn, -1))).Portals[0].Ways[0];
        way.Admit(11, Time.MonotonicNs());
        Advance(60);
        Assert.Empty(await Recorded.ToldAsync());
    }
}
