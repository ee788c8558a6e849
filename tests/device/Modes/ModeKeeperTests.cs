using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Gate.Clock;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Modes;
using CheckIn.Gate.Service;
using CheckIn.Gate.Settings;
using CheckIn.Gate.Tests.Turnstile;
using CheckIn.Gate.Turnstile;
using CheckIn.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Modes;

/// <summary>Lanes on virtual pins that follow orders, a clock that the test moves, and a file of their own.</summary>
public sealed class ModeKeeperTests : IAsyncDisposable
{
    private const int RelayIn = 17, RelayOut = 18;
    private readonly string _folder = Directory.CreateTempSubdirectory("checkin-keeper-").FullName;
    private readonly FakeTime _time = new();
    private readonly VirtualGpioDriver _gpio;
    private readonly RecordedEvents _recorded;
    private readonly List<IDisposable> _open = [];
    private ClockQuality? _quality = new(10, 1);
    private HubWishes _wishes = new();
    private ModeKeeper? _keeper;
    private LanesWiring _wiring = null!;

    public ModeKeeperTests()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        _gpio = new VirtualGpioDriver(new GpioOptions(), _time);
        _recorded = new RecordedEvents(_time);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _recorded.DisposeAsync();
        _gpio.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_order_is_recorded_followed_reported_and_ended_by_its_time()
    {
        await StartAsync();
        Hear(Order("a", ModeWords.HoldOpen, 60, "vao"));
        await Eventually(() => Relay(0));
        Assert.Equal(["vao operation {name:mode_begun,by:hub,result:hold_open a}"], await _recorded.ToldAsync());
        await ReportedAsync(("a", ModeReport.InForce, null));
        await AdvanceAsync(59);
        Assert.True(Relay(0));
        await AdvanceAsync(1.1);
        await Eventually(() => !Relay(0));
        Assert.Equal("vao operation {name:mode_ended,by:hub,result:hold_open a}", (await _recorded.ToldAsync())[^1]);
        await ReportedAsync(("a", ModeReport.Ended, null));
    }

    [Fact]
    public async Task Nothing_opens_before_its_row_and_it_does_when_the_journal_works_again()
    {
        await StartAsync();
        _recorded.Fails = true;
        Hear(Order("a", ModeWords.HoldOpen, 600));
        await ReportedAsync(("a", ModeReport.Refused, CommandRefusals.JournalFailed));
        Assert.False(Relay(0));
        _recorded.Fails = false;
        await AdvanceAsync(6);
        await Eventually(() => Relay(0));
        await ReportedAsync(("a", ModeReport.InForce, null));
    }

    [Fact]
    public async Task A_lockdown_does_not_wait_for_the_journal()
    {
        await StartAsync();
        _recorded.Fails = true;
        Hear(Order("a", ModeWords.Lockdown, 600));
        await Eventually(() => Mode(0) == LaneMode.Lockdown);
        _recorded.Fails = false;
        await AdvanceAsync(6);
        Assert.Equal(
            ["ra operation {name:mode_begun,by:hub,result:lockdown a}", "vao operation {name:mode_begun,by:hub,result:lockdown a}"],
            (await _recorded.ToldAsync()).Order());
    }

    [Fact]
    public async Task A_gate_that_starts_again_without_the_hub_goes_on_with_what_it_was_ordered()
    {
        await StartAsync();
        Hear(Order("open", ModeWords.HoldOpen, 600, "ra"), Order("lock", ModeWords.Lockdown, 300, "vao"));
        await Eventually(() => Relay(1) && Mode(0) == LaneMode.Lockdown);
        await StopAsync();
        Assert.False(File.ReadAllText(Path.Combine(_folder, "journal.db-modes")).Length == 0);
        _wishes = new HubWishes(); // nothing is heard in this life
        await StartAsync();
        // Before any code is read it is locked.
        Assert.Equal(LaneMode.Lockdown, Mode(0));
        await Eventually(() => Relay(1));
        await ReportedAsync(("open", ModeReport.InForce, null), ("lock", ModeReport.InForce, null));
        await AdvanceAsync(301);
        await Eventually(() => Mode(0) == LaneMode.Normal);
        await AdvanceAsync(300);
        await Eventually(() => !Relay(1));
    }

    [Fact]
    public async Task After_its_time_a_gate_that_was_off_does_not_open_again()
    {
        await StartAsync();
        Hear(Order("open", ModeWords.HoldOpen, 60));
        await Eventually(() => Relay(0));
        await StopAsync();
        await AdvanceAsync(61);
        await StartAsync();
        await ReportedAsync(("open", ModeReport.Ended, null));
        Assert.False(Relay(0));
    }

    [Fact]
    public async Task A_wall_clock_that_nobody_vouches_for_moves_no_order()
    {
        _quality = null;
        await StartAsync();
        Hear(Order("open", ModeWords.HoldOpen, 600));
        await Eventually(() => Relay(0));
        _time.SetWall(_time.GetUtcNow().AddYears(5));
        await AdvanceAsync(30);
        Assert.True(Relay(0));
        _time.SetWall(DateTimeOffset.UnixEpoch.AddYears(56).AddSeconds(700)); // past its end, and now it is known
        _quality = new ClockQuality(10, 1);
        await AdvanceAsync(11);
        await Eventually(() => !Relay(0));
    }

    [Fact]
    public async Task What_the_hub_takes_back_ends_and_one_hold_that_follows_another_does_not_let_go()
    {
        await StartAsync();
        Hear(Order("a", ModeWords.HoldOpen, 600, "vao"));
        await Eventually(() => Relay(0));
        Hear(Order("b", ModeWords.HoldOpen, 900, "vao"));
        await ReportedAsync(("b", ModeReport.InForce, null));
        Assert.True(Relay(0));
        Hear();
        await Eventually(() => !Relay(0));
        await ReportedAsync();
        Assert.Equal(
            [
                "vao operation {name:mode_begun,by:hub,result:hold_open a}", "vao operation {name:mode_ended,by:hub,result:hold_open a}",
                "vao operation {name:mode_begun,by:hub,result:hold_open b}", "vao operation {name:mode_ended,by:hub,result:hold_open b}",
            ],
            await _recorded.ToldAsync());
    }

    [Fact]
    public async Task Who_stands_at_the_gate_locks_it_without_the_hub_and_the_hub_hears_of_it()
    {
        await StartAsync();
        await _keeper!.LockAsync("pin:bao-ve-1", null, TimeSpan.FromHours(1));
        Assert.Equal((LaneMode.Lockdown, LaneMode.Lockdown), (Mode(0), Mode(1)));
        await Eventually(() => _recorded.Alarms.Words.Contains(AlarmWords.LockedByGuard));
        Hear();
        await AdvanceAsync(11);
        Assert.Equal(LaneMode.Lockdown, Mode(0));
        await StopAsync();
        await StartAsync();
        Assert.Equal(LaneMode.Lockdown, Mode(0));
        await _keeper.LiftAsync(Assert.Single(_keeper.Own).Order.Id);
        Assert.Equal((LaneMode.Normal, LaneMode.Normal), (Mode(0), Mode(1)));
        await Eventually(() => !_recorded.Alarms.Words.Any());
        Assert.Contains(await _recorded.ToldAsync(), static told =>
            told.StartsWith("vao operation {name:mode_begun,by:pin:bao-ve-1,result:lockdown here-", StringComparison.Ordinal));
        await ReportedAsync();
    }

    [Fact]
    public async Task A_lockdown_that_is_over_before_it_was_followed_leaves_nobody_out()
    {
        await StartAsync();
        var way = _wiring.Portals[0].Ways[0];
        var lane = new FollowingLane(
            new ModeLane("vao", Direction.In, RelayIn), way, _recorded.AppendAsync, _recorded.Recorder, _recorded.Clock, NullLogger.Instance);
        lane.Restrict(new BookedOrder(Order("a", ModeWords.Lockdown, 600), long.MaxValue));
        Assert.Equal(LaneMode.Lockdown, Mode(0));
        Assert.True(await lane.FollowAsync(null));
        Assert.Equal(LaneMode.Normal, Mode(0));
        Assert.Empty(await _recorded.ToldAsync());
    }

    private bool Relay(int portal) => _wiring.Portals[portal].Ways[0].Relay!.IsActive;

    private LaneMode Mode(int portal) => _wiring.Portals[portal].Ways[0].ModeAt(_time.MonotonicNs());

    private void Hear(params ModeOrder[] orders) => _wishes.Hear(new DesiredMessage(0, Modes: orders));

    private ModeOrder Order(string id, string mode, int lastsS, string? lane = null) =>
        new(id, mode, _time.GetUtcNow().AddSeconds(lastsS).ToUnixTimeMilliseconds(), lane);

    private async Task StartAsync()
    {
        var options = new LanesOptions();
        options.Lanes.Add(Lane("vao", Direction.In, RelayIn));
        options.Lanes.Add(Lane("ra", Direction.Out, RelayOut));
        var relays = await RelayLines.OpenAsync(
            new GpioOptions { Driver = GpioDriverKind.Virtual }, _gpio, options.Lanes.Select(lane => (lane.Name, lane.Turnstile)),
            _ => { }, null, _time, NullLogger.Instance, CancellationToken.None);
        _open.Add(relays);
        var clock = new GateClock(_time, () => _quality);
        _wiring = LanesWiring.Open(options, _gpio, relays, _recorded.Recorder, clock, NullLoggerFactory.Instance);
        _open.Add(_wiring);
        var journal = Path.Combine(_folder, "journal.db");
        _keeper = new ModeKeeper(
            _wishes, new ModeStore(ModeStore.PathBeside(journal)), clock, ClockMemory.PathBeside(journal), _recorded.Recorder, null,
            NullLogger<ModeKeeper>.Instance);
        await _keeper.StartAsync(default);
        _keeper.Opened(options.Lanes.Select(lane => new LaneParts(lane, null!, _wiring.WayOf(lane))), _recorded.AppendAsync);
    }

    private async Task StopAsync()
    {
        if (_keeper is null)
            return;
        _keeper.Closed();
        await _keeper.StopAsync(default);
        _keeper.Dispose();
        _keeper = null;
        foreach (var open in Enumerable.Reverse(_open))
            open.Dispose();
        _open.Clear();
    }

    /// <summary>In small steps, so that whoever waits for a moment goes on in it.</summary>
    private async Task AdvanceAsync(double seconds)
    {
        for (var left = seconds; left > 0; left -= 1)
        {
            _time.Advance(TimeSpan.FromSeconds(Math.Min(left, 1)));
            await Task.Delay(1);
        }
    }

    private Task ReportedAsync(params (string, string, string?)[] expected) => Eventually(() =>
        (_wishes.Report.Modes ?? []).Select(report => (report.Id, report.State, report.Why)).SequenceEqual(expected));

    private async Task Eventually(Func<bool> holds)
    {
        for (var i = 0; i < 4000 && !holds(); i++)
            await Task.Delay(5);
        Assert.True(holds(), string.Join(", ", _wishes.Report.Modes ?? []));
    }

    private static LaneOptions Lane(string name, Direction direction, int relay) => new()
    {
        Name = name,
        Direction = direction,
        Turnstile = new TurnstileOptions { RelayPin = relay },
    };
}
