using CheckIn.Gate.Gpio;
using CheckIn.Time;

namespace CheckIn.Gate.Turnstile;

/// <summary>Calls at a moment of the monotonic clock, never before it by more than a timer's haste.</summary>
internal sealed class PortalTimer : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    internal PortalTimer(TimeProvider time, Action due)
    {
        _time = time;
        _timer = time.CreateTimer(_ => Call(due), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <param name="dueNs">CLOCK_MONOTONIC, ns; <see cref="long.MaxValue"/> = never.</param>
    internal void Arm(long dueNs) => _timer.Change(
        dueNs == long.MaxValue ? Timeout.InfiniteTimeSpan
            // Timers count whole milliseconds; rounding up keeps one early call from costing another.
            : TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, dueNs - _time.MonotonicNs()) / 1e6)),
        Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();

    private static void Call(Action due)
    {
        try
        {
            due();
        }
        catch (GpioException)
        {
            // The chip is gone: its driver says so, and the gate stops. A timer's exception would end the process at once.
        }
    }
}
