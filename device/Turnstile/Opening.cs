namespace CheckIn.Gate.Turnstile;

/// <summary>What is asked of a relay: on now, and off again by itself. All times are CLOCK_MONOTONIC, ns.</summary>
/// <param name="HoldNs">How long it lasts, counted from the edge.</param>
/// <param name="NotAfterNs">When it is over in any case.</param>
/// <param name="IssuedAtNs">When it was decided. What comes later than <see cref="StaleAfterNs"/> opens for nobody.</param>
internal readonly record struct Opening(long HoldNs, long NotAfterNs, long IssuedAtNs)
{
    /// <summary>
    /// Whoever was admitted longer ago may have gone, and somebody else may stand there: a process that was stopped or
    /// starved after it had decided must not open late.
    /// </summary>
    internal const long StaleAfterNs = 500_000_000;

    /// <summary>No single opening is longer, whoever asks.</summary>
    internal const long MostNs = 60_000_000_000;

    internal static Opening Of(TimeSpan hold, long notAfterNs, long issuedAtNs) => new(hold.Ticks * 100, notAfterNs, issuedAtNs);

    /// <summary>False for what nobody can have meant.</summary>
    internal bool IsValid =>
        HoldNs is > 0 and <= MostNs && IssuedAtNs >= 0 && NotAfterNs >= 0 && NotAfterNs - IssuedAtNs <= MostNs;

    /// <summary>A time of issue that is yet to come is as wrong as one long past.</summary>
    internal bool IsStale(long nowNs) => IssuedAtNs > nowNs || nowNs - IssuedAtNs > StaleAfterNs;
}
