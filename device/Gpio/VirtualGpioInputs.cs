using CheckIn.Time;

namespace CheckIn.Gate.Gpio;

/// <summary>
/// The inputs of the virtual driver: each rests at the level that its resistor gives it until somebody drives it. A level
/// that was set before the input is opened holds, as a contact does that was closed before the gate started. There is no bounce.
/// </summary>
internal sealed class VirtualGpioInputs(TimeProvider time)
{
    private readonly Lock _lock = new();
    // Held while a consumer is told, so that edges come one after the other, as from the kernel's one thread.
    private readonly Lock _telling = new();
    private readonly Dictionary<int, int> _levels = [];
    private readonly Dictionary<int, Input> _inputs = [];

    internal IGpioInput Open(int pin, InputWiring wiring, Action<GpioEdge> onEdge, Action closed)
    {
        lock (_lock)
        {
            var rest = wiring.Bias == InputBias.PullUp || (wiring.Bias == InputBias.None && wiring.ActiveLow) ? 1 : 0;
            var input = new Input(pin, wiring.ActiveLow, _levels.GetValueOrDefault(pin, rest), onEdge, () => Close(pin, closed));
            _inputs.Add(pin, input);
            return input;
        }
    }

    /// <summary>Puts a pin to an electrical level, 0 or 1.</summary>
    internal void Drive(int pin, int level)
    {
        lock (_telling)
        {
            Input? input;
            lock (_lock)
            {
                _levels[pin] = level;
                _inputs.TryGetValue(pin, out input);
            }
            input?.Take(level, time.MonotonicNs());
        }
    }

    private void Close(int pin, Action closed)
    {
        lock (_lock)
            _inputs.Remove(pin);
        closed();
    }

    private sealed class Input(int pin, bool activeLow, int level, Action<GpioEdge> onEdge, Action closed) : IGpioInput
    {
        private int _level = level;
        private bool _closed;

        public int Pin => pin;

        public bool IsActive => Volatile.Read(ref _level) != (activeLow ? 1 : 0);

        internal void Take(int level, long atNs)
        {
            if (Interlocked.Exchange(ref _level, level) != level)
                onEdge(new GpioEdge(IsActive, atNs));
        }

        public void Dispose()
        {
            if (_closed)
                return;
            _closed = true;
            closed();
        }
    }
}
