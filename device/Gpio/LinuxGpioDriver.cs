using CheckIn.Gate.Supervision;

namespace CheckIn.Gate.Gpio;

/// <summary>
/// Pins of the kernel's GPIO character device. An output is requested together with its inactive value, so that opening
/// it makes no glitch; an input with its resistor, both edges and the time that the kernel debounces it by. The kernel
/// knows the polarity (active-low flag), so "active" means the same on every board. One thread tells of all edges. What a
/// pin does after its file descriptor is closed is the chip's business: fit a pull-down.
/// </summary>
internal sealed class LinuxGpioDriver : IGpioDriver
{
    private readonly GpioChip _chip;
    private readonly LineWatch _watch;
    private readonly TimeProvider _time;

    internal LinuxGpioDriver(GpioOptions options, TimeProvider? time = null, Liveness? liveness = null)
    {
        _time = time ?? TimeProvider.System;
        _chip = GpioChips.Open(options.Chip);
        _watch = new LineWatch(_chip.Check, _time, liveness);
    }

    public Task Failed => _watch.Failed;

    /// <summary>Which chip it is: its path and label.</summary>
    internal string Chip => $"{_chip.Path} ({_chip.Label})";

    public IGpioOutput OpenOutput(int pin, bool activeLow, string consumer)
    {
        var flags = GpioUapi.FlagOutput | (activeLow ? GpioUapi.FlagActiveLow : 0);
        var inactive = new GpioUapi.LineAttribute { Id = GpioUapi.AttributeOutputValues, Value = 0 };
        return new LinuxGpioOutput(_chip.Path, _chip.Request(pin, flags, inactive, consumer), pin, activeLow);
    }

    /// <summary>A line that another process has requested, with its polarity, and that this one has inherited.</summary>
    internal static IGpioOutput Adopt(int pin, int handle) => new LinuxGpioOutput("inherited", handle, pin, activeLow: false);

    public IGpioInput OpenInput(int pin, InputWiring wiring, string consumer, Action<GpioEdge> onEdge)
    {
        var flags = GpioUapi.FlagInput | GpioUapi.FlagEdgeRising | GpioUapi.FlagEdgeFalling | FlagOf(wiring.Bias)
            | (wiring.ActiveLow ? GpioUapi.FlagActiveLow : 0);
        GpioUapi.LineAttribute? debounce = wiring.Debounce > TimeSpan.Zero
            ? new() { Id = GpioUapi.AttributeDebounce, Value = (uint)wiring.Debounce.TotalMicroseconds }
            : null;
        var handle = _chip.Request(pin, flags, debounce, consumer);
        try
        {
            GpioUapi.SetNonBlocking(handle);
            var input = new LinuxGpioInput(
                _chip.Path, handle, pin, LinuxGpioInput.LevelByKernel, _time, onEdge, _watch.Wake);
            _watch.Add(input);
            return input;
        }
        catch
        {
            _ = GpioUapi.Close(handle);
            throw;
        }
    }

    public void Dispose()
    {
        _watch.Dispose();
        _chip.Dispose();
    }

    private static ulong FlagOf(InputBias bias) => bias switch
    {
        InputBias.PullUp => GpioUapi.FlagBiasPullUp,
        InputBias.PullDown => GpioUapi.FlagBiasPullDown,
        _ => GpioUapi.FlagBiasDisabled,
    };
}
