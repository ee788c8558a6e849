using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Clock;
using CheckIn.Time;

namespace CheckIn.Gate.Tests.Clock;

public sealed class GateClockTests
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(10);
    private readonly FakeTime _time = new();
    private readonly GateClock _clock;
    private ClockQuality? _kernel;
    private long _subscribed;

    public GateClockTests()
    {
        _clock = new GateClock(_time, () => _kernel);
        _time.Advance(TimeSpan.FromHours(1));
    }

    private long Wall => _time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public void A_clock_that_nobody_synchronises_is_told_as_it_is_with_no_quality()
    {
        Assert.Equal(new ClockStamp(_time.MonotonicNs(), Wall, null), _clock.Stamp());
        _time.SetWall(DateTimeOffset.UnixEpoch.AddYears(80));
        Assert.Equal(new ClockStamp(_time.MonotonicNs(), Wall, null), _clock.Stamp());
    }

    [Fact]
    public void While_the_kernel_is_synchronised_its_time_and_its_estimate_hold()
    {
        _kernel = new ClockQuality(7, 12);
        _time.SetWall(_time.GetUtcNow().AddDays(3));
        Assert.Equal(new ClockStamp(_time.MonotonicNs(), Wall, new ClockQuality(8, 12)), _clock.Stamp());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public void A_jump_of_years_is_not_followed_once_the_time_was_known(int years)
    {
        _kernel = new ClockQuality(7, 0);
        var before = _clock.Stamp();
        _kernel = null; // as the kernel does when the clock is set
        _time.SetWall(_time.GetUtcNow().AddYears(years));
        _time.Advance(TimeSpan.FromSeconds(2000));
        var after = _clock.Stamp();
        Assert.Equal(before.At + 2_000_000, after.At);
        Assert.Equal(new ClockQuality(8 + 1000, 2000), after.Quality);
        Assert.Equal(TimeSpan.FromMilliseconds(after.At), _clock.GetUtcNow() - DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public void Nine_hours_after_the_last_synchronisation_the_quality_is_worse_not_gone()
    {
        _kernel = new ClockQuality(16_000, 32_000);
        _clock.Stamp();
        _kernel = null; // STA_UNSYNC at NTP_PHASE_LIMIT
        _time.Advance(TimeSpan.FromDays(30));
        var quality = _clock.Stamp().Quality!.Value;
        Assert.Equal((16_001 + 1_296_000, 32_000 + (30L * 86400)), (quality.ErrorMs, quality.SyncedAgeS));
    }

    [Fact]
    public void Durations_and_timers_are_the_monotonic_clocks_whatever_the_wall_says()
    {
        var fired = 0;
        using var timer = _clock.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);
        var began = _clock.GetTimestamp();
        _time.SetWall(_time.GetUtcNow().AddYears(10));
        Tell(_time.GetUtcNow().AddYears(-10));
        Assert.Equal(TimeSpan.Zero, _clock.GetElapsedTime(began));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((1, TimeSpan.FromSeconds(10)), (fired, _clock.GetElapsedTime(began)));
    }

    [Fact]
    public void Where_nobody_synchronises_the_machine_the_hub_tells_the_time_and_more_surely_once_two_messages_agree()
    {
        var hub = new DateTimeOffset(2031, 5, 5, 5, 5, 5, TimeSpan.Zero);
        Subscribe();
        _time.Advance(TimeSpan.FromSeconds(40));
        Tell(hub);
        var unsure = new ClockQuality(40_000 + 20 + 12, 0, "local");
        Assert.Equal(new ClockStamp(_time.MonotonicNs(), hub.ToUnixTimeMilliseconds(), unsure), _clock.Stamp());
        _time.Advance(TimeSpan.FromSeconds(60));
        Tell(hub.AddSeconds(60), new ClockQuality(3, 9));
        var stamp = _clock.Stamp();
        Assert.Equal(hub.AddSeconds(60).ToUnixTimeMilliseconds(), stamp.At);
        Assert.Equal(new ClockQuality(10 + 2 + 30, 0, "hub"), stamp.Quality);
    }

    [Fact]
    public void A_message_that_was_held_up_does_not_move_the_time()
    {
        Agree(_time.GetUtcNow().AddYears(5));
        var expected = _clock.Stamp();
        _time.Advance(TimeSpan.FromSeconds(60));
        Tell(DateTimeOffset.FromUnixTimeMilliseconds(expected.At));
        Assert.Equal(expected.At + 60_000, _clock.Stamp().At);
        Assert.Equal(60, _clock.Stamp().Quality!.Value.SyncedAgeS);
    }

    [Fact]
    public void A_first_message_that_was_held_up_is_put_right_by_the_next_ones()
    {
        var hub = _time.GetUtcNow().AddYears(5);
        Subscribe();
        _time.Advance(TimeSpan.FromSeconds(50));
        Tell(hub.AddSeconds(10)); // 40 s late
        Assert.True(_clock.Stamp().Quality!.Value.ErrorMs >= 40_000);
        _time.Advance(TimeSpan.FromSeconds(60));
        Tell(hub.AddSeconds(110));
        Assert.True(_clock.Stamp().Quality!.Value.ErrorMs is >= 10 and <= 51_000);
        _time.Advance(TimeSpan.FromSeconds(60));
        Tell(hub.AddSeconds(170));
        Assert.Equal(hub.AddSeconds(170).ToUnixTimeMilliseconds(), _clock.Stamp().At);
        Assert.Equal(12 + 30, _clock.Stamp().Quality!.Value.ErrorMs);
    }

    [Fact]
    public void A_hub_whose_clock_was_set_back_is_followed_when_it_insists()
    {
        var hub = _time.GetUtcNow().AddYears(5);
        Agree(hub);
        for (var minute = 1; minute <= 3; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            var before = _clock.Stamp().At;
            Tell(hub.AddYears(-1).AddMinutes(minute));
            Assert.Equal(minute < 3, _clock.Stamp().At == before);
        }
    }

    [Fact]
    public void What_the_hub_says_as_it_goes_or_in_nonsense_tells_no_time()
    {
        Subscribe();
        _clock.Hear(new HubStateMessage(false, 5), RoundTrip, _subscribed);
        _clock.Hear(new HubStateMessage(true, -5), RoundTrip, _subscribed);
        _clock.Hear(new HubStateMessage(true, long.MaxValue), RoundTrip, _subscribed);
        Assert.Null(_clock.Stamp().Quality);
    }

    [Fact]
    public void The_kernel_comes_first_and_afterwards_whichever_is_less_wrong()
    {
        Agree(_time.GetUtcNow().AddYears(5));
        _kernel = new ClockQuality(2, 0);
        Assert.Equal(Wall, _clock.Stamp().At);
        _kernel = null;
        Assert.Equal(Wall, _clock.Stamp().At);
        _time.Advance(TimeSpan.FromMinutes(10));
        Agree(_time.GetUtcNow().AddYears(5));
        Assert.Equal("local", _clock.Stamp().Quality!.Value.Source);
    }

    private void Subscribe() => _subscribed = _clock.GetTimestamp();

    private void Tell(DateTimeOffset hub, ClockQuality? quality = null) =>
        _clock.Hear(new HubStateMessage(true, hub.ToUnixTimeMilliseconds(), quality), RoundTrip, _subscribed);

    private void Agree(DateTimeOffset hub)
    {
        Subscribe();
        for (var i = 0; i < 4; i++) // one more than it takes to insist
            Tell(hub);
    }
}
