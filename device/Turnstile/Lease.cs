namespace CheckIn.Gate.Turnstile;

/// <summary>
/// How long a relay stays on. Values in, a value out: whoever drives a line, the guard or this process, takes openings in,
/// switches on when the lease is active and off as soon as it is not. A lease never lasts longer than the openings that
/// it was made of, and nothing but a fresh opening makes one.
/// </summary>
/// <param name="OffAtNs">CLOCK_MONOTONIC, ns, at which the relay goes off.</param>
internal readonly record struct Lease(long OffAtNs)
{
    internal static readonly Lease None = new(long.MinValue);

    internal bool IsActive => OffAtNs != long.MinValue;

    /// <summary>
    /// With this opening: it begins a lease or prolongs one, and shortens none. A stale one changes nothing. Given again
    /// after the edge it makes up for the time that the edge took.
    /// </summary>
    internal Lease With(in Opening opening, long nowNs)
    {
        if (!opening.IsValid || opening.IsStale(nowNs))
            return this;
        var offAtNs = Math.Min(nowNs + opening.HoldNs, opening.NotAfterNs);
        return offAtNs > nowNs && offAtNs > OffAtNs ? new Lease(offAtNs) : this;
    }

    /// <summary>What is left of it.</summary>
    internal Lease At(long nowNs) => nowNs >= OffAtNs ? None : this;
}
