namespace CheckIn.Hub.Fleet;

internal static partial class Log
{
    [LoggerMessage(2300, LogLevel.Information, "Gate {Gate} is {State}, session {Session}.")]
    internal static partial void StateChanged(ILogger logger, string gate, PresenceState state, long session);

    [LoggerMessage(2301, LogLevel.Error,
        "The states of {Count} gates could not be saved: {Why} They are right on the page, and saved again in a second.")]
    internal static partial void StatesNotSaved(ILogger logger, int count, string why);

    [LoggerMessage(2302, LogLevel.Warning,
        "The hub's state and time could not be told: {Why} They are told again at the next turn.")]
    internal static partial void NotAnnounced(ILogger logger, string why);

    [LoggerMessage(2303, LogLevel.Information, "This machine's clock is {State}.")]
    internal static partial void ClockOfHub(ILogger logger, string state);

    [LoggerMessage(2304, LogLevel.Error,
        "Gate {Gate} seems to be two machines that bear one key: {Why}. Nothing is lost, but one of them is not "
        + "yours, or its card was copied: revoke the gate's certificate (checkin-hub revoke, or replace), which shuts both "
        + "out, and enrol the right one")]
    internal static partial void IdentityCopied(ILogger logger, string gate, string why);

    [LoggerMessage(2305, LogLevel.Error,
        "That gate {Gate} seems to be two machines could not be written into the audit: {Why} It is shown until the "
        + "hub restarts.")]
    internal static partial void CopyNotSaved(ILogger logger, string gate, string why);

    [LoggerMessage(2306, LogLevel.Information, "{Count} gates are in another state than before; {Lost} of them are lost.")]
    internal static partial void StatesChanged(ILogger logger, int count, int lost);

    [LoggerMessage(2307, LogLevel.Information, "Gates are {State}.")]
    internal static partial void Sight(ILogger logger, string state);
}
