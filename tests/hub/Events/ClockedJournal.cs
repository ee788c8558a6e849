using System.Buffers;
using CheckIn.Contract;

namespace CheckIn.Hub.Tests.Events;

/// <summary>A gate's journal in which every event says when it was stamped, by which clock.</summary>
internal sealed class ClockedJournal(string epoch)
{
    private readonly List<byte[]> _facts = [];
    private byte[] _link = ChainLink.Genesis(epoch);

    internal int Length => _facts.Count;

    internal void Add(string boot, long monotonicNs, long at, ClockQuality? clock)
    {
        var draft = new EventDraft(
            EventKinds.Operation, "gate", null, boot, monotonicNs, at, clock, "{\"name\":\"started\"}"u8.ToArray());
        var output = new ArrayBufferWriter<byte>();
        EventFact.Write(output, draft, Length + 1, _link);
        _link = new byte[ChainLink.Size];
        ChainLink.Of(output.WrittenSpan, _link);
        _facts.Add(output.WrittenSpan.ToArray());
    }

    internal byte[] Batch(int first, int last)
    {
        var output = new ArrayBufferWriter<byte>();
        EventBatch.WriteStart(output, epoch, first, 1);
        for (var seq = first; seq <= last; seq++)
        {
            if (seq > first)
                output.Write(","u8);
            output.Write(_facts[seq - 1]);
        }
        EventBatch.WriteEnd(output);
        return output.WrittenSpan.ToArray();
    }
}
