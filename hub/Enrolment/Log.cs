namespace CheckIn.Hub.Enrolment;

internal static partial class Log
{
    [LoggerMessage(2600, LogLevel.Information, "A code for site {Site} was issued (claim {Claim}).")]
    internal static partial void Issued(ILogger logger, string site, string claim);

    [LoggerMessage(2601, LogLevel.Information,
        "{Count} claims for site {Site} were issued (bundle {Bundle}).")]
    internal static partial void BundleIssued(ILogger logger, int count, string site, string bundle);

    [LoggerMessage(2602, LogLevel.Information, "Gate {Gate} is enrolled (claim {Claim}, key {Fingerprint}).")]
    internal static partial void Enrolled(ILogger logger, string gate, string claim, string fingerprint);

    [LoggerMessage(2603, LogLevel.Warning,
        "Claim {Claim} was tried with a wrong proof {Failures} times and is withdrawn. If it was a slip, issue "
            + "another code.")]
    internal static partial void TriedTooOften(ILogger logger, string claim, long failures);

    [LoggerMessage(2604, LogLevel.Information, "Claim {Claim} is refused: {Reason}.")]
    internal static partial void Refused(ILogger logger, string claim, string reason);

    [LoggerMessage(2605, LogLevel.Information, "Gate {Gate}: {Count} certificates are revoked ({Why}).")]
    internal static partial void Revoked(ILogger logger, string gate, int count, string why);

    [LoggerMessage(2606, LogLevel.Information, "Gate {Gate} is to deliver what it has and wipe itself.")]
    internal static partial void Leaving(ILogger logger, string gate);

    [LoggerMessage(2607, LogLevel.Information, "Gate {Gate} has wiped itself.")]
    internal static partial void Wiped(ILogger logger, string gate);

    [LoggerMessage(2608, LogLevel.Information,
        "Gate {Gate} has a new certificate (key {Fingerprint}, good until {Until:u}).")]
    internal static partial void Renewed(ILogger logger, string gate, string fingerprint, DateTimeOffset until);

    [LoggerMessage(2610, LogLevel.Error,
        "Gates cannot be given certificates or keys: {Why} No claim is used up by this; a gate that asks is told to "
            + "try again.")]
    internal static partial void CannotGrant(ILogger logger, string why);

    [LoggerMessage(2611, LogLevel.Error,
        "A revocation is committed but not yet in effect everywhere: {Why} Revoke the gate again, or restart the hub.")]
    internal static partial void NotApplied(ILogger logger, string why);
}
