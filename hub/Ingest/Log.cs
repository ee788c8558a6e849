namespace CheckIn.Hub.Ingest;

internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Error, "Gate {Gate} sent what cannot be read; it is set aside and refused: {Why}")]
    internal static partial void Malformed(ILogger logger, string gate, string why);

    [LoggerMessage(2101, LogLevel.Error,
        "Gate {Gate}, epoch {Epoch}: event {Seq} cannot be read. It is kept as it came, here in the table refused and at the "
        + "gate, and what follows it goes on: {Why}")]
    internal static partial void EventRefused(ILogger logger, string gate, string epoch, long seq, string why);

    [LoggerMessage(2102, LogLevel.Warning,
        "Gate {Gate} sent what only a newer hub understands: {Why}. The gate keeps it and offers it again; install that hub.")]
    internal static partial void Unsupported(ILogger logger, string gate, string why);
}
