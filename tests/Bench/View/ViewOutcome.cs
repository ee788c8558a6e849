namespace CheckIn.Bench.View;

/// <summary>
/// What came of a presentation. The clock starts when the code, mostly between two frames, has come into view entirely
/// (and once more when the first frame that shows the whole code is due) and stops at the relay's edge; waiting for the
/// frame, reading, deciding and the durable row lie between. A code that was not read counts as read when it was gone,
/// so that no figure is better for it.
/// </summary>
internal sealed class ViewOutcome
{
    private readonly Presentation _presentation;
    private readonly int _firstFull;
    private readonly double _interval;
    private readonly double _gone;
    private readonly List<double> _shownAt = [];
    private double? _openedAt;

    internal ViewOutcome(Presentation presentation, double interval, int frames)
    {
        (_presentation, _interval, _gone) = (presentation, interval, frames * interval);
        _firstFull = Enumerable.Range(0, frames).First(i => presentation.IsFullyInView(i * interval));
    }

    /// <summary>Whether the relay moved.</summary>
    internal bool Opened => _openedAt is not null;

    /// <summary>
    /// Frames that showed the whole code, up to the one that was read; 0 = read before all of it was in view.
    /// </summary>
    internal int FramesToRead => _shownAt.Count(shown => shown <= _openedAt);

    /// <summary>Frames that the gate came too late for.</summary>
    internal int Lost { get; set; }

    internal TimeSpan Live { get; set; }

    /// <summary>Time on all cores while this was shown.</summary>
    internal TimeSpan Cpu { get; set; }

    /// <summary>From the code's coming into view, whenever the next frame was, to the edge.</summary>
    internal TimeSpan FromEntering => Since(_presentation.EnteredAt);

    /// <summary>From the first frame with the whole code to the edge.</summary>
    internal TimeSpan FromFirstFrame => Since(_firstFull * _interval);

    /// <summary>A frame was handed over, so many seconds after the presentation began.</summary>
    internal void Show(int frame, double seconds)
    {
        if (frame >= _firstFull)
            _shownAt.Add(seconds);
    }

    /// <summary>The relay's edge, in seconds since the presentation began.</summary>
    internal void Open(double seconds) => _openedAt = seconds;

    /// <summary>A code that is read before all of it is in view has cost nobody any time.</summary>
    private TimeSpan Since(double seconds) => TimeSpan.FromSeconds(Math.Max(0, (_openedAt ?? _gone) - seconds));
}
