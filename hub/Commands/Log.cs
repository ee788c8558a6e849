namespace CheckIn.Hub.Commands;

internal static partial class Log
{
    [LoggerMessage(3050, LogLevel.Information, "Command {Id} to gate {Gate}: {Name}, given by {By}")]
    internal static partial void Given(ILogger logger, string id, string gate, string name, string by);

    [LoggerMessage(3051, LogLevel.Information, "Commands {Batch} to {Gates} gates: {Name}, given by {By}")]
    internal static partial void GivenToMany(ILogger logger, string batch, int gates, string name, string by);

    [LoggerMessage(3052, LogLevel.Information, "Command {Id} to gate {Gate}: {State} ({Reason})")]
    internal static partial void Answered(ILogger logger, string id, string gate, string state, string reason);

    [LoggerMessage(3053, LogLevel.Warning,
        "Command {Id} could not be sent to gate {Gate}: {Problem} It is not sent later; give it again.")]
    internal static partial void NotSent(ILogger logger, string id, string gate, string problem);

    [LoggerMessage(3054, LogLevel.Warning,
        "{Count} commands were not answered in time. They are not carried out any more; whether they were, the gates' "
        + "events tell.")]
    internal static partial void Unanswered(ILogger logger, int count);

    [LoggerMessage(3055, LogLevel.Warning, "Gate {Gate} sent a reply that cannot be read, or to no command of its own; it is ignored")]
    internal static partial void Stray(ILogger logger, string gate);

    [LoggerMessage(3056, LogLevel.Error,
        "What became of commands could not be kept ({Problem}). Nothing is lost: it is tried again every second. Free the "
        + "disk if it is full.")]
    internal static partial void NotKept(ILogger logger, string problem);
}
