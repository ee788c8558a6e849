using CheckIn.Gate.Gpio;
using CheckIn.Gate.Lanes;

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

    internal int RelayNumber { get; }

    internal int Sensor => Options.Passage.Pin;

    /// <summary>Somebody was admitted, and his event has its row.</summary>
    /// <param name="cause">Its number; null when it could not be recorded and the lane's policy admits nevertheless.</param>
    /// <param name="decidedAtNs">When, CLOCK_MONOTONIC, ns: nobody is let in long after that.</param>
    /// <param name="longer">He needs longer.</param>
    /// <returns>False: it did not open.</returns>
    internal bool Admit(long? cause, long decidedAtNs, bool longer = false) =>
        _portal.Admit(this, Crossing(cause, longer | TakeLonger(decidedAtNs)), decidedAtNs);

    /// <summary>Somebody was admitted so long ago that it does not open for him any more; false.</summary>
    internal bool Miss(long? cause) => _portal.Miss(this, cause);

    /// <summary>Somebody inside has asked to get out.</summary>
    /// <param name="cause">Number of that event; null when it could not be recorded.</param>
    /// <param name="nowNs">CLOCK_MONOTONIC, ns.</param>
    internal void LetOut(long? cause, long nowNs) =>
        _portal.Admit(this, Crossing(cause, TakeLonger(nowNs)) with { IsWayOut = true }, nowNs);

    internal void Refuse() => Indicator.Show(Signal.Refused);

    /// <summary>The push plate was pressed.</summary>
    internal void AskLonger(long nowNs) => Volatile.Write(ref _longerUntilNs, nowNs + (PlateLasts.Ticks * 100));

    /// <summary>Whether it was, for the one who comes now; it serves one.</summary>
    private bool TakeLonger(long nowNs) => Interlocked.Exchange(ref _longerUntilNs, long.MinValue) >= nowNs;

    /// <summary>What is wired to this way, as it is now.</summary>
    internal IReadOnlyList<SensorReading> Sensors =>
        [.. _inputs.Select(wired => new SensorReading(wired.Name, wired.Input.Pin, wired.Input.IsActive))];

    internal void Wire(string name, IGpioInput input) => _inputs.Add((name, input));

    private Crossing Crossing(long? cause, bool longer)
    {
        var hold = longer ? Options.LongerHold : Options.Pulse;
        var patience = longer ? Options.PassageTimeout + Options.LongerHold : Options.PassageTimeout;
        return new Crossing(Number, RelayNumber, Sensor, cause, hold.Ticks * 100, patience.Ticks * 100, longer);
    }

    internal void ShowOpen(in Crossing crossing)
    {
        if (crossing.IsLonger)
            Indicator.Show(Signal.AdmittedLonger, TimeSpan.FromTicks(crossing.HoldNs / 100));
        else
            Indicator.Show(Signal.Admitted);
    }
}
