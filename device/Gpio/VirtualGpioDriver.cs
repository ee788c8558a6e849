using CheckIn.Time;

namespace CheckIn.Gate.Gpio;

/// <summary>
/// Pins without hardware. Every change of an output's level is appended to the trace file, if there is one, before Set
/// returns; inputs are driven by the input file, if there is one, and by <see cref="Drive"/>.
/// </summary>
internal sealed class VirtualGpioDriver : IGpioDriver
{
    private readonly TimeProvider _time;
    private readonly EdgeTrace? _trace;
    private readonly Lock _lock = new();
    private readonly HashSet<int> _open = [];
    private readonly VirtualGpioInputs _inputs;
    private readonly VirtualInputFile? _inputFile;
    private readonly TaskCompletionSource _never = new();

    internal VirtualGpioDriver(GpioOptions options, TimeProvider time)
    {
        (_time, _inputs) = (time, new VirtualGpioInputs(time));
        _trace = options.TraceFile is { Length: > 0 } path ? new EdgeTrace(path) : null;
        if (options.InputFile is { Length: > 0 } contacts)
            _inputFile = new VirtualInputFile(contacts, Drive);
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

    /// <summary>A line of another process, whose level lies in memory that this one has inherited.</summary>
    internal IGpioOutput Adopt(int pin, int handle, bool activeLow) =>
        new Output(this, pin, activeLow, SharedLevel.Adopt(handle));

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
            _trace.Append(line[..length]);
    }

    private sealed class Output : IShareableOutput
    {
        private readonly VirtualGpioDriver _driver;
        private readonly Lock _lock = new();
        private SharedLevel? _shared;
        private int _own;
        private bool _closed;

        internal Output(VirtualGpioDriver driver, int pin, bool activeLow, SharedLevel? shared = null)
        {
            (_driver, Pin, ActiveLow, _shared) = (driver, pin, activeLow, shared);
            _own = activeLow ? 1 : 0;
        }

        public int Pin { get; }

        public bool ActiveLow { get; }

        public int Handle
        {
            get
            {
                lock (_lock)
                    return (_shared ??= SharedLevel.Create(_own)).Handle;
            }
        }

        public void Set(bool active)
        {
            lock (_lock)
            {
                if (!_closed)
                    SetLevel(active == ActiveLow ? 0 : 1);
            }
        }

        public void Dispose()
        {
            lock (_lock)
            {
                if (_closed)
                    return;
                SetLevel(ActiveLow ? 1 : 0);
                _closed = true;
                _shared?.Dispose();
            }
            _driver.Free(Pin);
        }

        private void SetLevel(int level)
        {
            ref var cell = ref _shared is null ? ref _own : ref _shared.Level;
            if (Interlocked.Exchange(ref cell, level) != level)
                _driver.Edge(Pin, level);
        }
    }
}
