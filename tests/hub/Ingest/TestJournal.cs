using System.Buffers;
using System.Text;
using CheckIn.Contract;

namespace CheckIn.Hub.Tests.Ingest;

/// <summary>A gate's journal as its hub sees it: a chain of facts, cut into batches at will.</summary>
internal sealed class TestJournal
{
    private readonly List<byte[]> _facts = [];
    private readonly List<byte[]> _links = [];

    internal TestJournal(string epoch, int events, string salt = "")
    {
        Epoch = epoch;
        _links.Add(ChainLink.Genesis(epoch));
        for (var seq = 1; seq <= events; seq++)
            Append(Encoding.UTF8.GetBytes($$"""{"outcome":"admitted","n":{{seq}},"salt":"{{salt}}"}"""));
    }

    internal string Epoch { get; }

    internal int Length => _facts.Count;

    internal string Fact(int seq) => Encoding.UTF8.GetString(_facts[seq - 1]);

    internal byte[] Link(int seq) => _links[seq];

    internal string Hash(int seq) => ChainLink.ToText(_links[seq]);

    internal void Append(byte[] body)
    {
        var draft = new EventDraft(
            EventKinds.Decision, "in-1", Direction.In, "boot-1", 5_000_000L * Length, 1_795_000_000_000 + Length, null, body);
        var output = new ArrayBufferWriter<byte>();
        EventFact.Write(output, draft, Length + 1, _links[^1]);
        var link = new byte[ChainLink.Size];
        ChainLink.Of(output.WrittenSpan, link);
        _facts.Add(output.WrittenSpan.ToArray());
        _links.Add(link);
    }

    internal byte[] Batch(int first, int last, int firstRetained = 1)
    {
        var output = new ArrayBufferWriter<byte>();
        EventBatch.WriteStart(output, Epoch, first, firstRetained);
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
