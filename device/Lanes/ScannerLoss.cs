namespace CheckIn.Gate.Lanes;

/// <summary>
/// Whether a lane's scanner counts as lost: a value, so that every step can be tried in a test. It is lost once it has
/// been missing for five seconds, which is longer than a plug is out while somebody sorts cables, and found again once it is
/// there.
/// </summary>
/// <param name="MissingSinceNs">CLOCK_MONOTONIC, ns, since when it is missing; null = it is there.</param>
/// <param name="IsLost">The alarm stands.</param>
internal readonly record struct ScannerLoss(long? MissingSinceNs, bool IsLost)
{
    internal const long LostAfterNs = 5_000_000_000;

    /// <summary>How it is now.</summary>
    internal ScannerLoss Look(bool ready, long nowNs)
    {
        if (ready)
            return default;
        var since = MissingSinceNs ?? nowNs;
        return new(since, nowNs - since >= LostAfterNs);
    }
}
