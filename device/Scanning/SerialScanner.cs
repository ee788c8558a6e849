using System.Runtime.CompilerServices;
using CheckIn.Gate.Health;
using CheckIn.Time;

namespace CheckIn.Gate.Scanning;

/// <summary>
/// A scanner on a serial line. It is opened again after unplugging, once a second for as long as it takes: a visitor who
/// waits for a technician should not wait for a restart as well.
/// </summary>
internal sealed class SerialScanner(
    string lane, ScannerOptions options, GateCounters counters, TimeProvider time, ILogger logger) : IScanner
{
    private static readonly TimeSpan OpenAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private readonly SerialFraming _framing = new(options.IdleTime);
    private readonly CodeView _view = new(options.RepeatAfter);
    private readonly byte[] _chunk = new byte[512];
    private bool _missingReported;

    public async IAsyncEnumerable<ScannedCode> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var codes = new List<byte[]>();
        while (!cancellation.IsCancellationRequested)
        {
            using var port = await OpenAsync(cancellation);
            // poll() blocks a thread for a moment at a time; it must not be one of the pool's few.
            while (await Task.Run(() => TryRead(port, codes), cancellation))
            {
                foreach (var code in codes)
                {
                    counters.CountReads(1);
                    var now = time.MonotonicNs();
                    if (_view.Enters(code, now))
                        yield return new ScannedCode(code, now);
                }
                codes.Clear();
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    public void Answered(Answer answer) { }

    private async Task<SerialPort> OpenAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                var port = SerialPort.Open(options.Device!, options.BaudRate);
                Log.ScannerOpen(logger, lane, options.Device!);
                _missingReported = false;
                _framing.Reset();
                return port;
            }
            catch (IOException e)
            {
                if (!_missingReported)
                    Log.ScannerMissing(logger, lane, e.Message);
                _missingReported = true;
            }
            await Task.Delay(OpenAgainAfter, time, cancellation);
        }
    }

    /// <summary>False when the device hung up.</summary>
    private bool TryRead(SerialPort port, List<byte[]> codes)
    {
        var now = time.MonotonicNs();
        var wait = _framing.IsOpen ? TimeSpan.FromMicroseconds(_framing.IdleInNs(now) / 1000.0) : Look;
        try
        {
            var count = port.Read(_chunk, wait);
            now = time.MonotonicNs();
            if (count > 0)
                _framing.Push(_chunk.AsSpan(0, count), now, codes);
            else
                _framing.Tick(now, codes);
            return true;
        }
        catch (IOException e)
        {
            Log.ScannerGone(logger, lane, options.Device!, e.Message);
            _framing.Reset();
            return false;
        }
    }
}
