namespace CheckIn.Gate.Turnstile;

/// <summary>
/// One relay that cannot stay on by itself: every time it is switched on, it is told when it goes off again, and it does,
/// whatever becomes of whoever switched it on. Real: the guard's process (<see cref="Guard.GuardedRelayLine"/>). In one
/// process: <see cref="TimedRelayLine"/>.
/// </summary>
internal interface IRelayLine : IDisposable
{
    /// <summary>False while it cannot be switched on: its guard is lost.</summary>
    bool IsWorking { get; }

    /// <summary>True while it is on, or may be.</summary>
    bool IsActive { get; }

    /// <summary>Switches on at once, or prolongs.</summary>
    /// <param name="opening">How long, and when at the latest it is over.</param>
    /// <param name="wayOut">True: somebody wants to get out; that is done even without a guard.</param>
    /// <returns>False: it is not switched on, because nobody would see to it that it goes off, or because it is too late.</returns>
    bool Activate(in Opening opening, bool wayOut = false);

    /// <summary>Off now.</summary>
    void Deactivate();
}
