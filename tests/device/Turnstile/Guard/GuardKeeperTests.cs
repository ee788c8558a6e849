using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Turnstile;
using CheckIn.Gate.Turnstile.Guard;
using CheckIn.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Turnstile.Guard;

/// <summary>A real guard process on virtual lines, whose edges both sides append to one file.</summary>
public sealed partial class GuardKeeperTests : IAsyncLifetime, IDisposable
{
    private const int Pin = 17;
    private const int Sigstop = 19;
    private const int Sigcont = 18;
    private const int Sigterm = 15;
    private const int Sigint = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string _trace = Path.GetTempFileName();
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly TurnstileOptions _options = new() { Pulse = TimeSpan.FromSeconds(3), MaxPulse = TimeSpan.FromSeconds(5) };
    private readonly List<bool> _losses = [];
    private Action? _whenLost;
    private GpioOptions _gpio = null!;
    private VirtualGpioDriver _driver = null!;
    private GuardKeeper _keeper = null!;
    private GuardedRelayLine _line = null!;
    private Relay _relay = null!;

    public async Task InitializeAsync()
    {
        _gpio = new GpioOptions { Driver = GpioDriverKind.Virtual, TraceFile = _trace, Guard = GuardPolicy.Always };
        _driver = new VirtualGpioDriver(_gpio, _time);
        var output = (IShareableOutput)_driver.OpenOutput(Pin, activeLow: false, "test");
        _keeper = GuardKeeper.Start(_gpio, [output], Lost, null, NullLogger.Instance);
        _line = new GuardedRelayLine(_keeper, 0, output, _time, NullLogger.Instance);
        _relay = new Relay(_line, _options, _time);
        await _keeper.Ready.WaitAsync(Patience);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _relay.Dispose();
        _line.Dispose();
        _keeper.Dispose();
        _driver.Dispose();
        File.Delete(_trace);
    }

    [Fact]
    public async Task It_opens_for_a_pulse_and_ends_it_on_time()
    {
        Assert.True(_relay.Pulse(TimeSpan.FromMilliseconds(200)));
        await EdgesAsync(2);
        Assert.InRange(LastedMs(), 199.9, 2000);
        Assert.False(_line.IsActive);
    }

    [Fact]
    public async Task However_many_admissions_follow_each_other_it_closes_at_the_bound()
    {
        var until = _time.MonotonicNs() + 1_300_000_000;
        var options = new TurnstileOptions { Pulse = TimeSpan.FromMilliseconds(200), MaxPulse = TimeSpan.FromMilliseconds(500) };
        using var relay = new Relay(_line, options, _time);
        while (_time.MonotonicNs() < until)
        {
            relay.Pulse();
            await Task.Delay(10);
        }
        await Eventually(() => !_line.IsActive);
        var edges = Edges();
        Assert.InRange(edges.Count(edge => edge.Level == 1), 2, 5);
        Assert.All(edges.Chunk(2), pulse => Assert.InRange((pulse[1].AtNs - pulse[0].AtNs) / 1e6, 1, 650));
    }

    [Fact]
    public async Task A_guard_killed_in_mid_pulse_is_replaced_and_the_line_is_off_within_a_second()
    {
        _relay.Pulse();
        await EdgesAsync(1);
        var killed = _time.MonotonicNs();
        Process.GetProcessById(_keeper.ProcessId).Kill();
        await EdgesAsync(2);
        Assert.InRange((Edges()[1].AtNs - killed) / 1e6, 0, 1000);
        await Eventually(() => _losses.Count == 2);
        Assert.Equal([true, false], _losses);
        Assert.True(_relay.Pulse());
        await EdgesAsync(3);
    }

    [Fact]
    public async Task A_guard_that_stands_still_in_mid_pulse_is_replaced_and_the_line_is_off_within_a_second()
    {
        _relay.Pulse();
        await EdgesAsync(1);
        var (stopped, old) = (_time.MonotonicNs(), _keeper.ProcessId);
        Signal(old, Sigstop);
        await EdgesAsync(2);
        Assert.InRange((Edges()[1].AtNs - stopped) / 1e6, 0, 1000);
        await Eventually(() => _relay.IsWorking);
        Assert.NotEqual(old, _keeper.ProcessId);
    }

    [Fact]
    public async Task A_guard_that_stands_still_near_the_end_of_a_pulse_is_made_good_at_once()
    {
        _relay.Pulse(TimeSpan.FromMilliseconds(100));
        await EdgesAsync(1);
        Signal(_keeper.ProcessId, Sigstop);
        await EdgesAsync(2);
        Assert.InRange(LastedMs(), 90, 1000);
    }

    [Fact]
    public async Task While_there_is_no_guard_no_admission_opens_and_whoever_wants_out_gets_out()
    {
        var found = new TaskCompletionSource<(bool Works, bool Opens, int Edges, bool LetsOut)>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        _whenLost = () => found.TrySetResult(
            (_relay.IsWorking, _relay.Pulse(), Edges().Count, _relay.LetOut(TimeSpan.FromMilliseconds(100))));
        Signal(_keeper.ProcessId, Sigstop);
        Assert.Equal((false, false, 0, true), await found.Task.WaitAsync(Patience));
        await EdgesAsync(2);
        Assert.Equal([1, 0], Edges().Select(edge => edge.Level));
    }

    [Fact]
    public async Task What_an_order_holds_open_falls_when_the_guard_is_lost_and_is_held_again_by_the_next_one()
    {
        _relay.KeepOpen(_time.MonotonicNs() + 600_000_000_000);
        await EdgesAsync(1);
        var killed = _time.MonotonicNs();
        Process.GetProcessById(_keeper.ProcessId).Kill();
        await EdgesAsync(2);
        Assert.InRange((Edges()[1].AtNs - killed) / 1e6, 0, 1000);
        await Eventually(() => _losses is [true, false]);
        await EdgesAsync(3); // not before there is one: nobody's life depends on it
        _relay.EndKeepOpen();
        await EdgesAsync(4);
        Assert.Equal([1, 0, 1, 0], Edges().Select(edge => edge.Level));
    }

    [Fact]
    public async Task An_order_that_nobody_renews_ends_at_its_time()
    {
        var until = _time.MonotonicNs() + 1_500_000_000;
        _relay.KeepOpen(until);
        await EdgesAsync(2);
        Assert.InRange((Edges()[1].AtNs - until) / 1e6, 0, 2000);
    }

    [Fact]
    public async Task An_emergency_outlasts_the_loss_of_the_guard()
    {
        _relay.HoldOpen();
        await EdgesAsync(1);
        Process.GetProcessById(_keeper.ProcessId).Kill();
        await Eventually(() => _losses is [true, false]);
        await Eventually(() => Edges()[^1].Level == 1);
        _relay.EndHold();
        await Eventually(() => Edges()[^1].Level == 0);
    }

    [Fact]
    public async Task An_opening_that_comes_late_opens_for_nobody()
    {
        var now = _time.MonotonicNs();
        Assert.True(_line.Activate(new Opening(1_000_000_000, now + 1_000_000_000, now - 600_000_000)));
        Assert.True(_line.Activate(new Opening(100_000_000, now + 300_000_000, now)));
        await EdgesAsync(2);
        Assert.InRange(LastedMs(), 50, 900);
        await Eventually(() => !_line.IsActive);
    }

    [Fact]
    public async Task What_asks_others_to_end_does_not_end_it()
    {
        var guard = _keeper.ProcessId;
        Signal(guard, Sigterm);
        Signal(guard, Sigint);
        Assert.True(_relay.Pulse(TimeSpan.FromMilliseconds(300)));
        await EdgesAsync(2);
        Assert.Equal(guard, _keeper.ProcessId);
        Assert.Empty(_losses);
    }

    [Fact]
    public async Task When_the_gate_ends_it_switches_off_and_ends()
    {
        var guard = Process.GetProcessById(_keeper.ProcessId);
        _relay.Pulse();
        await EdgesAsync(1);
        _relay.Dispose();
        _keeper.Dispose();
        Assert.Equal([1, 0], Edges().Select(edge => edge.Level));
        Assert.True(guard.HasExited);
    }

    [Fact]
    public async Task It_is_small_and_has_nothing_of_the_host()
    {
        _relay.Pulse(TimeSpan.FromMilliseconds(20));
        await EdgesAsync(2);
        var maps = File.ReadAllText($"/proc/{_keeper.ProcessId}/maps");
        Assert.All(
            ["Microsoft.AspNetCore", "Microsoft.Extensions", "System.ComponentModel", "System.Console"],
            foreign => Assert.DoesNotContain(foreign, maps, StringComparison.Ordinal));
        var anonymous = File.ReadLines($"/proc/{_keeper.ProcessId}/status").First(line => line.StartsWith("RssAnon", StringComparison.Ordinal));
        Assert.InRange(int.Parse(anonymous.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], null), 1, 8 * 1024);
    }

    private void Lost(bool lost)
    {
        lock (_losses)
            _losses.Add(lost);
        if (lost)
            _whenLost?.Invoke();
    }

    private double LastedMs() => (Edges()[1].AtNs - Edges()[0].AtNs) / 1e6;

    private List<(int Level, long AtNs)> Edges() =>
    [
        .. File.ReadLines(_trace).Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Select(edge => (edge.GetProperty("level").GetInt32(), edge.GetProperty("t_ns").GetInt64())),
    ];

    private Task EdgesAsync(int count) => Eventually(() => Edges().Count >= count);

    private static async Task Eventually(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!holds())
            await Task.Delay(5, limit.Token);
    }

    private static void Signal(int process, int signal) => Assert.Equal(0, SendSignal(process, signal));

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}
