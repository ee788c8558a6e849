using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Modes;
using CheckIn.Gate.Turnstile;
using CheckIn.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Turnstile;

/// <summary>Portals on virtual pins, with sensors that the test plays and a clock that it moves.</summary>
public sealed class PortalTests : IAsyncDisposable
{
    private const int RelayIn = 17, RelayOut = 18, SensorIn = 5, SensorOut = 6, Door = 7, Plate = 8, Exit = 9;
    private readonly FakeTime _time = new();
    private readonly VirtualGpioDriver _gpio;
    private readonly RecordedEvents _recorded;
    private readonly List<IDisposable> _open = [];

    public PortalTests()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _gpio = new VirtualGpioDriver(new GpioOptions(), _time);
        _recorded = new RecordedEvents(_time);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in Enumerable.Reverse(_open))
            open.Dispose();
        await _recorded.DisposeAsync();
        _gpio.Dispose();
    }

    [Fact]
    public async Task Who_turns_is_recorded_with_his_admission_and_the_pulse_ends_so_that_nobody_follows()
    {
        var wiring = await OpenAsync(Lane("vao", RelayIn, SensorIn));
        var way = wiring.Portals[0].Ways[0];
        Assert.True(way.Admit(11, _time.MonotonicNs()));
        Assert.True(way.Relay!.IsActive);
        Advance(0.1);
        Turn(SensorIn);
        Assert.False(way.Relay.IsActive);
        Assert.Equal(["vao passage {cause:11,result:turned}"], await _recorded.ToldAsync());
        Assert.Equal(Signal.Idle, way.Indicator.Showing);
    }

    [Fact]
    public async Task A_controller_that_wants_its_whole_pulse_gets_it()
    {
        var lane = Lane("vao", RelayIn, SensorIn);
        lane.Turnstile.AfterTurn = AfterTurn.KeepPulse;
        var way = (await OpenAsync(lane)).Portals[0].Ways[0];
        way.Admit(11, _time.MonotonicNs());
        Turn(SensorIn);
        Assert.True(way.Relay!.IsActive);
    }

    [Fact]
    public async Task Who_does_not_pass_is_recorded_as_timed_out_and_whoever_passes_then_as_forced_with_one_alarm()
    {
        var way = (await OpenAsync(Lane("vao", RelayIn, SensorIn))).Portals[0].Ways[0];
        way.Admit(11, _time.MonotonicNs());
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
            await _recorded.ToldAsync());
    }

    [Fact]
    public async Task A_sensor_that_chatters_does_not_fill_the_journal()
    {
        await OpenAsync(Lane("vao", RelayIn, SensorIn));
        for (var i = 0; i < 1000; i++)
            Turn(SensorIn);
        Advance(61);
        var told = await _recorded.ToldAsync();
        Assert.Equal(ForcedPassages.Most + 2, told.Length);
        Assert.Equal("vao alarm {name:passage_forced,value:1000,cleared:true}", told[^1]);
    }

    [Fact]
    public async Task Directions_of_one_turnstile_are_never_open_together_and_the_second_is_served_after_the_first()
    {
        var (first, second) = (Lane("vao", RelayIn, SensorIn, "cua-1"), Lane("ra", RelayOut, SensorOut, "cua-1"));
        var ways = (await OpenAsync(first, second)).Portals.Single().Ways;
        ways[0].Admit(11, _time.MonotonicNs());
        Assert.True(ways[1].Admit(12, _time.MonotonicNs()));
        Assert.Equal((true, false), (ways[0].Relay!.IsActive, ways[1].Relay!.IsActive));
        Assert.Equal(Signal.Wait, ways[1].Indicator.Showing);
        Advance(2);
        Turn(SensorIn);
        Assert.Equal((false, true), (ways[0].Relay!.IsActive, ways[1].Relay!.IsActive));
        Assert.Equal(Signal.Admitted, ways[1].Indicator.Showing);
        Turn(SensorOut);
        Assert.Equal(["vao passage {cause:11,result:turned}", "ra passage {cause:12,result:turned}"], await _recorded.ToldAsync());
    }

    [Fact]
    public async Task Whoever_waits_for_the_other_direction_waits_no_longer_than_its_time()
    {
        var (first, second) = (Lane("vao", RelayIn, SensorIn, "cua-1"), Lane("ra", RelayOut, SensorOut, "cua-1"));
        var ways = (await OpenAsync(first, second)).Portals.Single().Ways;
        ways[0].Admit(11, _time.MonotonicNs());
        ways[1].Admit(12, _time.MonotonicNs());
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
        ways[0].Admit(11, _time.MonotonicNs());
        ways[1].Admit(12, _time.MonotonicNs());
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
        ways[0].Admit(11, _time.MonotonicNs());
        ways[1].Admit(12, _time.MonotonicNs());
        Assert.Equal(Signal.Admitted, ways[1].Indicator.Showing);
        Assert.Equal([new SensorReading("door", Door, false)], ways[1].Sensors);
    }

    [Fact]
    public async Task A_door_forced_or_held_open_is_an_alarm_until_it_closes()
    {
        var lane = Lane("vao", RelayIn, -1);
        lane.Turnstile.Door.Pin = Door;
        var way = (await OpenAsync(lane)).Portals[0].Ways[0];
        _gpio.Drive(Door, 0);
        _gpio.Drive(Door, 1);
        way.Admit(11, _time.MonotonicNs());
        _gpio.Drive(Door, 0);
        Advance(31);
        Assert.Equal(Signal.HeldOpen, way.Indicator.Showing);
        Assert.Equal(["door_held_open"], _recorded.Alarms.Words);
        Advance(2);
        _gpio.Drive(Door, 1);
        Assert.Equal(Signal.Idle, way.Indicator.Showing);
        Assert.Equal(
            [
                "vao alarm {name:door_forced,value:1,cleared:false}", "vao alarm {name:door_forced,value:0,cleared:true}",
                "vao alarm {name:door_held_open,value:1,cleared:false}", "vao alarm {name:door_held_open,value:3,cleared:true}",
            ],
            await _recorded.ToldAsync());
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
        way.Admit(11, _time.MonotonicNs());
        if (after > 0)
        {
            Advance(after);
            Press(Plate);
        }
        Assert.Equal(longer ? Signal.AdmittedLonger : Signal.Admitted, way.Indicator.Showing);
        Advance(2.5);
        Assert.Equal(longer, way.Relay!.IsActive);
        Advance(4);
        Assert.Equal(longer, way.Relay.IsActive || (await _recorded.ToldAsync()).Length == 0); // his time is longer as well
        way.Admit(12, _time.MonotonicNs());
        Assert.Equal(Signal.Admitted, way.Indicator.Showing); // it served one
    }

    [Fact]
    public async Task An_emergency_opens_everything_and_for_as_long_as_it_lasts()
    {
        var (first, second) = (Lane("vao", RelayIn, SensorIn, "cua-1"), Lane("ra", RelayOut, SensorOut, "cua-1"));
        var portal = (await OpenAsync(first, second)).Portals.Single();
        portal.Ways[0].Admit(11, _time.MonotonicNs());
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
        Assert.Equal(["vao passage {cause:11,result:timed_out}", "vao passage {result:turned}"], await _recorded.ToldAsync());
    }

    [Fact]
    public async Task What_an_order_holds_open_is_no_forced_passage_and_no_door_alarm_until_the_order_ends()
    {
        var lane = Lane("vao", RelayIn, SensorIn);
        lane.Turnstile.Door.Pin = Door;
        var portal = (await OpenAsync(lane)).Portals.Single();
        var way = portal.Ways[0];
        way.Be(LaneMode.HoldOpen, _time.MonotonicNs() + Ns(3600));
        Assert.Equal(Signal.KeptOpen, way.Indicator.Showing);
        _gpio.Drive(Door, 0);
        for (var i = 0; i < 100; i++)
        {
            Assert.True(way.Relay!.IsActive);
            Advance(0.7);
            Turn(SensorIn);
        }
        Assert.True(way.Admit(11, _time.MonotonicNs())); // codes are answered as always
        Turn(SensorIn);
        Assert.True(way.Relay!.IsActive);
        Advance(1);
        Assert.False(portal.IsQuiet);
        Advance(10);
        Assert.True(portal.IsQuiet);
        way.Be(LaneMode.Normal, 0);
        Assert.Equal((false, Signal.Idle), (way.Relay.IsActive, way.Indicator.Showing));
        Turn(SensorIn);
        var told = await _recorded.ToldAsync();
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
        ways[0].Be(LaneMode.HoldOpen, _time.MonotonicNs() + Ns(3600));
        Advance(10);
        Assert.Equal((true, false), (ways[0].Relay!.IsActive, ways[1].Relay!.IsActive));
        Assert.True(ways[1].Admit(12, _time.MonotonicNs()));
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
        locked.Be(LaneMode.Lockdown, _time.MonotonicNs() + Ns(3600));
        open.Be(LaneMode.HoldOpen, _time.MonotonicNs() + Ns(3600));
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
        way.Be(LaneMode.HoldOpen, _time.MonotonicNs() + Ns(60));
        portal.HoldOpen();
        way.Be(LaneMode.Normal, 0);
        Advance(100);
        Assert.True(way.Relay!.IsActive);
        Turn(SensorIn);
        Assert.Equal(["vao passage {result:turned}"], await _recorded.ToldAsync());
    }

    [Fact]
    public async Task A_door_with_a_reader_on_either_side_stays_open_as_long_as_one_of_them_is_ordered_to()
    {
        var ways = (await OpenAsync(Lane("vao", RelayIn, -1, "cua-1"), Lane("ra", RelayIn, -1, "cua-1"))).Portals.Single().Ways;
        ways[0].Be(LaneMode.HoldOpen, _time.MonotonicNs() + Ns(60));
        ways[1].Be(LaneMode.HoldOpen, _time.MonotonicNs() + Ns(3600));
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
        way.Be(LaneMode.HoldOpen, _time.MonotonicNs() + Ns(60));
        Advance(60 + (WaysByOrder.GraceNs / 1e9) + 0.1);
        Assert.False(way.Relay!.IsActive);
        way.Be(LaneMode.FreePassage, _time.MonotonicNs() + Ns(60));
        Assert.Equal(LaneMode.FreePassage, way.ModeAt(_time.MonotonicNs() + Ns(59)));
        Assert.Equal(LaneMode.Normal, way.ModeAt(_time.MonotonicNs() + Ns(60)));
    }

    [Fact]
    public async Task The_button_inside_is_recorded_first_and_opens_even_when_the_journal_fails()
    {
        var lane = Lane("vao", RelayIn, SensorIn);
        lane.Turnstile.ExitButton.Pin = Exit;
        var way = (await OpenAsync(lane)).Portals[0].Ways[0];
        Press(Exit);
        await OnAsync(way.Relay!);
        Assert.Equal(["vao operation {name:request_to_exit,by:button,result:opened}"], await _recorded.ToldAsync());
        Turn(SensorIn);
        Assert.Equal("vao passage {cause:1,result:turned}", (await _recorded.ToldAsync())[^1]);
        _recorded.Fails = true;
        Press(Exit);
        await OnAsync(way.Relay!);
        _recorded.Fails = false;
        for (var i = 0; i < 200 && _recorded.Drafts.Count < 3; i++)
        {
            Advance(0.1);
            await Task.Delay(5);
        }
        Assert.Equal("vao operation {name:request_to_exit,by:button,result:opened}", (await _recorded.ToldAsync())[2]);
    }

    [Fact]
    public async Task Whoever_was_admitted_when_the_gate_stops_has_not_passed()
    {
        var wiring = await OpenAsync(Lane("vao", RelayIn, SensorIn));
        wiring.Portals[0].Ways[0].Admit(11, _time.MonotonicNs());
        wiring.Dispose();
        Assert.Equal(["vao passage {cause:11,result:timed_out}"], await _recorded.ToldAsync());
    }

    [Fact]
    public async Task Without_a_sensor_nothing_is_told_of_passages()
    {
        var way = (await OpenAsync(Lane("vao", RelayIn, -1))).Portals[0].Ways[0];
        way.Admit(11, _time.MonotonicNs());
        Advance(60);
        Assert.Empty(await _recorded.ToldAsync());
    }

    private static long Ns(int seconds) => seconds * 1_000_000_000L;

    private static async Task OnAsync(Relay relay)
    {
        for (var i = 0; i < 1000 && !relay.IsActive; i++)
            await Task.Delay(5);
        Assert.True(relay.IsActive);
    }

    private void Turn(int sensor) => Press(sensor);

    private void Press(int pin)
    {
        _gpio.Drive(pin, 0);
        _gpio.Drive(pin, 1);
    }

    private void Advance(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private async Task<LanesWiring> OpenAsync(params LaneOptions[] lanes)
    {
        var options = new LanesOptions();
        foreach (var lane in lanes)
            options.Lanes.Add(lane);
        var relays = await RelayLines.OpenAsync(
            new GpioOptions { Driver = GpioDriverKind.Virtual }, _gpio,
            lanes.DistinctBy(lane => lane.Turnstile.RelayPin).Select(lane => (lane.Name, lane.Turnstile)), _ => { }, null, _time,
            NullLogger.Instance, CancellationToken.None);
        _open.Add(relays);
        var wiring = LanesWiring.Open(options, _gpio, relays, _recorded.Recorder, _recorded.Clock, NullLoggerFactory.Instance);
        _open.Add(wiring);
        wiring.Listen(_recorded.AppendAsync);
        return wiring;
    }

    private static LaneOptions Lane(string name, int relay, int sensor, string? shared = null) => new()
    {
        Name = name,
        Direction = name == "vao" ? Direction.In : Direction.Out,
        Turnstile = new TurnstileOptions { RelayPin = relay, Passage = new InputOptions { Pin = sensor }, Shared = shared },
    };
}
