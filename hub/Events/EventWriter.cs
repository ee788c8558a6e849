using System.Buffers;
using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Hub.Events;

/// <summary>
/// Stores one batch within the current transaction and gives the position to acknowledge. Every event is taken by its
/// key whatever the order of arrival; nothing is judged: a break of the chain or other content under a known number is
/// kept, counted and told, and holds nothing back. What cannot be read is kept as it came: under its number once it is
/// a single event, which the position then steps over, else among what is set aside, and nothing moves.
/// </summary>
internal sealed class EventWriter(Database db, TimeProvider time) : IDisposable
{
    private const int MostSetAside = 1000;
    private readonly JournalRows _rows = new(db);
    private readonly LostRows _lost = new(db);

    /// <summary>What is known of the gates' clocks.</summary>
    internal BootClocks Clocks { get; } = new(db);

    /// <summary>The hub's position in a journal; through 0 for one never heard of.</summary>
    internal AckMessage Position(string gate, string epoch) => _rows.Find(gate, epoch) is { } position
        ? Acknowledge(position, epoch)
        : new AckMessage(epoch, 0, ChainLink.ToText(ChainLink.Genesis(epoch)));

    internal (AckMessage Ack, IngestTally Tally) Store(string gate, EventBatch batch)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var tally = new IngestTally { Gate = gate, Epoch = batch.Epoch, First = batch.First };
        var position = _rows.FindOrAdd(gate, batch.Epoch);
        var conflicts = TakeAll(position, batch, now, tally);
        var last = batch.First + batch.Events.Count - 1;
        if (position.Lost > 0 && batch.First <= position.Window.Through && tally.Stored > 0)
            tally.Found = _lost.Find(position.Id, batch.First, last);
        position = position with { Highest = Math.Max(position.Highest, last) };
        var (window, lost) = position.Window.Receive(batch.First, last, batch.FirstRetained);
        if (lost is { } range)
            tally.Lost = _lost.Lose(position.Id, range.First, range.Last, now);
        position = JoinAhead(position with { Window = window });
        _rows.Advance(position, tally);
        if (tally.Stored > 0)
            Clocks.Take(position.Gate, position.Id, batch);
        return (Acknowledge(position, batch.Epoch) with
        {
            Refused = conflicts,
            First = batch.First,
            Last = last,
            Link = ChainLink.ToText(batch.Events[^1].Link),
        }, tally);
    }

    /// <summary>
    /// The next event of a journal of the hub's own. Its number and link are taken from the rows that there are, so that a
    /// transaction that is rolled back leaves no gap.
    /// </summary>
    internal IngestTally Append(OwnEvent own)
    {
        EventFact.Check(own.Draft);
        var last = Position(own.Gate, own.Epoch);
        var fact = new ArrayBufferWriter<byte>();
        EventFact.Write(fact, own.Draft, last.Through + 1, Convert.FromHexString(last.Hash));
        var written = EventBatch.ReadEvent(fact.WrittenMemory);
        return Store(own.Gate, new EventBatch(own.Epoch, last.Through + 1, 1, [written])).Tally;
    }

    /// <summary>Keeps a batch that cannot be taken; null = it does not say whose position to state.</summary>
    internal (AckMessage? Ack, IngestTally Tally) Refuse(RefusedBatch batch)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var tally = new IngestTally { Gate = batch.Gate, Epoch = batch.Epoch ?? "", First = batch.First ?? 0 };
        if (!batch.IsFinal || !StepOver(batch, tally, now))
            SetAside(batch, now);
        if (batch is not { Epoch: { } epoch, First: { } first })
            return (null, tally);
        var refused = new RefusedEvents(first, batch.Last ?? first, batch.Reason);
        return (Position(batch.Gate, epoch) with { Refused = [refused], First = first }, tally);
    }

    public void Dispose()
    {
        _rows.Dispose();
        _lost.Dispose();
        Clocks.Dispose();
    }

    private List<RefusedEvents>? TakeAll(JournalPosition position, EventBatch batch, long now, IngestTally tally)
    {
        List<RefusedEvents>? conflicts = null;
        var previous = batch.First == 1 ? ChainLink.Genesis(batch.Epoch) : _rows.LinkOf(position.Id, batch.First - 1);
        foreach (var received in batch.Events)
        {
            var taken = _rows.Take(position, received, now);
            if (taken == Taken.New)
            {
                tally.Stored++;
                tally.ChainBreaks += previous is not null && !received.Prev.AsSpan().SequenceEqual(previous) ? 1 : 0;
            }
            else if (taken == Taken.Duplicate)
                tally.Duplicates++;
            else
            {
                tally.Conflicts++;
                Add(conflicts ??= [], received.Seq);
            }
            // The chain is the stored one's: what is in conflict is no link of it.
            previous = taken == Taken.Conflict ? _rows.LinkOf(position.Id, received.Seq) : received.Link;
            if (taken == Taken.New && received == batch.Events[^1])
                tally.ChainBreaks += BreaksBefore(position, received.Seq + 1, received.Link);
        }
        return conflicts;
    }

    /// <summary>Numbers that follow one another are one range.</summary>
    private static void Add(List<RefusedEvents> conflicts, long seq)
    {
        if (conflicts.Count > 0 && conflicts[^1].Last == seq - 1)
            conflicts[^1] = conflicts[^1] with { Last = seq };
        else
            conflicts.Add(new RefusedEvents(seq, seq, RefusalReasons.Conflict));
    }

    /// <summary>An event that came before its predecessor is held against the chain once that arrives.</summary>
    private int BreaksBefore(JournalPosition position, long seq, byte[] link) =>
        seq <= position.Highest && _rows.PrevOf(position.Id, seq) is { } prev && !prev.AsSpan().SequenceEqual(link)
            ? 1 : 0;

    /// <summary>The last form of a refusal: the number is done with. False when an event has it already.</summary>
    private bool StepOver(RefusedBatch batch, IngestTally tally, long now)
    {
        var (seq, position) = (batch.First!.Value, _rows.FindOrAdd(batch.Gate, batch.Epoch!));
        if (!_rows.Refuse(position.Id, seq, batch.Reason, batch.Payload.Span, now))
            return false;
        tally.Refused = 1;
        if (position.Lost > 0 && seq <= position.Window.Through)
            tally.Found = _lost.Find(position.Id, seq, seq);
        var (window, lost) = position.Window.Receive(seq, seq, batch.FirstRetained ?? 1);
        if (lost is { } range)
            tally.Lost = _lost.Lose(position.Id, range.First, range.Last, now);
        position = position with { Window = window, Highest = Math.Max(position.Highest, seq) };
        _rows.Advance(JoinAhead(position), tally);
        return true;
    }

    private void SetAside(RefusedBatch batch, long now)
    {
        using var insert = db.Prepare("""
            INSERT INTO set_aside(gate, received_at, reason, payload, epoch, first, last) VALUES(?, ?, ?, ?, ?, ?, ?)
            """);
        insert.Bind(1, batch.Gate).Bind(2, now).Bind(3, batch.Why).Bind(4, batch.Payload.Span).Bind(5, batch.Epoch)
            .Bind(6, batch.First).Bind(7, batch.Last).Run();
        using var trim = db.Prepare("DELETE FROM set_aside WHERE id <= (SELECT max(id) FROM set_aside) - ?");
        trim.Bind(1, MostSetAside).Run();
    }

    /// <summary>Events that had come too early may follow without a gap now.</summary>
    private JournalPosition JoinAhead(JournalPosition position)
    {
        var through = position.Window.Through;
        while (through < position.Highest && _rows.Has(position.Id, through + 1))
            through++;
        return position with { Window = new(through) };
    }

    private AckMessage Acknowledge(JournalPosition position, string epoch)
    {
        var through = position.Window.Through;
        // Empty where the position is a number that could not be read: its link is not known.
        var link = through == 0 ? ChainLink.Genesis(epoch) : _rows.LinkOf(position.Id, through) ?? [];
        return new AckMessage(epoch, through, ChainLink.ToText(link));
    }
}
