namespace CheckIn.Hub.Broker.Mosquitto;

internal static partial class Log
{
    [LoggerMessage(2040, LogLevel.Information, "Replaced {Files} in {Directory} for the MQTT server.")]
    internal static partial void FilesReplaced(ILogger logger, string files, string directory);

    [LoggerMessage(2041, LogLevel.Error,
        "What the MQTT server needs could not be written to {Directory}: {Why} Gates that are revoked are put out, "
        + "but could come back, until it can: see to Broker:ServerFiles, its space and its owner.")]
    internal static partial void FilesNotWritten(ILogger logger, string directory, string why);

    [LoggerMessage(2042, LogLevel.Information,
        "The MQTT server {Server} refuses revoked certificates by the newest list, {Elapsed} after it was written.")]
    internal static partial void InForce(ILogger logger, Uri server, TimeSpan elapsed);

    [LoggerMessage(2043, LogLevel.Error,
        "The MQTT server {Server} lets revoked certificates in: it has not read {File}. Whoever is revoked is put "
        + "out again and again until it does. Send it SIGHUP (systemctl reload mosquitto), and see to what should do so "
        + "by itself (checkin-mosquitto.path).")]
    internal static partial void NotInForce(ILogger logger, Uri server, string file);

    [LoggerMessage(2044, LogLevel.Information, "Gate {Gate} is put out of {Server}, {Elapsed} after it was revoked.")]
    internal static partial void Cut(ILogger logger, string gate, Uri server, TimeSpan elapsed);

    [LoggerMessage(2045, LogLevel.Warning,
        "Gate {Gate} was revoked and is not yet put out of {Server}: {Why} It is tried again every second.")]
    internal static partial void NotCut(ILogger logger, string gate, Uri server, string why);

    [LoggerMessage(2046, LogLevel.Warning,
        "Gate {Gate} was revoked at this hub, but {Server} does not hear of it from here: what that server lets in "
        + "is its own affair. Name the directory of its files in Broker:ServerFiles (checkin-hub mosquitto), or see to "
        + "it there.")]
    internal static partial void NotOurs(ILogger logger, string gate, Uri server);
}
