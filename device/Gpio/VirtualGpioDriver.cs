using CheckIn.Time;

namespace CheckIn.Gate.Gpio;

/// <summary>Pins without hardware. Every change of level is appended to the trace file, if there is one, before Set returns.</summary>
internal sealed class VirtualGpioDriver : IGpioDriver
{
    private readonly TimeProvider _time;
    private readonly EdgeTrace? _trace;
    private readonly Lock _lock = new();
    private readonly HashSet<int> _open = [];

    internal VirtualGpioDriver(GpioOptions options, TimeProvider time)
    {
        _time = time;
        _trace = options.TraceFile is { Length: > 0 } path ? new EdgeTrace(path) : null;
    }

    public IGpioOutput OpenOutput(int pin, bool activeLow, string consumer)
    {
        lock (_lock)
        {
            if (!_open.Add(pin))
                throw new GpioException($"Virtual pin {pin} is already in use; give '{consumer}' another one.");
        }
        return new Output(this, pin, activeLow);
    }

    /// <summary>A line of another process, whose level lies in memory that this one has inherited.</summary>
    internal IGpioOutput Adopt(int pin, int handle, bool activeLow) =>
        new Output(this, pin, activeLow, SharedLevel.Adopt(handle));

    public IGpioInput OpenInput(int pin, InputWiring wiring, string consumer, Action<GpioEdge> onEdge) =>
        throw new NotImplementedException();

    public void Dispose() => _trace?.Dispose();

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
            lock (_driver._lock)
                _driver._open.Remove(Pin);
        }

        private void SetLevel(int level)
        {
            ref var cell = ref _shared is null ? ref _own : ref _shared.Level;
            if (Interlocked.Exchange(ref cell, level) != level)
                _driver.Edge(Pin, level);
        }
    }
}
