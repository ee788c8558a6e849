using CheckIn.Gate.Modes;

namespace CheckIn.Gate.Turnstile;

/// <summary>
/// The ways of a portal as orders have them: lamps tell of it, and relays are held open. A hold ends with the order by
/// itself, some seconds after it, should whoever keeps orders have stopped doing so.
/// </summary>
/// <param name="despiteFaults">One line that cannot be moved keeps no other from it.</param>
internal sealed class WaysByOrder(Action<Action> despiteFaults)
{
    /// <summary>How long after the order's end a relay may still be held: its event has its row first.</summary>
    internal const long GraceNs = 3_000_000_000;

    private static readonly (LaneMode Mode, Signal Signal)[] Shown =
    [
        (LaneMode.Lockdown, Signal.LockedDown), (LaneMode.HoldOpen, Signal.KeptOpen),
        (LaneMode.FreePassage, Signal.FreePassage),
    ];
    private readonly Dictionary<Way, long> _open = [];

    /// <summary>Whether any of them is held open.</summary>
    internal bool AnyOpen => _open.Count > 0;

    internal void Be(Way way, LaneMode mode, long untilNs)
    {
        way.DecideBy(mode, untilNs);
        foreach (var (shown, signal) in Shown)
            despiteFaults(() => Show(way, signal, shown == mode));
        if (mode == LaneMode.HoldOpen)
            _open[way] = untilNs;
        else if (!_open.Remove(way))
            return;
        if (way.Relay is { } relay)
            despiteFaults(() => Hold(relay));
    }

    /// <summary>As long as the last order of its ways says.</summary>
    private void Hold(Relay relay)
    {
        var until = _open.Where(open => open.Key.Relay == relay).Select(static open => open.Value)
            .DefaultIfEmpty(long.MinValue).Max();
        if (until == long.MinValue)
            relay.EndKeepOpen();
        else
            relay.KeepOpen(until + GraceNs);
    }

    private static void Show(Way way, Signal signal, bool begins)
    {
        if (begins)
            way.Indicator.Begin(signal);
        else
            way.Indicator.End(signal);
    }
}
