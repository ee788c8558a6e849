using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Modes;
using CheckIn.Gate.Turnstile;
using CheckIn.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Turnstile;

/// <summary>What a mode orders of a portal, beside all else that opens it.</summary>
public sealed class PortalOrderTests : PortalWorld
{
    [Fact]
    public async Task What_an_order_holds_open_is_no_forced_passage_and_no_door_alarm_until_the_order_ends()
    {
        var lane = Lane("vao", RelayIn, SensorIn);
        lane.Turnstile.Door.Pin = Door;
        var portal = (await OpenAsync(lane)).Portals.Single();
        var way = portal.Ways[0];
        way.Be(LaneMode.HoldOpen, Time.MonotonicNs() + Ns(3600));
        Assert.Equal(Signal.KeptOpen, way.Indicator.Showing);
        Gpio.Drive(Door, 0);
        for (var i = 0; i < 100; i++)
        {
            Assert.True(way.Relay!.IsActive);
            Advance(0.7);
            Turn(SensorIn);
        }
        Assert.True(way.Admit(11, Time.MonotonicNs())); // codes are answered as always
        Turn(SensorIn);
        Assert.True(way.Relay!.IsActive);
        Advance(1);
        Assert.False(portal.IsQuiet);
        Advance(10);
        Assert.True(portal.IsQuiet);
        way.Be(LaneMode.Normal, 0);
        Assert.Equal((false, Signal.Idle), (way.Relay.IsActive, way.Indicator.Showing));
        Turn(SensorIn);
        var told = await Recorded.ToldAsync();
        Assert.Equal(100, told.Count(one => one == "vao passage {result:turned}"));
        Assert.Equal(
            ["vao passage {cause:11,result:turned}", "vao alarm {name:passage_forced,value:1,cleared:false}", "vao passage {result:forced}"],
            told.Except(["vao passage {result:turned}"]));
    }

    [Fact]
    public async Task An_order_for_one_direction_moves_its_relay_only_and_keeps_nobody_of_the_other_waiting()
    {
        var (first, second) = (Lane("vao", RelayIn, SensorIn, "cua-1"), Lane("ra", RelayOut, SensorOut, "cua-1"));
        var ways = (await OpenAsync(first, second)).Portals.Single().Ways;
        ways[0].Be(LaneMode.HoldOpen, Time.MonotonicNs() + Ns(3600));
        Advance(10);
        Assert.Equal((true, false), (ways[0].Relay!.IsActive, ways[1].Relay!.IsActive));
        Assert.True(ways[1].Admit(12, Time.MonotonicNs()));
        Assert.True(ways[1].Relay!.IsActive);
        Advance(1);
        Assert.Equal((true, false), (ways[0].Relay!.IsActive, ways[1].Relay!.IsActive));
    }

    [Fact]
    public async Task An_emergency_is_above_every_order_and_what_was_ordered_holds_after_it()
    {
        var (first, second) = (Lane("vao", RelayIn, SensorIn), Lane("ra", RelayOut, SensorOut));
        var portals = (await OpenAsync(first, second)).Portals;
        var (locked, open) = (portals[0].Ways[0], portals[1].Ways[0]);
        locked.Be(LaneMode.Lockdown, Time.MonotonicNs() + Ns(3600));
        open.Be(LaneMode.HoldOpen, Time.MonotonicNs() + Ns(3600));
        foreach (var portal in portals)
            portal.HoldOpen();
        Assert.Equal((Signal.Emergency, Signal.Emergency), (locked.Indicator.Showing, open.Indicator.Showing));
        for (var i = 0; i < 20; i++)
        {
            Assert.True(locked.Relay!.IsActive && open.Relay!.IsActive);
            Advance(0.7);
        }
        foreach (var portal in portals)
            portal.EndHold();
        Advance(10);
        Assert.Equal((false, true), (locked.Relay!.IsActive, open.Relay!.IsActive));
        Assert.Equal((Signal.LockedDown, Signal.KeptOpen), (locked.Indicator.Showing, open.Indicator.Showing));
    }

    [Fact]
    public async Task The_end_of_an_order_does_not_end_an_emergency()
    {
        var portal = (await OpenAsync(Lane("vao", RelayIn, SensorIn))).Portals.Single();
        var way = portal.Ways[0];
        way.Be(LaneMode.HoldOpen, Time.MonotonicNs() + Ns(60));
        portal.HoldOpen();
        way.Be(LaneMode.Normal, 0);
        Advance(100);
        Assert.True(way.Relay!.IsActive);
        Turn(SensorIn);
        Assert.Equal(["vao passage {result:turned}"], await Recorded.ToldAsync());
    }

    [Fact]
    public async Task A_door_with_a_reader_on_either_side_stays_open_as_long_as_one_of_them_is_ordered_to()
    {
        var ways = (await OpenAsync(Lane("vao", RelayIn, -1, "cua-1"), Lane("ra", RelayIn, -1, "cua-1"))).Portals.Single().Ways;
        ways[0].Be(LaneMode.HoldOpen, Time.MonotonicNs() + Ns(60));
        ways[1].Be(LaneMode.HoldOpen, Time.MonotonicNs() + Ns(3600));
        ways[0].Be(LaneMode.Normal, 0);
        Advance(600);
        Assert.True(ways[0].Relay!.IsActive);
        ways[1].Be(LaneMode.Normal, 0);
        Assert.False(ways[0].Relay!.IsActive);
    }

    [Fact]
    public async Task Who_keeps_orders_no_more_keeps_nothing_open()
    {
        var way = (await OpenAsync(Lane("vao", RelayIn, SensorIn))).Portals.Single().Ways[0];
        way.Be(LaneMode.HoldOpen, Time.MonotonicNs() + Ns(60));
        Advance(60 + (WaysByOrder.GraceNs / 1e9) + 0.1);
        Assert.False(way.Relay!.IsActive);
        way.Be(LaneMode.FreePassage, Time.MonotonicNs() + Ns(60));
        Assert.Equal(LaneMode.FreePassage, way.ModeAt(Time.MonotonicNs() + Ns(59)));
        Assert.Equal(LaneMode.Normal, way.ModeAt(Time.MonotonicNs() + Ns(60)));
    }
}
