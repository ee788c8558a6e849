using CheckIn.Time;

namespace CheckIn.Gate.Gpio;

/// <summary>
/// Pins without hardware. Every change of an output's level is appended to the trace file, if there is one, before Set
/// returns; inputs are driven by the input file, if there is one, and by <see cref="Drive"/>.
/// </summary>
internal sealed class VirtualGpioDriver : IGpioDriver
{
    private readonly TimeProvider _time;
    private readonly FileStream? _trace;
    private readonly Lock _lock = new();
    private readonly HashSet<int> _open = [];
    private readonly VirtualGpioInputs _inputs;
    private readonly VirtualInputFile? _inputFile;
    private readonly TaskCompletionSource _never = new();

    internal VirtualGpioDriver(GpioOptions options, TimeProvider time)
    {
        (_time, _inputs) = (time, new VirtualGpioInputs(time));
        if (options.InputFile is { Length: > 0 } contacts)
            _inputFile = new VirtualInputFile(contacts, Drive);
        if (options.TraceFile is not { Length: > 0 } path)
            return;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
            Directory.CreateDirectory(directory);
        // Unbuffered: a killed process leaves every edge it made.
        _trace = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    public Task Failed => _inputFile?.Following ?? _never.Task;

    public IGpioOutput OpenOutput(int pin, bool activeLow, string consumer)
    {
        Take(pin, consumer);
        return new Output(this, pin, activeLow);
    }

    public IGpioInput OpenInput(int pin, InputWiring wiring, string consumer, Action<GpioEdge> onEdge)
    {
        Take(pin, consumer);
        return _inputs.Open(pin, wiring, onEdge, () => Free(pin));
    }

    public void Dispose()
    {
        _inputFile?.Dispose();
        _trace?.Dispose();
    }

    /// <summary>Puts an input's pin to an electrical level, 0 or 1, now or for when it will be opened.</summary>
    internal void Drive(int pin, int level) => _inputs.Drive(pin, level);

    private void Take(int pin, string consumer)
    {
        lock (_lock)
        {
            if (!_open.Add(pin))
                throw new GpioException($"Virtual pin {pin} is already in use; give '{consumer}' another one.");
        }
    }

    private void Free(int pin)
    {
        lock (_lock)
            _open.Remove(pin);
    }

    private void Edge(int pin, int level)
    {
        if (_trace is null)
            return;
        Span<byte> line = stackalloc byte[96];
        System.Text.Unicode.Utf8.TryWrite(
            line, $"{{\"t_ns\":{_time.MonotonicNs()},\"pin\":{pin},\"level\":{level}}}\n", out var length);
        lock (_lock)
            _trace.Write(line[..length]);
    }

    private sealed class Output : IGpioOutput
    {
        private readonly VirtualGpioDriver _driver;
        private readonly bool _activeLow;
        private int _level;

        internal Output(VirtualGpioDriver driver, int pin, bool activeLow)
        {
            (_driver, Pin, _activeLow) = (driver, pin, activeLow);
            _level = activeLow ? 1 : 0;
        }

        public int Pin { get; }

        public void Set(bool active)
        {
            var level = active == _activeLow ? 0 : 1;
            if (Interlocked.Exchange(ref _level, level) != level)
                _driver.Edge(Pin, level);
        }

        public void Dispose()
        {
            Set(false);
            _driver.Free(Pin);
        }
    }
}
