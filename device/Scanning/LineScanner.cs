using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CheckIn.Gate.Health;
using CheckIn.Gate.Supervision;
using CheckIn.Time;

namespace CheckIn.Gate.Scanning;

/// <summary>
/// A scanner that sends or types its codes over a line. It is opened again after unplugging, once a second for as long
/// as it takes: a visitor who waits for a technician should not wait for a restart as well. The line is read by a
/// thread of its own, because poll() blocks: the pool's few threads also switch relays off, and must not wait for a
/// silent scanner. Codes go to the lane through a bounded channel; while that is full nothing is read and the line's
/// own buffer keeps what comes. Nothing old opens a gate: what lies in the line when it is opened, and whatever follows
/// it without a silence between, is thrown away, and so is a code for which the lane had no time while its visitor
/// stood there.
/// </summary>
internal sealed class LineScanner(
    string lane, ScannerLine line, ScannerOptions options, GateCounters counters, Liveness liveness, TimeProvider time,
    ILogger logger) : IScanner
{
    /// <summary>Codes that may wait for the lane.</summary>
    internal const int Capacity = 16;

    /// <summary>A code that waited longer is not answered any more.</summary>
    internal static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan OpenAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RoomAgainAfter = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MostSettling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(5);
    private readonly CodeView _view = new(options.RepeatAfter);
    private readonly byte[] _chunk = new byte[64 * Keyboard.InputEvent.Bytes];
    private readonly List<byte[]> _codes = [];
    private readonly Channel<ScannedCode> _read = Channel.CreateBounded<ScannedCode>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });
    private bool _missingReported;
    private volatile ScannerStatus _status = new(false, line.Device, "it is not open yet");

    public IAsyncEnumerable<ScannedCode> ReadAsync(CancellationToken cancellation)
    {
        new Thread(() => Listen(cancellation)) { IsBackground = true, Name = "scanner " + lane }.Start();
        return FreshAsync(cancellation);
    }

    public void Answered(Answer answer) { }

    public ScannerStatus Status => _status;

    private async IAsyncEnumerable<ScannedCode> FreshAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var code in _read.Reader.ReadAllAsync(cancellation))
        {
            if (time.MonotonicNs() - code.ReadAtNs > StaleAfter.TotalNanoseconds)
                Log.CodeStale(logger, lane);
            else
                yield return code;
        }
    }

    /// <summary>The line's thread. What it cannot handle ends the lane, and with it the gate.</summary>
    private void Listen(CancellationToken cancellation)
    {
        try
        {
            using var beat = liveness.Watch("scanner " + lane, MostSilence);
            while (!cancellation.IsCancellationRequested)
            {
                beat.Beat();
                using var input = TryOpen();
                if (input is null)
                    cancellation.WaitHandle.WaitOne(OpenAgainAfter);
                else
                    ReadUntilGone(input, beat, cancellation);
            }
            _read.Writer.TryComplete();
        }
        catch (Exception e)
        {
            _read.Writer.TryComplete(e);
        }
    }

    private InputLine? TryOpen()
    {
        try
        {
            return line.Open();
        }
        catch (IOException e)
        {
            _status = new(false, line.Device, e.Message);
            if (!_missingReported)
                Log.ScannerMissing(logger, lane, e.Message);
            _missingReported = true;
            return null;
        }
    }

    private void ReadUntilGone(InputLine input, LoopBeat beat, CancellationToken cancellation)
    {
        try
        {
            Settle(input, beat, cancellation);
            BeReady();
            while (!cancellation.IsCancellationRequested)
            {
                beat.Beat();
                ReadOnce(input);
                foreach (var code in _codes)
                    HandOn(code, beat, cancellation);
                _codes.Clear();
            }
        }
        catch (IOException e)
        {
            _status = new(false, line.Device, e.Message);
            Log.ScannerGone(logger, lane, line.Device, e.Message);
        }
    }

    /// <summary>Throws away what is old: all that comes until the line has been silent once.</summary>
    private void Settle(InputLine input, LoopBeat beat, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var isOld = false;
        while (input.Read(_chunk, line.IdleTime) > 0 && time.GetElapsedTime(began) < MostSettling
            && !cancellation.IsCancellationRequested)
        {
            isOld = true;
            beat.Beat();
        }
        line.Framing.Reset();
        if (isOld)
            Log.OldInput(logger, lane, line.Device);
    }

    private void BeReady()
    {
        _status = new(true, line.Device);
        Log.ScannerOpen(logger, lane, line.Device);
        _missingReported = false;
    }

    private void ReadOnce(InputLine input)
    {
        var framing = line.Framing;
        var wait = framing.IsOpen ? TimeSpan.FromMicroseconds(framing.IdleInNs(time.MonotonicNs()) / 1000.0) : Look;
        var count = input.Read(_chunk, wait);
        if (count > 0)
            framing.Push(_chunk.AsSpan(0, count), time.MonotonicNs(), _codes);
        else
            framing.Tick(time.MonotonicNs(), _codes);
        if (framing.TakeLoss() is { } loss)
            Log.CodeLost(logger, lane, loss);
    }

    private void HandOn(byte[] code, LoopBeat beat, CancellationToken cancellation)
    {
        counters.CountReads(1);
        var now = time.MonotonicNs();
        if (!_view.Enters(code, now))
            return;
        while (!_read.Writer.TryWrite(new ScannedCode(code, now)) && !cancellation.IsCancellationRequested)
        {
            beat.Beat(); // the lane is busy, which is watched there
            cancellation.WaitHandle.WaitOne(RoomAgainAfter);
        }
    }
}
