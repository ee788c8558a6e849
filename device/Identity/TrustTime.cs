namespace CheckIn.Gate.Identity;

/// <summary>
/// By what time a gate judges the hub's certificate. A Raspberry Pi has no clock battery: what it takes for the time
/// after a power cut may be 1970 or anything else, and a gate that refused its hub for that would never be told the
/// time. So a time that is not known is a lower bound only: it is at least as late as the latest moment that anybody
/// told the gate of. A certificate that ended before that is refused; whether another one has begun yet cannot be
/// judged, and is not.
/// </summary>
/// <param name="Now">The time; null = not known.</param>
/// <param name="Error">How far <paramref name="Now"/> may be wrong.</param>
/// <param name="AtLeast">It is at least this late.</param>
internal readonly record struct TrustTime(DateTimeOffset? Now, TimeSpan Error, DateTimeOffset AtLeast)
{
    /// <summary>What is wrong with a life of this length at this time; null = nothing.</summary>
    internal string? Problem(DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        if (Now is not { } now)
            return notAfter > AtLeast ? null : $"ended at {notAfter:u}, and it is {AtLeast:u} at least";
        if (now - notAfter > Error)
            return $"ended at {notAfter:u}, and it is {now:u}";
        return notBefore - now > Error ? $"begins only at {notBefore:u}, and it is {now:u} by this gate's clock" : null;
    }
}
