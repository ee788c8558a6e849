namespace CheckIn.Contract;

/// <summary>How far a program trusted its wall clock when it read it.</summary>
/// <param name="ErrorMs">By how much it may be wrong, ms.</param>
/// <param name="SyncedAgeS">Seconds since the last synchronisation.</param>
/// <param name="Source">One of <see cref="ClockSources"/>; absent = the machine's own (NTP, PTP, a receiver).</param>
public readonly record struct ClockQuality(long ErrorMs, long SyncedAgeS, string? Source = null);

/// <summary>Where a gate has the time from when its own machine is not synchronised.</summary>
public static class ClockSources
{
    /// <summary>From the hub, which is synchronised; the hub's own error is included.</summary>
    public const string Hub = "hub";
    /// <summary>
    /// From a hub that is not synchronised itself, as on a closed network: the error is that against the hub's clock.
    /// </summary>
    public const string Local = "local";
}

/// <summary>A gate's clock at one moment, as its health tells it.</summary>
/// <param name="Boot">Boot id.</param>
/// <param name="MonoNs">CLOCK_MONOTONIC in this boot, ns.</param>
/// <param name="At">Wall time as the gate had it, Unix ms.</param>
/// <param name="Quality">Absent = not synchronised in this boot.</param>
public sealed record ClockReading(string Boot, long MonoNs, long At, ClockQuality? Quality);
