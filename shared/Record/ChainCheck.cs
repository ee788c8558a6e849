using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Sealing;

namespace CheckIn.Record;

/// <summary>What is wrong with one event.</summary>
public sealed record ChainFault(long Seq, string What);

/// <summary>
/// Goes along the events of one epoch and recomputes its hash chain: values in, findings out. Each event's link must be
/// the hash of its content, and its <c>prev</c> the link before it, from the anchor on; so a changed, exchanged or added
/// event shows at its number, and a missing one as a gap. After a gap the chain is taken up anew at the next event. A
/// sealed part must be the one whose hash the event carries; one that was erased is counted and no fault.
/// </summary>
public sealed class ChainCheck
{
    /// <summary>Most faults and gaps kept with their number; all are counted.</summary>
    public const int MostKept = 100;

    private readonly List<ChainFault> _faults = [];
    private readonly List<SeqRange> _gaps = [];
    private readonly long _begin;
    private readonly Func<long, string, bool>? _isOther;
    private byte[]? _link;

    /// <param name="anchorSeq">Number of the last event removed by retention, or 0.</param>
    /// <param name="anchorLink">Its link, or the epoch's genesis; empty = not known.</param>
    /// <param name="isOther">
    /// Whether a second version of an event is kept aside whose link is this text: what continues it continues another
    /// card's chain. Null = there are none.
    /// </param>
    public ChainCheck(long anchorSeq, ReadOnlySpan<byte> anchorLink, Func<long, string, bool>? isOther = null)
    {
        (Last, _begin, _isOther) = (anchorSeq, anchorSeq, isOther);
        _link = anchorLink.IsEmpty ? null : anchorLink.ToArray();
    }

    /// <summary>Events seen.</summary>
    public long Events { get; private set; }

    /// <summary>Number of the first event seen; one above the anchor while there is none.</summary>
    public long First { get; private set; }

    /// <summary>Number of the last event seen; the anchor's while there is none.</summary>
    public long Last { get; private set; }

    /// <summary>Events that continue a version kept aside.</summary>
    public long Forks { get; private set; }

    /// <summary>Events whose sealed part was erased.</summary>
    public long Erased { get; private set; }

    /// <summary>Numbers without an event, up to <see cref="MostKept"/> ranges.</summary>
    public IReadOnlyList<SeqRange> Gaps => _gaps;

    /// <summary>How many numbers have no event.</summary>
    public long Missing { get; private set; }

    /// <summary>What is wrong, up to <see cref="MostKept"/>.</summary>
    public IReadOnlyList<ChainFault> Faults => _faults;

    /// <summary>How much is wrong.</summary>
    public long FaultCount { get; private set; }

    /// <summary>No gap and no fault.</summary>
    public bool IsWhole => Missing == 0 && FaultCount == 0;

    /// <summary>The next event in order.</summary>
    public void Add(RecordedEvent recorded)
    {
        var isNext = recorded.Seq == Last + 1;
        if (recorded.Seq <= Last)
            Fault(recorded.Seq, $"its number comes after {Last}");
        else if (!isNext)
            AddGap(recorded.Seq);
        Span<byte> computed = stackalloc byte[ChainLink.Size];
        ChainLink.Of(recorded.Fact.Span, computed);
        if (!computed.SequenceEqual(recorded.Link.Span))
            Fault(recorded.Seq, "its content is not what its link was computed over");
        CheckHead(recorded, isNext);
        if (Events++ == 0)
            First = recorded.Seq;
        (Last, _link) = (recorded.Seq, recorded.Link.ToArray());
    }

    /// <summary>Numbers that should have been there after the last event.</summary>
    public void End(long last)
    {
        if (last > Last)
            AddGap(last + 1);
        if (Events == 0)
            First = _begin + 1;
    }

    private void CheckHead(RecordedEvent recorded, bool isNext)
    {
        FactHead head;
        try
        {
            head = FactHead.Read(recorded.Fact.Span);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Fault(recorded.Seq, "its content cannot be read");
            return;
        }
        if (head.Seq != recorded.Seq)
            Fault(recorded.Seq, head.Seq is { } other ? $"its content says that it is event {other}" : "its content has no number");
        if (isNext && _link is not null && head.Prev != ChainLink.ToText(_link))
        {
            if (head.Prev is not null && _isOther?.Invoke(recorded.Seq - 1, head.Prev) == true)
                Forks++;
            else
                Fault(recorded.Seq, "it does not continue the event before it");
        }
        if (recorded.Sealed.IsEmpty)
            Erased += head.SealedHash is null ? 0 : 1;
        else if (head.SealedHash is not null && !Matches(recorded.Sealed, head.SealedHash))
            Fault(recorded.Seq, "its sealed part is not the one that was recorded");
    }

    private static bool Matches(ReadOnlyMemory<byte> sealedPart, string hash)
    {
        try
        {
            return SealedFields.Parse(sealedPart).Hash() == hash;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private void AddGap(long next)
    {
        Missing += next - Last - 1;
        if (_gaps.Count < MostKept)
            _gaps.Add(new SeqRange(Last + 1, next - 1));
    }

    private void Fault(long seq, string what)
    {
        FaultCount++;
        if (_faults.Count < MostKept)
            _faults.Add(new ChainFault(seq, what));
    }
}
