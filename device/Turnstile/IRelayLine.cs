namespace CheckIn.Gate.Turnstile;

/// <summary>
/// One relay that cannot stay on by itself: every time it is switched on, it is told when it goes off again, and it does,
/// whatever becomes of whoever switched it on. Real: the guard's process. In one process: <see cref="TimedRelayLine"/>.
/// </summary>
internal interface IRelayLine : IDisposable
{
    /// <summary>Switches on at once, or prolongs. It lasts <paramref name="hold"/> from the edge, but not past the bound.</summary>
    /// <param name="hold">How long.</param>
    /// <param name="notAfterNs">CLOCK_MONOTONIC, ns, at which it is off in any case.</param>
    void Activate(TimeSpan hold, long notAfterNs);

    /// <summary>Off now.</summary>
    void Deactivate();
}
