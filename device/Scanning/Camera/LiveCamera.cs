using System.Threading.Tasks.Sources;
using CheckIn.Gate.Supervision;

namespace CheckIn.Gate.Scanning.Camera;

/// <summary>
/// A camera that goes on: opened, watched, closed and opened again, every second for as long as it takes. It has a
/// thread of its own, because waiting for a frame blocks and reading one takes a core's time, and the pool's few
/// threads also switch relays off. Whoever awaits <see cref="NextAsync"/> goes on on this thread, up to where it next
/// awaits something; so frames are read here, one at a time, and while the lane decides, frames pass unseen. Nobody
/// ever sees one that is older than a frame's time. A camera that delivers more than is asked for is listened to less
/// often, at no cost but for the waiting.
/// </summary>
internal sealed class LiveCamera : ICamera, IValueTaskSource<Frame?>, IDisposable
{
    /// <summary>Drivers may take long to open or to close a device; USB's own calls give up after 5 s.</summary>
    internal static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan OpenAgainAfter = TimeSpan.FromSeconds(1), Look = TimeSpan.FromMilliseconds(200),
        MostToClose = TimeSpan.FromSeconds(1);

    private readonly string _lane;
    private readonly CameraOptions _options;
    private readonly Func<ICapture> _open;
    private readonly Liveness _liveness;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _leastInterval;
    private ManualResetValueTaskSourceCore<Frame?> _next;
    private CancellationToken _cancellation;
    private Thread? _thread;
    private bool _missingReported;
    private volatile Exception? _fault;
    private volatile ScannerStatus _status;
    private int _asked;
    private long _lastGiven;

    /// <param name="device">What is looked for, for people.</param>
    /// <param name="open">Opens it; throws <see cref="CameraException"/> while that cannot be done.</param>
    internal LiveCamera(
        string lane, string device, CameraOptions options, Func<ICapture> open, Liveness liveness, TimeProvider time,
        ILogger logger)
    {
        (_lane, _options, _open, _liveness, _time, _logger) = (lane, options, open, liveness, time, logger);
        _status = new ScannerStatus(false, device, "it is not open yet");
        // A little less than the interval, as frames never come quite evenly.
        _leastInterval = TimeSpan.FromSeconds(0.7 / options.FramesPerSecond);
    }

    public ScannerStatus Status => _status;

    /// <summary>The next frame. All calls come with the same token, one after the other.</summary>
    public ValueTask<Frame?> NextAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_thread is null)
        {
            _cancellation = cancellation;
            cancellation.UnsafeRegister(static self => ((LiveCamera)self!).Fail(null), this);
            _thread = new Thread(Run) { IsBackground = true, Name = "scanner " + _lane };
            _thread.Start();
        }
        _next.Reset();
        return new ValueTask<Frame?>(this, _next.Version);
    }

    /// <summary>The camera is closed when this returns, if its driver lets go of it in time.</summary>
    public void Dispose()
    {
        if (_cancellation.IsCancellationRequested && _thread != Thread.CurrentThread)
            _thread?.Join(MostToClose);
    }

    Frame? IValueTaskSource<Frame?>.GetResult(short token) => _next.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Frame?>.GetStatus(short token) => _next.GetStatus(token);

    /// <summary>
    /// Only now is a frame asked for, with the continuation in place: it is certain to run on the camera's thread.
    /// </summary>
    void IValueTaskSource<Frame?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _next.OnCompleted(continuation, state, token, flags);
        Volatile.Write(ref _asked, 1);
        if (_cancellation.IsCancellationRequested || _fault is not null)
            Fail(_fault);
    }

    /// <summary>The camera's thread. What it cannot handle ends the lane, and with it the gate.</summary>
    private void Run()
    {
        try
        {
            using var beat = _liveness.Watch("scanner " + _lane, MostSilence);
            while (!_cancellation.IsCancellationRequested)
            {
                beat.Beat();
                using var capture = TryOpen();
                if (capture is null || !Deliver(capture, beat))
                    _cancellation.WaitHandle.WaitOne(OpenAgainAfter);
            }
        }
        catch (Exception e)
        {
            _fault = e;
            Fail(e);
        }
    }

    private ICapture? TryOpen()
    {
        try
        {
            var capture = _open();
            _status = new(false, capture.Device, _status.Problem ?? "it has delivered no frame yet", capture.Format);
            return capture;
        }
        catch (CameraException e)
        {
            if (!_missingReported)
                Log.CameraMissing(_logger, _lane, e.Message);
            _missingReported = true;
            _status = _status with { Ready = false, Problem = e.Message, Format = null };
            return null;
        }
    }

    /// <summary>Frame after frame, until the camera is gone (false) or nobody wants any more (true).</summary>
    private bool Deliver(ICapture capture, LoopBeat beat)
    {
        try
        {
            var last = _time.GetTimestamp();
            while (!_cancellation.IsCancellationRequested)
            {
                beat.Beat();
                if (capture.Wait(Look) && Give(capture))
                    last = _time.GetTimestamp();
                else if (_time.GetElapsedTime(last) >= _options.StallAfter)
                {
                    var silence = CameraOffer.Number(_options.StallAfter.TotalSeconds);
                    throw new CameraException($"{capture.Device}: no frame for {silence} s. "
                        + "If that goes on, look at its cable and power");
                }
            }
            return true;
        }
        catch (CameraException e)
        {
            Miss(capture, e);
            return false;
        }
    }

    /// <summary>A camera is there when it has delivered a frame: one that can be opened may still be dead.</summary>
    private void Greet(ICapture capture)
    {
        if (_status.Ready)
            return;
        _status = new(true, capture.Device, null, capture.Format);
        _missingReported = false;
        Log.CameraOpen(_logger, _lane, capture.Device, capture.Format, capture.Reason);
    }

    private void Miss(ICapture capture, CameraException e)
    {
        if (_status.Ready)
            Log.CameraGone(_logger, _lane, capture.Device, e.Message);
        else if (!_missingReported)
            Log.CameraMissing(_logger, _lane, e.Message);
        // Said once: as long as it stays away, that it cannot be opened is nothing new.
        _missingReported = true;
        _status = new(false, capture.Device, e.Message);
    }

    /// <summary>
    /// Hands the newest frame on, if somebody waits for one and it is due; false = it is a broken one.
    /// </summary>
    private bool Give(ICapture capture)
    {
        if (Volatile.Read(ref _asked) == 0 || (_lastGiven != 0 && _time.GetElapsedTime(_lastGiven) < _leastInterval))
            return true;
        if (capture.Take() is not { } frame)
            return false;
        Greet(capture);
        _lastGiven = _time.GetTimestamp();
        if (Interlocked.Exchange(ref _asked, 0) == 1)
            _next.SetResult(frame);
        return true;
    }

    /// <summary>Ends the waiting of whoever waits, by a fault or because it is over.</summary>
    private void Fail(Exception? fault)
    {
        if (Interlocked.Exchange(ref _asked, 0) == 1)
            _next.SetException(fault ?? new OperationCanceledException(_cancellation));
    }
}
