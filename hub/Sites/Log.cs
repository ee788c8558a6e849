namespace CheckIn.Hub.Sites;

internal static partial class Log
{
    [LoggerMessage(2350, LogLevel.Warning,
        "When gates last recorded a scan could not be kept ({Problem}). Nothing is lost: it is worked out again from "
            + "the "
        + "events after the next start. Free the disk if it is full.")]
    internal static partial void ScansNotKept(ILogger logger, string problem);

    [LoggerMessage(2351, LogLevel.Information,
        "Sites were imported: {Added} added, {Changed} changed, {Unchanged} unchanged")]
    internal static partial void SitesImported(ILogger logger, int added, int changed, int unchanged);

    [LoggerMessage(2352, LogLevel.Information,
        "Nodes were imported: {Added} added, {Changed} changed, {Unchanged} unchanged")]
    internal static partial void NodesImported(ILogger logger, int added, int changed, int unchanged);
}
