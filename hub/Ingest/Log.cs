namespace CheckIn.Hub.Ingest;

internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Error, "Gate {Gate} sent what cannot be read; it is set aside and refused: {Why}")]
    internal static partial void Malformed(ILogger logger, string gate, string why);
}
