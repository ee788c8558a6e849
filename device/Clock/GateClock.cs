using CheckIn.Contract;
using CheckIn.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Gate.Clock;

/// <summary>
/// What time it is, and how surely. A Raspberry Pi has no clock battery, so the machine's wall time is believed while
/// the kernel says that somebody synchronises it (adjtimex). While nobody does, time goes on from where it was last
/// known, by the monotonic clock: from the kernel's last word of that kind in this boot, or from the hub's
/// (<see cref="HubTime"/>), whichever may be less wrong by now. A wall clock that somebody sets by hand, or that jumps
/// by years, is thereby not followed. Only when neither is known is it the machine's word, and the quality says null.
/// Monotonic time passes through untouched: nothing here moves a duration or a timer.
/// </summary>
internal sealed class GateClock : TimeProvider
{
    private readonly TimeProvider _machine;
    private readonly Func<ClockQuality?> _kernel;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Known? _kernelTime;
    private HubTime _hubTime;
    private Known? _best;
    private string _follows = Unknown;

    private const string Unknown = "nothing";
    private const string Kernel = "kernel";

    /// <param name="machine">The machine's clocks.</param>
    /// <param name="kernel">The machine's own judgement of its wall clock; the kernel's when left out.</param>
    /// <param name="logger">Hears of a change of source.</param>
    internal GateClock(TimeProvider machine, Func<ClockQuality?>? kernel = null, ILogger<GateClock>? logger = null)
    {
        _machine = machine;
        _kernel = kernel ?? KernelClock.Read;
        _logger = logger ?? NullLogger<GateClock>.Instance;
    }

    public override long TimestampFrequency => _machine.TimestampFrequency;

    public override long GetTimestamp() => _machine.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Stamp().At);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Both times of this moment, and how far the wall's is to be trusted.</summary>
    internal ClockStamp Stamp()
    {
        var monotonic = _machine.MonotonicNs();
        var wall = _machine.GetUtcNow().ToUnixTimeMilliseconds();
        var kernel = _kernel();
        // The wall was read some time within these; a preempted reading is a less certain one.
        var within = (_machine.MonotonicNs() - monotonic) / 1_000_000;
        lock (_lock)
        {
            if (kernel is { } now)
            {
                // One more ms, because wall time is cut to whole ones.
                var anchor = new ClockAnchor(monotonic, wall, now.ErrorMs + 1 + within);
                _kernelTime = new Known(anchor, monotonic - (now.SyncedAgeS * 1_000_000_000), null);
            }
            _best = kernel is not null ? _kernelTime : Better(_kernelTime, _hubTime.Known, monotonic);
            Follow(monotonic);
            return _best is { } known ? known.StampAt(monotonic) : new ClockStamp(monotonic, wall, null);
        }
    }

    /// <summary>Looks what time it is, and gives what that is known by.</summary>
    internal Known? Look()
    {
        Stamp();
        lock (_lock)
            return _best;
    }

    /// <summary>What an earlier run of this program knew, in this same boot; less sure by now.</summary>
    internal void Recall(Known known)
    {
        if (known.Anchor is not { ErrorMs: >= 0, WallMs: >= 0 and <= HubTime.Latest }
            || known.Anchor.MonotonicNs > _machine.MonotonicNs())
            return;
        lock (_lock)
        {
            if (known.Source is null)
                _kernelTime ??= known;
            else if (_hubTime.Known is null)
                _hubTime = new HubTime(known, null, 0);
        }
    }

    /// <summary>The hub has told its time, live.</summary>
    /// <param name="state">What it said.</param>
    /// <param name="roundTrip">How long it took to answer on this connection.</param>
    /// <param name="subscribed">
    /// <see cref="TimeProvider.GetTimestamp"/> when the subscription was asked for: nothing heard is older than that.
    /// </param>
    internal void Hear(HubStateMessage state, TimeSpan roundTrip, long subscribed)
    {
        if (!state.Online || state.Timestamp is < 0 or > HubTime.Latest)
            return;
        var oldest = (long)_machine.GetElapsedTime(subscribed).TotalMilliseconds;
        lock (_lock)
            _hubTime = _hubTime.Heard(state, _machine.MonotonicNs(), (long)roundTrip.TotalMilliseconds, oldest);
    }

    private static Known? Better(Known? one, Known? other, long monotonic)
    {
        if (one is not { } first || other is not { } second)
            return one ?? other;
        return second.Anchor.ErrorAt(monotonic) < first.Anchor.ErrorAt(monotonic) ? other : one;
    }

    private void Follow(long monotonic)
    {
        var follows = _best is { } now ? now.Source ?? Kernel : Unknown;
        if (follows == _follows)
            return;
        _follows = follows;
        if (_best is { } known)
            Log.Follows(_logger, follows, known.Anchor.ErrorAt(monotonic));
    }
}

/// <summary>Both times of one moment.</summary>
/// <param name="MonotonicNs">CLOCK_MONOTONIC, ns.</param>
/// <param name="At">Wall time, Unix ms.</param>
/// <param name="Quality">How far <paramref name="At"/> is to be trusted; null = not known in this boot.</param>
internal readonly record struct ClockStamp(long MonotonicNs, long At, ClockQuality? Quality);

/// <summary>A time that was known once.</summary>
/// <param name="Anchor">When, and how surely.</param>
/// <param name="SyncedNs">When its source was last synchronised, CLOCK_MONOTONIC in ns.</param>
/// <param name="Source">One of <see cref="ClockSources"/>; null = the kernel.</param>
internal readonly record struct Known(ClockAnchor Anchor, long SyncedNs, string? Source)
{
    internal ClockStamp StampAt(long monotonic) => new(
        monotonic, Math.Clamp(Anchor.WallAt(monotonic), 0, HubTime.Latest),
        new ClockQuality(Anchor.ErrorAt(monotonic), Math.Max(0, (monotonic - SyncedNs) / 1_000_000_000), Source));
}
