using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;
using CheckIn.Gate.Modes;

namespace CheckIn.Gate.Turnstile;

/// <summary>
/// One lane's way through a <see cref="Portal"/>: its relay, its lamps, and its word in the events of the portal.
/// </summary>
internal sealed class Way
{
    /// <summary>How long before the code the push plate may have been pressed.</summary>
    internal static readonly TimeSpan PlateLasts = TimeSpan.FromSeconds(30);

    private readonly Portal _portal;
    private readonly List<(string Name, IGpioInput Input)> _inputs = [];
    private long _longerUntilNs = long.MinValue;
    private volatile Ordered _ordered = Ordered.Nothing;

    internal Way(
        Portal portal, int number, int relayNumber, EventStamp stamp, TurnstileOptions options, Relay? relay, Indicator indicator)
    {
        (_portal, Number, RelayNumber, Stamp, Options) = (portal, number, relayNumber, stamp, options);
        (Relay, Indicator) = (relay, indicator);
    }

    /// <summary>Null: this lane opens nothing.</summary>
    internal Relay? Relay { get; }

    internal Indicator Indicator { get; }

    internal TurnstileOptions Options { get; }

    internal EventStamp Stamp { get; }

    internal int Number { get; }

    /// <summary>Hears what became of each admission of which that can be told: the number of its event, and whether somebody went.</summary>
    internal Action<long?, PassageResult>? Ended { get; set; }

    internal int RelayNumber { get; }

    internal int Sensor => Options.Passage.Pin;

    /// <summary>Somebody was admitted, and his event has its row.</summary>
    /// <param name="cause">Its number; null when it could not be recorded and the lane's policy admits nevertheless.</param>
    /// <param name="decidedAtNs">CLOCK_MONOTONIC of that row, ns; half a second later it opens for nobody.</param>
    /// <param name="longer">He needs longer.</param>
    /// <returns>False: it did not open, and will not.</returns>
    internal bool Admit(long? cause, long decidedAtNs, bool longer = false) => _portal.Admit(this, cause, longer, decidedAtNs);

    /// <summary>Somebody was admitted so long ago that somebody else may stand there by now.</summary>
    internal void TooLate(long? cause) => _portal.TooLate(this, cause);

    /// <summary>Somebody inside has asked to get out.</summary>
    /// <param name="cause">Number of that event; null when it could not be recorded.</param>
    internal void LetOut(long? cause) => _portal.LetOut(this, cause);

    /// <summary>False while no admission can open it; whoever is asked meanwhile had better refuse.</summary>
    internal bool IsWorking => Relay?.IsWorking ?? true;

    /// <summary>Nobody is under way through the portal.</summary>
    internal bool IsQuiet => _portal.IsQuiet;

    internal void Refuse() => Indicator.Show(Signal.Refused);

    /// <summary>How an order has it at that moment (CLOCK_MONOTONIC, ns): never beyond the order's end.</summary>
    internal LaneMode ModeAt(long nowNs) => _ordered is var ordered && nowNs < ordered.UntilNs ? ordered.Mode : LaneMode.Normal;

    /// <summary>By an order it is so from now on; that has its row.</summary>
    /// <param name="mode">How.</param>
    /// <param name="untilNs">At the latest, CLOCK_MONOTONIC, ns.</param>
    internal void Be(LaneMode mode, long untilNs) => _portal.Be(this, mode, untilNs);

    /// <summary>Its next code is decided by this already; relay and lamps follow with <see cref="Be"/>.</summary>
    internal void DecideBy(LaneMode mode, long untilNs) => _ordered = new Ordered(mode, untilNs);

    /// <summary>Opens the relay for one crossing.</summary>
    /// <returns>False: it does not open.</returns>
    internal bool Open(in Crossing crossing, long decidedAtNs)
    {
        var hold = TimeSpan.FromTicks(crossing.HoldNs / 100);
        return Relay is null || (crossing.IsWayOut ? Relay.LetOut(hold) : Relay.Pulse(hold, decidedAtNs));
    }

    /// <summary>The push plate was pressed.</summary>
    internal void AskLonger(long nowNs) => Volatile.Write(ref _longerUntilNs, nowNs + (PlateLasts.Ticks * 100));

    /// <summary>Whether it was, for the one who comes now; it serves one.</summary>
    internal bool TakeLonger(long nowNs) => Interlocked.Exchange(ref _longerUntilNs, long.MinValue) >= nowNs;

    /// <summary>What is wired to this way, as it is now.</summary>
    internal IReadOnlyList<SensorReading> Sensors =>
        [.. _inputs.Select(wired => new SensorReading(wired.Name, wired.Input.Pin, wired.Input.IsActive))];

    internal void Wire(string name, IGpioInput input) => _inputs.Add((name, input));

    internal Crossing Crossing(long? cause, bool longer, bool wayOut = false)
    {
        var hold = longer ? Options.LongerHold : Options.Pulse;
        var patience = longer ? Options.PassageTimeout + Options.LongerHold : Options.PassageTimeout;
        return new Crossing(
            Number, RelayNumber, Sensor, cause, hold.Ticks * 100, patience.Ticks * 100, longer, wayOut,
            Options.AfterTurn == AfterTurn.KeepPulse);
    }

    private sealed record Ordered(LaneMode Mode, long UntilNs)
    {
        internal static readonly Ordered Nothing = new(LaneMode.Normal, long.MinValue);
    }

    internal void ShowOpen(in Crossing crossing)
    {
        if (crossing.IsLonger)
            Indicator.Show(Signal.AdmittedLonger, TimeSpan.FromTicks(crossing.HoldNs / 100));
        else
            Indicator.Show(Signal.Admitted);
    }
}
