using CheckIn.Fixtures;
using CheckIn.Gate.Health;
using CheckIn.Gate.Supervision;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Supervision;

public sealed class SupervisorTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly Liveness _liveness;
    private readonly GateAlarms _alarms = new();
    private readonly ServiceManagerSocket _manager = new("@checkin-" + Guid.NewGuid().ToString("N"));

    public SupervisorTests() => _liveness = new Liveness(_time);

    public void Dispose() => _manager.Dispose();

    [Fact]
    public async Task It_feeds_the_watchdog_while_every_loop_goes_on_and_no_longer()
    {
        using var supervisor = Supervisor(watched: true);
        await supervisor.StartAsync(CancellationToken.None);
        using var loop = _liveness.Watch("scanner vao", TimeSpan.FromSeconds(2));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("WATCHDOG=1", await _manager.NextAsync("WATCHDOG=1"));
            _time.Advance(TimeSpan.FromSeconds(1));
            loop.Beat();
        }
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("STATUS=silent: scanner vao", await _manager.NextAsync("STATUS=silent"));
        for (var i = 0; i < 20; i++)
            Assert.NotEqual("WATCHDOG=1", await _manager.NextAsync());
    }

    [Fact]
    public async Task A_loop_that_rests_is_not_missed()
    {
        using var supervisor = Supervisor(watched: true);
        await supervisor.StartAsync(CancellationToken.None);
        using var loop = _liveness.Watch("lane vao", TimeSpan.FromSeconds(2));
        loop.Rest();
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("WATCHDOG=1", await _manager.NextAsync());
        }
    }

    [Fact]
    public async Task The_service_manager_hears_that_the_gate_is_ready_what_is_wrong_and_that_it_stops()
    {
        using var supervisor = Supervisor(watched: true);
        await supervisor.StartAsync(CancellationToken.None);
        supervisor.Ready(2);
        Assert.Equal("READY=1\nSTATUS=lanes open: 2", await _manager.NextAsync("READY=1"));
        _alarms.Raise("guard_lost", "gate");
        Assert.Equal("STATUS=lanes open: 2; alarms: guard_lost", await _manager.NextAsync("STATUS=lanes open: 2;"));
        _alarms.Clear("guard_lost", "gate");
        Assert.Equal("STATUS=lanes open: 2", await _manager.NextAsync("STATUS="));
        await supervisor.StoppingAsync(CancellationToken.None);
        Assert.Equal("STOPPING=1", await _manager.NextAsync("STOPPING"));
    }

    [Fact]
    public async Task A_gate_that_hangs_and_that_nobody_watches_ends_itself()
    {
        var ended = new TaskCompletionSource<int>();
        using var supervisor = Supervisor(watched: false, ended.TrySetResult);
        using var loop = _liveness.Watch("journal writer", TimeSpan.FromSeconds(2));
        await supervisor.StartAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(70, await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void A_process_that_stood_still_as_a_whole_has_no_loop_that_hangs()
    {
        var judge = new SilenceJudge(_time);
        string[] silent = ["scanner vao"];
        Assert.Equal(SilenceVerdict.Well, judge.Judge([]));
        _time.Advance(TimeSpan.FromMinutes(5));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(SilenceVerdict.Well, judge.Judge(silent));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(SilenceVerdict.Silent, judge.Judge(silent));
        Assert.Equal(SilenceVerdict.StillSilent, judge.Judge(silent));
        Assert.Equal(SilenceVerdict.Well, judge.Judge([]));
        Assert.Equal(SilenceVerdict.Silent, judge.Judge(silent));
    }

    private Supervisor Supervisor(bool watched, Func<int, bool>? end = null) => new(
        _liveness, _alarms, _time, NullLogger<Supervisor>.Instance,
        variable => !watched ? null : variable switch
        {
            "NOTIFY_SOCKET" => _manager.Address,
            "WATCHDOG_USEC" => "30000",
            _ => null,
        },
        code => end?.Invoke(code));
}
