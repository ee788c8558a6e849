using System.Buffers;
using System.Text;
using CheckIn.Contract;
using CheckIn.Record;

namespace CheckIn.Gate.Journal.Commands;

/// <summary>
/// The events, one JSON object a line, oldest epoch first. The event's bytes are those that were hashed; with
/// <c>--sealed</c> they are those that went to the hub.
/// </summary>
internal static class JournalExport
{
    internal static int Print(RecordedJournal journal, JournalCommand command, TextWriter output)
    {
        var epochs = journal.Epochs();
        if (command.Epoch is { } name && epochs.All(epoch => epoch.Name != name))
        {
            throw new RecordException(
                $"{journal.Path} has no epoch '{name}'; it has {string.Join(", ", epochs.Select(epoch => epoch.Name))}.");
        }
        var line = new ArrayBufferWriter<byte>(4096);
        foreach (var epoch in epochs.Where(epoch => command.Epoch is null || epoch.Name == command.Epoch))
        {
            foreach (var recorded in journal.Events(epoch, command.From).TakeWhile(recorded => recorded.Seq <= command.To))
            {
                line.ResetWrittenCount();
                EventFact.WriteWire(line, recorded.Fact.Span, command.Sealed ? recorded.Sealed.Span : default);
                output.WriteLine(
                    $"{{\"epoch\":\"{epoch.Name}\",\"hash\":\"{ChainLink.ToText(recorded.Link.Span)}\","
                    + $"\"event\":{Encoding.UTF8.GetString(line.WrittenSpan)}}}");
            }
        }
        return JournalCommand.Whole;
    }
}
