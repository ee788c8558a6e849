using CheckIn.Fixtures;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Turnstile;
using CheckIn.Time;

namespace CheckIn.Gate.Tests.Turnstile;

public sealed class RelayTests : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private readonly FakeTime _time = new();
    private readonly Pin _pin = new();
    private readonly TurnstileOptions _options = new()
    {
        Pulse = TimeSpan.FromMilliseconds(500),
        MaxPulse = TimeSpan.FromSeconds(2),
    };

    public void Dispose() => _pin.Dispose();

    [Fact]
    public void It_is_inactive_before_the_first_admission_and_after_a_pulse()
    {
        using var relay = new Relay(new TimedRelayLine(_pin, _time), _options, _time);
        Assert.False(_pin.IsActive);
        relay.Pulse();
        Assert.True(_pin.IsActive);
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.True(_pin.IsActive);
        _time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.False(_pin.IsActive);
    }

    [Fact]
    public void However_many_admissions_follow_each_other_it_closes_within_the_bound()
    {
        using var relay = new Relay(new TimedRelayLine(_pin, _time), _options, _time);
        var activeMs = 0;
        for (var i = 0; i < 100; i++)
        {
            relay.Pulse();
            _time.Advance(Step);
            activeMs = _pin.IsActive ? activeMs + 100 : 0;
            Assert.True(activeMs <= 2000, $"active for {activeMs} ms");
        }
    }

    [Fact]
    public void A_jump_of_the_wall_clock_moves_nothing()
    {
        using var relay = new Relay(new TimedRelayLine(_pin, _time), _options, _time);
        relay.Pulse();
        _time.SetWall(_time.GetUtcNow().AddYears(-10));
        Assert.True(_pin.IsActive);
        _time.Advance(TimeSpan.FromMilliseconds(501));
        Assert.False(_pin.IsActive);
    }

    [Fact]
    public void Disposing_it_in_mid_pulse_leaves_it_inactive()
    {
        var relay = new Relay(new TimedRelayLine(_pin, _time), _options, _time);
        relay.Pulse();
        relay.Dispose();
        Assert.False(_pin.IsActive);
        Assert.Throws<ObjectDisposedException>(() => { relay.Pulse(); });
    }

    [Fact]
    public void What_was_decided_half_a_second_ago_opens_no_more()
    {
        using var relay = new Relay(new TimedRelayLine(_pin, _time), _options, _time);
        _time.Advance(TimeSpan.FromSeconds(10));
        var decided = _time.MonotonicNs();
        _time.Advance(TimeSpan.FromMilliseconds(501));
        Assert.False(relay.Pulse(_options.Pulse, decided));
        Assert.False(_pin.IsActive);
        Assert.True(relay.Pulse());
        Assert.True(_pin.IsActive);
    }

    [Fact]
    public void A_shorter_opening_does_not_cut_a_longer_one_short()
    {
        using var relay = new Relay(new TimedRelayLine(_pin, _time), _options, _time);
        relay.Pulse(TimeSpan.FromSeconds(1.5));
        _time.Advance(Step);
        relay.Pulse();
        _time.Advance(TimeSpan.FromMilliseconds(1399));
        Assert.True(_pin.IsActive);
        _time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.False(_pin.IsActive);
    }

    [Fact]
    public void An_emergency_holds_it_as_long_as_it_lasts_and_not_longer()
    {
        using var relay = new Relay(new TimedRelayLine(_pin, _time), _options, _time);
        relay.HoldOpen();
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.True(_pin.IsActive);
        relay.EndHold();
        Assert.False(_pin.IsActive);
        Assert.True(relay.Pulse());
        _time.Advance(TimeSpan.FromMilliseconds(501));
        Assert.False(_pin.IsActive);
    }

    [Fact]
    public void An_order_holds_it_until_it_ends_and_at_the_latest_until_its_time()
    {
        using var relay = new Relay(new TimedRelayLine(_pin, _time), _options, _time);
        relay.KeepOpen(_time.MonotonicNs() + Ns(600));
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal((true, true), (_pin.IsActive, relay.IsKeptOpen));
        relay.EndPulse(); // whoever passed does not close it
        Assert.True(_pin.IsActive);
        relay.EndKeepOpen();
        Assert.Equal((false, false), (_pin.IsActive, relay.IsKeptOpen));
        relay.KeepOpen(_time.MonotonicNs() + Ns(60));
        _time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.True(_pin.IsActive);
        _time.Advance(TimeSpan.FromSeconds(0.2)); // nobody has ended it
        Assert.False(_pin.IsActive);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(_pin.IsActive);
    }

    [Fact]
    public void An_emergency_and_an_order_do_not_end_each_others_hold()
    {
        using var relay = new Relay(new TimedRelayLine(_pin, _time), _options, _time);
        relay.KeepOpen(_time.MonotonicNs() + Ns(600));
        relay.HoldOpen();
        relay.EndKeepOpen();
        _time.Advance(TimeSpan.FromMinutes(20));
        Assert.True(_pin.IsActive);
        relay.KeepOpen(_time.MonotonicNs() + Ns(600));
        relay.EndHold();
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.True(_pin.IsActive);
        relay.EndKeepOpen();
        Assert.False(_pin.IsActive);
    }

    [Fact]
    public void Who_was_admitted_just_before_an_order_ends_is_not_shut_out_and_it_closes_within_the_bound()
    {
        using var relay = new Relay(new TimedRelayLine(_pin, _time), _options, _time);
        relay.KeepOpen(_time.MonotonicNs() + Ns(600));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(relay.Pulse());
        relay.EndKeepOpen();
        Assert.True(_pin.IsActive);
        _time.Advance(Relay.Lease);
        Assert.False(_pin.IsActive);
        Assert.True(relay.Pulse());
        _time.Advance(TimeSpan.FromMilliseconds(501));
        Assert.False(_pin.IsActive);
    }

    private static long Ns(int seconds) => seconds * 1_000_000_000L;

    private sealed class Pin : IGpioOutput
    {
        internal bool IsActive { get; private set; }
        int IGpioOutput.Pin => 17;
        public void Set(bool active) => IsActive = active;
        public void Dispose() => IsActive = false;
    }
}
