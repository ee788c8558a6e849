using System.Buffers;
using CheckIn.Contract;
using CheckIn.Hub.Ingest;

namespace CheckIn.Hub.Commands;

/// <summary>Hears what gates answer. What is no answer to a command of that gate is counted, and changes nothing.</summary>
internal sealed class CommandReplies(
    CommandDesk desk, CommandCounters counters, SetAside setAside, ILogger<CommandReplies> logger) : IGateListener
{
    public GateTopic Topic => GateTopic.Replies;

    public async ValueTask HearAsync(string gate, ReadOnlySequence<byte> payload, CancellationToken cancellation)
    {
        var reply = payload.Length > ReplyMessage.MaxBytes ? null
            : CommandAnswer.Read(payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray());
        var news = reply is null ? CommandNews.Foreign : await desk.HearAsync(gate, reply);
        if (news is CommandNews.Progress or CommandNews.Last)
            return;
        counters.Stray(reply is null ? "malformed" : WordOf(news));
        if (news != CommandNews.Foreign)
            return;
        if (setAside.TryEnter())
            Log.Stray(logger, gate);
        else
            await setAside.HoldUpAsync(cancellation);
    }

    private static string WordOf(CommandNews news) => news switch
    {
        CommandNews.Late => "late",
        CommandNews.Repeated => "repeated",
        _ => "foreign",
    };
}
