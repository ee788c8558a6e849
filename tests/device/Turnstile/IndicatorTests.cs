using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Turnstile;

namespace CheckIn.Gate.Tests.Turnstile;

public sealed class IndicatorTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly Lamp _green = new();
    private readonly Lamp _red = new();
    private readonly Lamp _buzzer = new();
    private readonly Indicator _indicator;

    public IndicatorTests() => _indicator = Open(_time);

    public void Dispose()
    {
        _indicator.Dispose();
        _green.Dispose();
        _red.Dispose();
        _buzzer.Dispose();
    }

    [Fact]
    public void It_is_dark_until_it_answers_and_dark_again_afterwards()
    {
        AssertShows(green: false, red: false);
        _indicator.Show(Outcome.Admitted);
        AssertShows(green: true, red: false);
        Advance(999);
        AssertShows(green: true, red: false);
        Advance(1);
        AssertShows(green: false, red: false);
        Assert.False(_time.HasTimers);
    }

    [Fact]
    public void An_answer_replaces_the_one_before_and_has_its_whole_time()
    {
        _indicator.Show(Outcome.Admitted);
        Advance(900);
        _indicator.Show(Outcome.Refused);
        AssertShows(green: false, red: true);
        Advance(950);
        AssertShows(green: false, red: true);
        Advance(50);
        AssertShows(green: false, red: false);
        Advance(10_000);
        AssertShows(green: false, red: false);
    }

    [Fact]
    public void Yes_and_no_differ_by_rhythm_for_whoever_sees_no_colour_or_nothing()
    {
        Assert.Equal(("1111111111", "1100000000"), Heard(Signal.Admitted, _green));
        Assert.Equal(("1101101101", "1010100000"), Heard(Signal.Refused, _red));
    }

    [Fact]
    public void Who_needs_longer_hears_it_as_long_as_it_is_open()
    {
        _indicator.Show(Signal.AdmittedLonger, TimeSpan.FromSeconds(3));
        for (var half = 0; half < 6; half++)
        {
            Assert.True(_buzzer.IsActive);
            Advance(100);
            Assert.False(_buzzer.IsActive);
            Advance(400);
        }
        Assert.False(_buzzer.IsActive);
    }

    [Fact]
    public void Never_do_both_lamps_burn()
    {
        var random = new Random(7);
        var signals = Enum.GetValues<Signal>();
        _green.Other = _red;
        _red.Other = _green;
        for (var i = 0; i < 5_000; i++)
        {
            var signal = signals[random.Next(signals.Length)];
            if (random.Next(3) == 0)
                _indicator.Show(signal);
            else if (random.Next(2) == 0)
                _indicator.Begin(signal);
            else
                _indicator.End(signal);
            Advance(random.Next(400));
        }
        Assert.False(_green.MetTheOther || _red.MetTheOther);
    }

    [Fact]
    public void Every_signal_has_a_rhythm_of_its_own()
    {
        var shown = Enum.GetValues<Signal>().Where(signal => signal != Signal.Idle).Select(Signals.PatternOf).ToArray();
        Assert.Equal(shown.Length, shown.Select(pattern => (pattern.Green == Rhythm.Dark ? pattern.Red : pattern.Green)).Distinct().Count());
        Assert.All(shown, pattern => Assert.True(pattern.Green == Rhythm.Dark || pattern.Red == Rhythm.Dark));
    }

    [Fact]
    public void What_lasts_is_shown_again_after_an_answer_and_an_emergency_before_every_answer()
    {
        _indicator.Begin(Signal.HeldOpen);
        Assert.Equal(Signal.HeldOpen, _indicator.Showing);
        _indicator.Show(Outcome.Admitted);
        Assert.Equal(Signal.Admitted, _indicator.Showing);
        Advance(1000);
        Assert.Equal(Signal.HeldOpen, _indicator.Showing);
        _indicator.Show(Outcome.Refused);
        _indicator.Begin(Signal.Emergency);
        AssertShows(green: true, red: false);
        _indicator.Show(Outcome.Refused);
        Assert.Equal(Signal.Emergency, _indicator.Showing);
        _indicator.End(Signal.Emergency);
        Assert.Equal(Signal.HeldOpen, _indicator.Showing);
        _indicator.End(Signal.HeldOpen);
        AssertShows(green: false, red: false);
    }

    [Fact]
    public void It_goes_dark_in_the_end_when_the_systems_timer_is_early()
    {
        using var indicator = Open(new EarlyTime(_time));
        indicator.Show(Outcome.Admitted);
        Advance(997);
        AssertShows(green: true, red: false);
        Advance(10);
        AssertShows(green: false, red: false);
    }

    [Fact]
    public void A_rhythm_keeps_step_when_every_timer_is_early()
    {
        using var indicator = Open(new EarlyTime(_time));
        indicator.Begin(Signal.Emergency);
        for (var i = 0; i < 20; i++)
        {
            Advance(125);
            Assert.Equal(i % 2 == 0, _green.IsActive); // on for 250 ms, off for 250 ms, looked at in the middle
            Advance(125);
        }
    }

    [Fact]
    public void Disposing_it_leaves_it_dark()
    {
        _indicator.Begin(Signal.HeldOpen);
        _indicator.Dispose();
        AssertShows(green: false, red: false);
        Assert.False(_buzzer.IsActive);
    }

    private Indicator Open(TimeProvider time) =>
        new(_green, _red, _buzzer, new IndicatorOptions { ShowFor = TimeSpan.FromSeconds(1) }, time);

    /// <summary>Lamp and buzzer, every tenth of a second.</summary>
    private (string Lamp, string Buzzer) Heard(Signal signal, Lamp lamp)
    {
        _indicator.Show(signal);
        var (seen, heard) = ("", "");
        for (var i = 0; i < 10; i++)
        {
            Advance(50);
            (seen, heard) = (seen + (lamp.IsActive ? "1" : "0"), heard + (_buzzer.IsActive ? "1" : "0"));
            Advance(50);
        }
        return (seen, heard);
    }

    private void Advance(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private void AssertShows(bool green, bool red) => Assert.Equal((green, red), (_green.IsActive, _red.IsActive));

    /// <summary>Every timer fires up to 4 ms early, as with a kernel that ticks 250 times a second.</summary>
    private sealed class EarlyTime(FakeTime time) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;
        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new EarlyTimer(time.CreateTimer(callback, state, dueTime, period));
    }

    private sealed class EarlyTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var early = dueTime > TimeSpan.FromMilliseconds(4) ? dueTime - TimeSpan.FromMilliseconds(4) : dueTime;
            return timer.Change(early, period);
        }

        public void Dispose() => timer.Dispose();
        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }

    private sealed class Lamp : IGpioOutput
    {
        internal bool IsActive { get; private set; }
        internal Lamp? Other { get; set; }
        internal bool MetTheOther { get; private set; }
        int IGpioOutput.Pin => 0;

        public void Set(bool active)
        {
            IsActive = active;
            MetTheOther |= active && Other is { IsActive: true };
        }

        public void Dispose() => IsActive = false;
    }
}
