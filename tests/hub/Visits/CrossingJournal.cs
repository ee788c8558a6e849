using System.Buffers;
using System.Text;
using CheckIn.Contract;
using CheckIn.Hub.Tests.Ingest;

namespace CheckIn.Hub.Tests.Visits;

/// <summary>A gate's journal of decisions and passages.</summary>
internal sealed class CrossingJournal(string id)
{
    private readonly List<byte[]> _facts = [];
    private byte[] _link = ChainLink.Genesis("epoch-" + id);

    internal string Id => id;
    internal int Length => _facts.Count;
    internal ClockQuality? Clock { get; set; } = new(5, 3);
    internal TimeSpan Shift { get; set; }
    internal string Day { get; init; } = "2026-11-21";

    internal CrossingJournal Decide(int minute, Direction direction, string tag, string? category, string outcome = "admitted") => Add(
        EventKinds.Decision, minute, direction, $$"""{"outcome":"{{outcome}}","tag":"{{tag}}","tag_day":"{{Day}}"{{(
            category is null ? "" : $",\"category\":\"{category}\"")}}}""");

    internal CrossingJournal Pass(int cause, string result) => Add(
        EventKinds.Passage, 0, Direction.In, $$"""{"cause":{{cause}},"result":"{{result}}"}""");

    internal CrossingJournal Say(string body) => Add(EventKinds.Decision, 0, Direction.In, body);

    internal byte[] Batch(int first, int last)
    {
        var output = new ArrayBufferWriter<byte>();
        EventBatch.WriteStart(output, "epoch-" + id, first, 1);
        for (var seq = first; seq <= last; seq++)
        {
            if (seq > first)
                output.Write(","u8);
            output.Write(_facts[seq - 1]);
        }
        EventBatch.WriteEnd(output);
        return output.WrittenSpan.ToArray();
    }

    private CrossingJournal Add(string kind, int minute, Direction direction, string body)
    {
        var draft = new EventDraft(kind, "lane", direction, "boot-" + id, (minute + 1) * 60_000_000_000L,
            (SteppedTime.Start + Shift).AddMinutes(minute).ToUnixTimeMilliseconds(), Clock, Encoding.UTF8.GetBytes(body));
        var output = new ArrayBufferWriter<byte>();
        EventFact.Write(output, draft, Length + 1, _link);
        _link = new byte[ChainLink.Size];
        ChainLink.Of(output.WrittenSpan, _link);
        _facts.Add(output.WrittenSpan.ToArray());
        return this;
    }
}
