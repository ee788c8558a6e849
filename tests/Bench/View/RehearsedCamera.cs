using CheckIn.Gate.Scanning;
using CheckIn.Time;

namespace CheckIn.Bench.View;

/// <summary>
/// A camera that shows presentations, frame by frame as each falls due. Frames are painted before a presentation
/// begins, while no clock runs, so that painting is not measured. As with a real camera, a frame that the gate comes
/// too late for is lost. When a presentation is over, the trace of the pins tells when the relay moved.
/// </summary>
internal sealed class RehearsedCamera(
    Stage stage, double framesPerSecond, int rehearsals, int count, EdgeTrace edges, Action<ViewOutcome> seen) : ICamera
{
    private static readonly TimeProvider Clock = TimeProvider.System;
    private readonly List<byte[]> _frames = [];
    private readonly double _interval = 1 / framesPerSecond;
    private ViewOutcome? _outcome;
    private int _shown;
    private int _next;
    private int _frameCount;
    private long _beganNs;
    private TimeSpan _cpuBefore;

    /// <summary>When all has been shown.</summary>
    internal TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScannerStatus Status => new(true, "rehearsal");

    public async ValueTask<Frame?> NextAsync(CancellationToken cancellation)
    {
        if (_next >= _frameCount && !Begin())
        {
            Ended.TrySetResult();
            return null;
        }
        var now = SinceBegun(Clock.MonotonicNs());
        // Whoever comes a whole interval late gets the newest frame.
        var newest = Math.Min(_frameCount - 1, (int)(now / _interval));
        _outcome!.Lost += Math.Max(0, newest - _next);
        _next = Math.Max(_next, newest);
        if (TimeSpan.FromSeconds((_next * _interval) - now) is var wait && wait > TimeSpan.Zero)
            await Task.Delay(wait, Clock, cancellation).ConfigureAwait(false);
        _outcome.Show(_next, SinceBegun(Clock.MonotonicNs()));
        return new Frame(_frames[_next++], stage.Width, stage.Height, stage.Width, SceneCut: false);
    }

    private bool Begin()
    {
        if (_outcome is not null)
            Finish(_outcome);
        if (_shown == rehearsals + count)
            return false;
        _shown++;
        var (card, presentation) = stage.Next();
        _frameCount = (int)(presentation.Duration / _interval);
        for (var i = 0; i < _frameCount; i++)
        {
            if (_frames.Count == i)
                _frames.Add(new byte[stage.Width * stage.Height]);
            stage.Paint(_frames[i], card, presentation, i * _interval);
        }
        _outcome = new ViewOutcome(presentation, _interval, _frameCount);
        (_next, _cpuBefore, _beganNs) = (0, Environment.CpuUsage.TotalTime, Clock.MonotonicNs());
        return true;
    }

    private void Finish(ViewOutcome outcome)
    {
        outcome.Live = TimeSpan.FromSeconds(SinceBegun(Clock.MonotonicNs()));
        outcome.Cpu = Environment.CpuUsage.TotalTime - _cpuBefore;
        if (edges.TakeOpened() is [var opened, ..])
            outcome.Open(SinceBegun(opened));
        if (_shown > rehearsals)
            seen(outcome);
    }

    private double SinceBegun(long ns) => (ns - _beganNs) / 1e9;
}
