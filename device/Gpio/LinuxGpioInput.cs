using System.Runtime.InteropServices;
using CheckIn.Time;

namespace CheckIn.Gate.Gpio;

/// <summary>
/// One requested input line. The kernel debounces and stamps its edges and keeps some for whoever is slow; numbers tell
/// when it had to drop any. What was dropped is made good by a look at the level: the last state is always right, and how
/// many edges nobody will hear of is counted. All but <see cref="IsActive"/> and Dispose belongs to <see cref="LineWatch"/>'s thread.
/// </summary>
internal sealed unsafe class LinuxGpioInput : IGpioInput
{
    private const int EventsAtOnce = 16;
    private readonly string _chip;
    private readonly TimeProvider _time;
    private readonly Action<GpioEdge> _onEdge;
    private readonly Func<LinuxGpioInput, bool> _level;
    private readonly Action _closed;
    private uint _lastSeqno;
    private long _lost;
    private volatile bool _active;
    private int _isClosed;

    /// <param name="chip">For messages.</param>
    /// <param name="handle">The line's descriptor; non-blocking.</param>
    /// <param name="pin">Its offset.</param>
    /// <param name="level">Looks at the line: <see cref="LevelByKernel"/>.</param>
    /// <param name="time">Stamps what the kernel did not.</param>
    /// <param name="onEdge">Is told.</param>
    /// <param name="closed">Called once when it is disposed.</param>
    internal LinuxGpioInput(
        string chip, int handle, int pin, Func<LinuxGpioInput, bool> level, TimeProvider time, Action<GpioEdge> onEdge, Action closed)
    {
        (_chip, Handle, Pin, _level, _time, _onEdge, _closed) = (chip, handle, pin, level, time, onEdge, closed);
        _active = level(this);
    }

    public int Pin { get; }

    public bool IsActive => _active;

    internal int Handle { get; }

    internal bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    /// <summary>Edges that came and went before they could be read.</summary>
    internal long Lost => Interlocked.Read(ref _lost);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            _closed();
    }

    /// <summary>Reads what has happened and tells of it.</summary>
    internal void Read()
    {
        var events = stackalloc GpioUapi.LineEvent[EventsAtOnce];
        var bytes = GpioUapi.Read(Handle, events, (nuint)(EventsAtOnce * sizeof(GpioUapi.LineEvent)));
        if (bytes <= 0)
        {
            var errno = bytes == 0 ? GpioErrno.NoDevice : Marshal.GetLastPInvokeError();
            if (errno is GpioErrno.Again or GpioErrno.Interrupted)
                return;
            throw GpioErrno.Failure(_chip, $"read line {Pin}", errno);
        }
        var missed = false;
        for (var i = 0; i < (int)bytes / sizeof(GpioUapi.LineEvent); i++)
        {
            var skipped = events[i].LineSeqno - _lastSeqno - 1;
            _lastSeqno = events[i].LineSeqno;
            Interlocked.Add(ref _lost, skipped);
            missed |= skipped > 0;
            Tell(new GpioEdge(events[i].Id == GpioUapi.EventRising, (long)events[i].TimestampNs));
        }
        if (missed)
            Look();
    }

    /// <summary>Compares the line with what is known of it; an edge that nobody told of is told of now.</summary>
    internal void Look() => Tell(new GpioEdge(_level(this), _time.MonotonicNs()));

    /// <summary>The line's debounced state, after polarity.</summary>
    internal static bool LevelByKernel(LinuxGpioInput line)
    {
        var values = new GpioUapi.LineValues { Mask = 1 };
        return GpioUapi.Ioctl(line.Handle, GpioUapi.GetValues, &values) >= 0
            ? (values.Bits & 1) != 0
            : throw GpioErrno.Failure(line._chip, $"read line {line.Pin}", Marshal.GetLastPInvokeError());
    }

    private void Tell(GpioEdge edge)
    {
        if (edge.Active == _active || IsClosed)
            return;
        _active = edge.Active;
        _onEdge(edge);
    }
}
