using System.Threading.Channels;
using CheckIn.Gate.Health;
using CheckIn.Gate.Supervision;
using CheckIn.Time;

namespace CheckIn.Gate.Scanning.Serial;

/// <summary>
/// A scanner on a serial line. It is opened again after unplugging, once a second for as long as it takes: a visitor who
/// waits for a technician should not wait for a restart as well.
/// The line is read by a thread of its own, because poll() blocks: the pool's few threads also switch relays off, and
/// must not wait for a silent scanner. Codes go to the lane through a bounded channel; while that is full nothing is read
/// and the line's own buffer keeps what comes.
/// </summary>
internal sealed class SerialScanner(
    string lane, ScannerOptions options, GateCounters counters, TimeProvider time, ILogger logger,
    Liveness? liveness = null) : IScanner
{
    /// <summary>Codes that may wait for the lane.</summary>
    internal const int Capacity = 16;

    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan OpenAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RoomAgainAfter = TimeSpan.FromMilliseconds(10);
    private readonly SerialFraming _framing = new(options.IdleTime);
    private readonly CodeView _view = new(options.RepeatAfter);
    private readonly byte[] _chunk = new byte[512];
    private readonly List<byte[]> _codes = [];
    private readonly Channel<ScannedCode> _read = Channel.CreateBounded<ScannedCode>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });
    private bool _missingReported;
    private volatile ScannerStatus _status = new(false, options.Device!, "it is not open yet");

    public IAsyncEnumerable<ScannedCode> ReadAsync(CancellationToken cancellation)
    {
        new Thread(() => Listen(cancellation)) { IsBackground = true, Name = "scanner " + lane }.Start();
        return _read.Reader.ReadAllAsync(cancellation);
    }

    public void Answered(Answer answer) { }

    public ScannerStatus Status => _status;

    /// <summary>The line's thread. What it cannot handle ends the lane, and with it the gate.</summary>
    private void Listen(CancellationToken cancellation)
    {
        using var beat = liveness?.Watch("scanner " + lane, MostSilence);
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                beat?.Beat();
                using var port = TryOpen();
                if (port is null)
                    cancellation.WaitHandle.WaitOne(OpenAgainAfter);
                else
                    ReadUntilGone(port, beat, cancellation);
            }
            _read.Writer.TryComplete();
        }
        catch (Exception e)
        {
            _read.Writer.TryComplete(e);
        }
    }

    private SerialPort? TryOpen()
    {
        try
        {
            var port = SerialPort.Open(options.Device!, options.BaudRate);
            Log.ScannerOpen(logger, lane, options.Device!);
            _missingReported = false;
            _status = new(true, options.Device!);
            _framing.Reset();
            return port;
        }
        catch (IOException e)
        {
            if (!_missingReported)
                Log.ScannerMissing(logger, lane, e.Message);
            _missingReported = true;
            _status = new(false, options.Device!, e.Message);
            return null;
        }
    }

    private void ReadUntilGone(SerialPort port, LoopBeat? beat, CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                beat?.Beat();
                ReadOnce(port);
                foreach (var code in _codes)
                    HandOn(code, beat, cancellation);
                _codes.Clear();
            }
        }
        catch (IOException e)
        {
            _status = new(false, options.Device!, e.Message);
            Log.ScannerGone(logger, lane, options.Device!, e.Message);
        }
    }

    private void ReadOnce(SerialPort port)
    {
        var wait = _framing.IsOpen ? TimeSpan.FromMicroseconds(_framing.IdleInNs(time.MonotonicNs()) / 1000.0) : Look;
        var count = port.Read(_chunk, wait);
        if (count > 0)
            _framing.Push(_chunk.AsSpan(0, count), time.MonotonicNs(), _codes);
        else
            _framing.Tick(time.MonotonicNs(), _codes);
    }

    private void HandOn(byte[] code, LoopBeat? beat, CancellationToken cancellation)
    {
        counters.CountReads(1);
        var now = time.MonotonicNs();
        if (!_view.Enters(code, now))
            return;
        while (!_read.Writer.TryWrite(new ScannedCode(code, now)) && !cancellation.IsCancellationRequested)
        {
            beat?.Beat();
            cancellation.WaitHandle.WaitOne(RoomAgainAfter);
        }
    }
}
