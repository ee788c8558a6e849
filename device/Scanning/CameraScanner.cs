using System.Runtime.CompilerServices;
using CheckIn.Gate.Health;
using CheckIn.Gate.Scanning.Camera;
using CheckIn.Gate.Scanning.Pictures;
using CheckIn.Gate.Scanning.Qr;
using CheckIn.Time;

namespace CheckIn.Gate.Scanning;

/// <summary>
/// Frames to codes: each frame is read, and what has just come into view is handed on. Frames are never kept. A code
/// has left the view only when frames have shown that it has. While nobody looked (the lane was deciding, which may
/// take long on a slow disk, or the camera had gone) little time passes for it, so that what is held up all the while
/// does not count twice.
/// </summary>
internal sealed class CameraScanner(
    string lane, ICamera camera, ScannerOptions options, GateCounters counters, TimeProvider time, ILogger logger)
    : IScanner, IDisposable
{
    private readonly QrReader _reader = new();
    private readonly CodeView _view = new(options.RepeatAfter);
    private readonly PictureTrace _trace = new(options.TraceFile);
    private readonly UnreadableWatch _unreadables = new();
    private readonly FrameFigures _figures = new(time);
    private readonly long _mostGapNs = (long)(options.RepeatAfter.TotalMilliseconds * 500_000); // half of it
    private Answer? _answer;
    private long _lastLookNs;
    private long _lookedNs;
    private long _pictures;
    private long _unreadable;

    public async IAsyncEnumerable<ScannedCode> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await camera.NextAsync(cancellation) is { } frame)
        {
            var began = time.MonotonicNs();
            if (frame.SceneCut)
                _view.Clear();
            _lookedNs += Math.Min(began - _lastLookNs, _mostGapNs);
            _lastLookNs = began;
            var codes = Look(frame, began);
            foreach (var code in codes)
            {
                if (!_view.Enters(code.Bytes.Span, _lookedNs))
                    continue;
                _answer = null;
                yield return new ScannedCode(code.Bytes, began);
                Trace(frame, began);
            }
            if (codes.Count == 0 && frame.Name is not null)
                TraceNothing(frame, began);
        }
        _trace.Write(new PicturesFinished(true, _pictures, _unreadable));
        Log.PicturesFinished(logger, lane, _pictures, _unreadable);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
    }

    public void Answered(Answer answer) => _answer = answer;

    public ScannerStatus Status => _figures.AddTo(camera.Status) with { Tries = _unreadables.Tries(time.MonotonicNs()) };

    public void Dispose()
    {
        (camera as IDisposable)?.Dispose();
        _trace.Dispose();
    }

    private IReadOnlyList<QrCode> Look(Frame frame, long nowNs)
    {
        counters.CountFrame();
        if (frame.Name is not null)
            _pictures++;
        if (frame.Problem is not null)
            Log.PictureUndecodable(logger, lane, frame.Name!, frame.Problem);
        if (frame.Pixels.IsEmpty)
            return [];
        // Of a named picture there is no next frame that might show more.
        var effort = frame.Name is null ? ReadEffort.Frame : ReadEffort.Still;
        var codes = _reader.Read(frame.Pixels.Span, frame.Width, frame.Height, frame.Stride, effort);
        counters.CountReads(codes.Count);
        if (frame.Name is null)
        {
            _figures.Count(frame);
            if (_reader.Reached is ReadStage.NoFormat or ReadStage.TooManyErrors or ReadStage.NoContent)
                _view.Remains(_lookedNs);
            if (_unreadables.Saw(_reader.Reached, nowNs))
                counters.CountUnreadable();
        }
        return codes;
    }

    private void Trace(Frame frame, long began)
    {
        if (frame.Name is null || _answer is not { } answer)
            return;
        _trace.Write(new PictureLine(
            frame.Name, answer.Outcome == Contract.Outcome.Admitted ? "admitted" : "refused", answer.Reason,
            answer.Credential, answer.Seq, Milliseconds(began), null));
    }

    private void TraceNothing(Frame frame, long began)
    {
        _unreadable++;
        var result = frame.Problem is null ? "unreadable" : "undecodable";
        _trace.Write(new PictureLine(frame.Name!, result, null, null, null, Milliseconds(began), frame.Problem));
    }

    private double Milliseconds(long began) => Math.Round((time.MonotonicNs() - began) / 1e6, 2);
}
