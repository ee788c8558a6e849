using CheckIn.Time;

namespace CheckIn.Gate.Gpio;

/// <summary>Pins without hardware. Every change of level is appended to the trace file, if there is one, before Set returns.</summary>
internal sealed class VirtualGpioDriver : IGpioDriver
{
    private readonly TimeProvider _time;
    private readonly FileStream? _trace;
    private readonly Lock _lock = new();
    private readonly HashSet<int> _open = [];

    internal VirtualGpioDriver(GpioOptions options, TimeProvider time)
    {
        _time = time;
        if (options.TraceFile is not { Length: > 0 } path)
            return;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory)
            Directory.CreateDirectory(directory);
        // Unbuffered: a killed process leaves every edge it made.
        _trace = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
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
            lock (_driver._lock)
                _driver._open.Remove(Pin);
        }
    }
}
