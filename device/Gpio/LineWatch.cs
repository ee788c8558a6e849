using System.Runtime.InteropServices;
using CheckIn.Gate.Supervision;

namespace CheckIn.Gate.Gpio;

/// <summary>
/// The thread on which every input of a chip is told of. It waits for all lines at once, and every second looks whether
/// the chip is still there and each line is what it is thought to be: a kernel may take a chip away without waking whoever waits
/// for its lines. Whatever goes wrong ends the thread, and <see cref="Failed"/> says so.
/// </summary>
internal sealed unsafe class LineWatch : IDisposable
{
    internal static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private const short PollIn = 1;
    private const int NonBlockingCloseOnExec = 0x80800;
    private readonly Action _look;
    private readonly TimeProvider _time;
    private readonly Liveness? _liveness;
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<LinuxGpioInput> _inputs = [];
    private readonly Thread _thread;
    private readonly int _wake;
    private volatile bool _ending;
    private bool _closed;

    /// <param name="look">Throws when the chip is gone.</param>
    /// <param name="time">When to look.</param>
    /// <param name="liveness">Watches the thread.</param>
    internal LineWatch(Action look, TimeProvider time, Liveness? liveness)
    {
        (_look, _time, _liveness) = (look, time, liveness);
        _wake = GpioUapi.EventFd(0, NonBlockingCloseOnExec);
        _thread = new Thread(Run) { Name = "gpio", IsBackground = true };
        _thread.Start();
    }

    internal Task Failed => _failed.Task;

    internal void Add(LinuxGpioInput input)
    {
        lock (_lock)
            _inputs.Add(input);
        Wake();
    }

    /// <summary>Makes the thread look who is still there.</summary>
    internal void Wake()
    {
        var one = 1ul;
        lock (_lock)
        {
            if (!_closed)
                _ = GpioUapi.Write(_wake, &one, sizeof(ulong));
        }
    }

    public void Dispose()
    {
        if (_ending)
            return;
        _ending = true;
        Wake();
        // A consumer that disposes the driver from within an edge would wait for itself.
        if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    private void Run()
    {
        using var beat = _liveness?.Watch("gpio", TimeSpan.FromSeconds(5));
        var looked = _time.GetTimestamp();
        try
        {
            while (!_ending)
            {
                beat?.Beat();
                Wait();
                if (_time.GetElapsedTime(looked) < LookEvery)
                    continue;
                looked = _time.GetTimestamp();
                _look();
                foreach (var input in Inputs())
                    input.Look();
            }
        }
        catch (Exception e) // whatever a consumer throws ends the driver, and with it the gate
        {
            _failed.TrySetException(e);
            // Somebody may look at it late, or never.
            _ = _failed.Task.Exception;
        }
        finally
        {
            Close();
        }
    }

    private void Wait()
    {
        var inputs = Inputs();
        var lines = stackalloc GpioUapi.Poll[inputs.Length + 1];
        lines[0] = new GpioUapi.Poll { Fd = _wake, Events = PollIn };
        for (var i = 0; i < inputs.Length; i++)
            lines[i + 1] = new GpioUapi.Poll { Fd = inputs[i].Handle, Events = PollIn };
        if (GpioUapi.PollAll(lines, (nuint)(inputs.Length + 1), (int)LookEvery.TotalMilliseconds) < 0)
        {
            if (Marshal.GetLastPInvokeError() is var errno && errno != GpioErrno.Interrupted)
                throw GpioErrno.Failure("GPIO", "wait for edges", errno);
            return;
        }
        ulong count;
        if (lines[0].Happened != 0)
            _ = GpioUapi.Read(_wake, &count, sizeof(ulong));
        for (var i = 0; i < inputs.Length; i++)
        {
            // A line that hangs up has first to be read empty; the read then says why.
            if (lines[i + 1].Happened != 0 && !inputs[i].IsClosed)
                inputs[i].Read();
        }
    }

    /// <summary>Those that are still wanted. Only this thread closes lines, so none is closed that it waits for.</summary>
    private LinuxGpioInput[] Inputs()
    {
        lock (_lock)
        {
            foreach (var input in _inputs.Where(input => input.IsClosed))
                _ = GpioUapi.Close(input.Handle);
            _inputs.RemoveAll(input => input.IsClosed);
            return [.. _inputs];
        }
    }

    private void Close()
    {
        lock (_lock)
        {
            foreach (var input in _inputs)
                _ = GpioUapi.Close(input.Handle);
            _inputs.Clear();
            if (_ending && !_closed)
            {
                _closed = true;
                _ = GpioUapi.Close(_wake);
            }
        }
    }
}
