using System.Buffers;
using CheckIn.Contract;

namespace CheckIn.FleetSimulator;

/// <summary>
/// A gate's journal in eight bytes an event: when it came about. All else of an event is a function of the seed, the
/// gate and the number, so that its bytes and its link are made anew, the same ones, whenever it is sent. Like a real
/// journal it forgets what has long been delivered, up to an anchor whose link it keeps, and says from where on it can
/// still send.
/// </summary>
internal sealed class SimulatedJournal(string epoch, EventMint mint, int gate)
{
    private const int Kept = 256;
    private readonly Lock _lock = new();
    private readonly List<long> _times = [];
    private ChainMark _anchor = new(0, ChainLink.Genesis(epoch));
    private ChainMark? _nextAnchor;

    internal string Epoch => epoch;

    internal long LastSeq
    {
        get { lock (_lock) return _anchor.Seq + _times.Count; }
    }

    /// <summary>What the hub is known to have.</summary>
    internal ChainMark Delivered { get; private set; } = new(0, ChainLink.Genesis(epoch));

    internal long FirstRetained
    {
        get { lock (_lock) return _anchor.Seq + 1; }
    }

    internal void Record(long monotonicNs)
    {
        lock (_lock)
            _times.Add(monotonicNs);
    }

    /// <summary>When event <paramref name="seq"/>, which is still kept, came about.</summary>
    internal long TimeOf(long seq)
    {
        lock (_lock)
            return _times[(int)(seq - _anchor.Seq - 1)];
    }

    /// <summary>Everything through this is delivered; what lies far behind is forgotten.</summary>
    internal void SetDelivered(ChainMark mark)
    {
        lock (_lock)
        {
            Delivered = mark;
            if (_nextAnchor is { } next && mark.Seq >= next.Seq + Kept)
            {
                _times.RemoveRange(0, (int)(next.Seq - _anchor.Seq));
                (_anchor, _nextAnchor) = (next, null);
            }
            if (mark.Seq >= _anchor.Seq + Kept)
                _nextAnchor ??= mark;
        }
    }

    /// <summary>Writes a batch of what follows <paramref name="after"/>; returns its last event and how many.</summary>
    internal (ChainMark Last, int Count) WriteBatch(ArrayBufferWriter<byte> output, ChainMark after)
    {
        var (last, seq, link) = (LastSeq, after.Seq, after.Link);
        EventBatch.WriteStart(output, epoch, seq + 1, FirstRetained);
        var room = EventBatch.MaxBytes - "]}".Length;
        var count = 0;
        for (; count < EventBatch.MaxEvents && seq < last; count++)
        {
            var made = mint.Make(gate, seq + 1, TimeOf(seq + 1), link);
            if (count > 0 && output.WrittenCount + made.WireLength + ",".Length > room)
                break;
            if (count > 0)
                output.Write(","u8);
            EventFact.WriteWire(output, made.Fact, made.Sealed);
            (seq, link) = (seq + 1, made.Link);
        }
        EventBatch.WriteEnd(output);
        return (new ChainMark(seq, link), count);
    }

    /// <summary>The link of an event that is kept, or the anchor's; <paramref name="from"/> shortens the way.</summary>
    internal ChainMark MarkOf(long seq, ChainMark from)
    {
        var mark = from.Seq <= seq ? from : _anchor;
        while (mark.Seq < seq)
            mark = new(mark.Seq + 1, mint.Make(gate, mark.Seq + 1, TimeOf(mark.Seq + 1), mark.Link).Link);
        return mark;
    }
}

/// <summary>An event's number and link.</summary>
internal readonly record struct ChainMark(long Seq, byte[] Link);
