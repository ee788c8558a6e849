using CheckIn.Fixtures;
using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Turnstile;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Tests.Turnstile;

/// <summary>Lines that somebody else holds: the command that switches off, and a gate that starts.</summary>
public sealed class ReleaseCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task Every_relay_is_requested_off_and_let_go_of()
    {
        using var chip = new Chip();
        Assert.Equal(0, await ReleaseAsync(chip, Lane("vao", 17, Polarity.ActiveHigh), Lane("ra", 27, Polarity.ActiveLow)));
        Assert.Equal(["17 high requested", "17 off", "17 let go", "27 low requested", "27 off", "27 let go"], chip.Story);
    }

    [Fact]
    public async Task A_line_in_use_is_left_alone_and_that_is_no_failure()
    {
        using var chip = new Chip { BusyTimes = int.MaxValue };
        Assert.Equal(0, await ReleaseAsync(chip, Lane("vao", 17, Polarity.ActiveHigh)));
        Assert.Contains("in use, by a gate that runs", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_relay_that_fails_does_not_keep_the_others_on()
    {
        using var chip = new Chip { Broken = 17 };
        Assert.Equal(2, await ReleaseAsync(chip, Lane("vao", 17, Polarity.ActiveHigh), Lane("ra", 27, Polarity.ActiveHigh)));
        Assert.Contains("27 off", chip.Story);
        Assert.Contains("vao: it is broken", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_takes_the_gates_settings()
    {
        string[] settings = ["--Gpio:Driver", "Virtual", "--Lanes:0:Name", "vao", "--Lanes:0:Turnstile:RelayPin", "5"];
        Assert.Equal(0, await ReleaseCommand.RunAsync(settings, TimeProvider.System, _output, _errors));
        Assert.Equal("vao: the relay on pin 5 is off.", _output.ToString().Trim());
        Assert.Equal(2, await ReleaseCommand.RunAsync(
            ["--Gpio:Chip", "/dev/gpiochip-none"], TimeProvider.System, _output, _errors));
    }

    [Fact]
    public async Task A_gate_that_starts_waits_for_a_line_that_an_earlier_guard_still_holds()
    {
        using var chip = new Chip { BusyTimes = 5 };
        using var lines = await OpenAsync(chip, TimeProvider.System);
        Assert.Equal(["17 high requested", "17 off"], chip.Story);
    }

    [Fact]
    public async Task A_gate_that_starts_does_not_wait_for_ever_for_a_line_in_use()
    {
        var time = new FakeTime();
        using var chip = new Chip { BusyTimes = int.MaxValue, WhenAsked = () => time.Advance(TimeSpan.FromSeconds(1.9)) };
        var opening = OpenAsync(chip, time);
        while (!opening.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }
        Assert.True((await Assert.ThrowsAsync<GpioException>(() => opening)).IsBusy);
    }

    private static Task<RelayLines> OpenAsync(Chip chip, TimeProvider time) => RelayLines.OpenAsync(
        new GpioOptions { Driver = GpioDriverKind.Virtual }, chip, [("vao", new TurnstileOptions { RelayPin = 17 })],
        _ => { }, null, time, NullLogger.Instance, CancellationToken.None);

    private Task<int> ReleaseAsync(Chip chip, params LaneOptions[] lanes) =>
        ReleaseCommand.ReleaseAsync(chip, lanes, TimeProvider.System, _output, _errors);

    private static LaneOptions Lane(string name, int pin, Polarity polarity) =>
        new() { Name = name, Turnstile = new TurnstileOptions { RelayPin = pin, Polarity = polarity } };

    private sealed class Chip : IGpioDriver
    {
        internal List<string> Story { get; } = [];
        internal int BusyTimes { get; set; }
        internal int Broken { get; init; } = -1;
        internal Action? WhenAsked { get; init; }

        public Task Failed { get; } = new TaskCompletionSource().Task;

        public IGpioOutput OpenOutput(int pin, bool activeLow, string consumer)
        {
            WhenAsked?.Invoke();
            if (pin == Broken)
                throw new GpioException("it is broken");
            if (BusyTimes-- > 0)
                throw new GpioException("it is in use") { IsBusy = true };
            Story.Add($"{pin} {(activeLow ? "low" : "high")} requested");
            return new Output(this, pin);
        }

        public IGpioInput OpenInput(int pin, InputWiring wiring, string consumer, Action<GpioEdge> onEdge) =>
            throw new NotSupportedException();

        public void Dispose() { }

        private sealed class Output(Chip chip, int pin) : IGpioOutput
        {
            private bool _closed;
            public int Pin => pin;
            public void Set(bool active) => chip.Story.Add($"{pin} {(active ? "on" : "off")}");

            public void Dispose()
            {
                if (!_closed)
                    chip.Story.Add($"{pin} let go");
                _closed = true;
            }
        }
    }
}
