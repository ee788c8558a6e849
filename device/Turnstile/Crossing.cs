namespace CheckIn.Gate.Turnstile;

/// <summary>One admission on its way through. All times are CLOCK_MONOTONIC, ns.</summary>
/// <param name="Way">Number of the way it is on, within its portal.</param>
/// <param name="Relay">Number of the relay that opens it; ways of one relay never wait for each other.</param>
/// <param name="Sensor">Number of the sensor that tells of it; negative: nobody will.</param>
/// <param name="Cause">Number of the event by which it may pass; null when that could not be recorded.</param>
/// <param name="HoldNs">How long the relay is held.</param>
/// <param name="PatienceNs">How long after the relay opened it may take.</param>
/// <param name="IsLonger">For somebody who needs longer.</param>
/// <param name="IsWayOut">For somebody who wants to get out.</param>
/// <param name="KeepsPulse">The relay is held for its whole time, though he may have passed.</param>
internal readonly record struct Crossing(
    int Way, int Relay, int Sensor, long? Cause, long HoldNs, long PatienceNs, bool IsLonger = false,
    bool IsWayOut = false, bool KeepsPulse = false)
{
    /// <summary>When the relay opened; set by <see cref="Passage"/>.</summary>
    internal long OpenedNs { get; init; }

    internal bool HasSensor => Sensor >= 0;

    /// <summary>When its relay goes off.</summary>
    internal long OffNs => OpenedNs + HoldNs;

    /// <summary>
    /// When it is over. With a sensor its patience and the tolerance; without one the relay's own time, for nobody will
    /// tell whether anybody passed.
    /// </summary>
    internal long OverNs => HasSensor ? OpenedNs + PatienceNs + Passage.ToleranceNs : OffNs;

    /// <summary>It has ended, but its relay is still on.</summary>
    internal bool IsOver { get; private init; }

    /// <summary>
    /// Whether the relay may go off with the turn. Who needs longer is given the whole time: the sensor may tell before a
    /// wheelchair is through.
    /// </summary>
    internal bool MayClose => !KeepsPulse && !IsLonger;

    /// <summary>What is left when it has ended and its relay is still on: the other direction has to wait for that.</summary>
    internal Crossing Remainder => this with { Sensor = -1, IsOver = true };
}
