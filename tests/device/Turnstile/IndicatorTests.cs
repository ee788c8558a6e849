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
    private readonly Indicator _indicator;

    public IndicatorTests() => _indicator = new Indicator(
        _green, _red, new IndicatorOptions { ShowFor = TimeSpan.FromSeconds(1) }, _time);

    public void Dispose()
    {
        _indicator.Dispose();
        _green.Dispose();
        _red.Dispose();
    }

    [Fact]
    public void It_is_dark_until_it_answers_and_dark_again_afterwards()
    {
        AssertShows(green: false, red: false);
        _indicator.Show(Outcome.Admitted);
        AssertShows(green: true, red: false);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        AssertShows(green: true, red: false);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        AssertShows(green: false, red: false);
    }

    [Fact]
    public void An_answer_replaces_the_one_before_and_has_its_whole_time()
    {
        _indicator.Show(Outcome.Admitted);
        _time.Advance(TimeSpan.FromMilliseconds(900));
        _indicator.Show(Outcome.Refused);
        AssertShows(green: false, red: true);
        _time.Advance(TimeSpan.FromMilliseconds(900));
        AssertShows(green: false, red: true);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        AssertShows(green: false, red: false);
    }

    [Fact]
    public void It_goes_dark_in_the_end_when_the_systems_timer_is_early()
    {
        using var indicator = new Indicator(
            _green, _red, new IndicatorOptions { ShowFor = TimeSpan.FromSeconds(1) }, new EarlyTime(_time));
        indicator.Show(Outcome.Refused);
        _time.Advance(TimeSpan.FromMilliseconds(997));
        AssertShows(green: false, red: true);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        AssertShows(green: false, red: false);
    }

    [Fact]
    public void Disposing_it_leaves_it_dark()
    {
        _indicator.Show(Outcome.Refused);
        _indicator.Dispose();
        AssertShows(green: false, red: false);
    }

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
        int IGpioOutput.Pin => 0;
        public void Set(bool active) => IsActive = active;
        public void Dispose() => IsActive = false;
    }
}
