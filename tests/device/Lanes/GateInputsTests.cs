using CheckIn.Fixtures;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Tests.Turnstile;
using CheckIn.Gate.Turnstile;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Lanes;

public sealed class GateInputsTests : IAsyncDisposable
{
    private const int Emergency = 5, Tamper = 6, Mains = 7, Duress = 8;
    private readonly FakeTime _time = new();
    private readonly VirtualGpioDriver _gpio;
    private readonly RecordedEvents _recorded;
    private readonly Portal _portal;
    private readonly Way _way;
    private readonly GateInputs _inputs;

    public GateInputsTests()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _gpio = new VirtualGpioDriver(new GpioOptions(), _time);
        _recorded = new RecordedEvents(_time);
        _portal = new Portal("vao", _recorded.Recorder, _time, NullLogger.Instance);
        var options = new TurnstileOptions();
        var relay = new Relay(new TimedRelayLine(_gpio.OpenOutput(17, false, "relay"), _time), options, _time);
        _way = _portal.Add(
            new EventStamp("vao", Contract.Direction.In, _recorded.Clock), options, relay,
            new Indicator(null, null, null, new IndicatorOptions(), _time));
        _inputs = new GateInputs([_portal], _recorded.Recorder, _time, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _inputs.Dispose();
        _portal.Dispose();
        await _recorded.DisposeAsync();
        _gpio.Dispose();
    }

    [Fact]
    public async Task An_emergency_opens_while_the_journal_fails_and_closes_when_it_is_over()
    {
        Listen();
        _recorded.Fails = true;
        _gpio.Drive(Emergency, 0);
        Assert.True(_way.Relay!.IsActive);
        Assert.Equal(Signal.Emergency, _way.Indicator.Showing);
        Assert.Equal(["emergency"], _recorded.Alarms.Words);
        Advance(20);
        Assert.True(_way.Relay.IsActive);
        _gpio.Drive(Emergency, 1);
        Advance(1.1);
        Assert.False(_way.Relay.IsActive);
        Assert.Equal(Signal.Idle, _way.Indicator.Showing);
        Assert.Empty(_recorded.Alarms.Words);
        _recorded.Fails = false;
        for (var i = 0; i < 2000 && _recorded.Drafts.Count < 2; i++)
        {
            Advance(0.1);
            await Task.Delay(5);
        }
        Assert.Equal(
            ["gate alarm {name:emergency,value:1,cleared:false}", "gate alarm {name:emergency,value:21,cleared:true}"],
            await _recorded.ToldAsync());
    }

    [Fact]
    public void An_emergency_that_stands_at_the_start_opens_at_the_start()
    {
        _gpio.Drive(Emergency, 0);
        Listen();
        Assert.True(_way.Relay!.IsActive);
    }

    [Fact]
    public async Task A_contact_that_flickers_is_one_alarm()
    {
        Listen();
        for (var i = 0; i < 50; i++)
        {
            _gpio.Drive(Tamper, i % 2);
            Advance(0.5);
        }
        Assert.Equal(["gate alarm {name:tamper,value:1,cleared:false}"], await _recorded.ToldAsync());
        Assert.Contains(new SensorReading("tamper", Tamper, false), _inputs.Readings);
    }

    [Fact]
    public async Task Duress_is_told_and_neither_lamp_nor_relay_shows_it()
    {
        Listen();
        _gpio.Drive(Duress, 0);
        _gpio.Drive(Mains, 0);
        Assert.Equal(Signal.Idle, _way.Indicator.Showing);
        Assert.False(_way.Relay!.IsActive);
        Assert.Equal(
            ["gate alarm {name:duress,value:1,cleared:false}", "gate alarm {name:mains_lost,value:1,cleared:false}"],
            await _recorded.ToldAsync());
    }

    private void Listen() => _inputs.Listen(
        new InputsOptions
        {
            Emergency = { Pin = Emergency },
            Tamper = { Pin = Tamper },
            Mains = { Pin = Mains },
            Duress = { Pin = Duress },
        },
        _gpio);

    private void Advance(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
