using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Hub.Events;

/// <summary>
/// Stores one batch within the current transaction and gives the position to acknowledge. Every event is taken by its
/// key whatever the order of arrival; nothing is judged: a break of the chain or other content under a known number is
/// kept, counted and told, and holds nothing back.
/// </summary>
internal sealed class EventWriter(Database db, TimeProvider time) : IDisposable
{
    private readonly JournalRows _rows = new(db);

    /// <summary>What is known of the gates' clocks.</summary>
    internal BootClocks Clocks { get; } = new(db);

    /// <summary>The hub's position in a journal; through 0 for one never heard of.</summary>
    internal AckMessage Position(string gate, string epoch) => _rows.Find(gate, epoch) is { } position
        ? Acknowledge(position, epoch, null)
        : new AckMessage(epoch, 0, ChainLink.ToText(ChainLink.Genesis(epoch)));

    internal (AckMessage Ack, IngestTally Tally) Store(string gate, EventBatch batch)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var tally = new IngestTally { Gate = gate, Epoch = batch.Epoch, First = batch.First };
        var position = _rows.FindOrAdd(gate, batch.Epoch);
        var conflicts = TakeAll(position, batch, now, tally);
        var last = batch.First + batch.Events.Count - 1;
        position = position with { Highest = Math.Max(position.Highest, last) };
        var (window, lost) = position.Window.Receive(batch.First, last, batch.FirstRetained);
        if (lost is { } range)
            tally.Lost = Lose(position.Id, range.First, range.Last, now);
        position = JoinAhead(position with { Window = window });
        _rows.Advance(position);
        _rows.Count(position.Id, tally.Stored, tally.Duplicates, tally.Conflicts, tally.LostEvents, tally.ChainBreaks);
        if (tally.Stored > 0)
            Clocks.Take(position.Gate, position.Id, batch);
        return (Acknowledge(position, batch.Epoch, conflicts.Count == 0 ? null : conflicts), tally);
    }

    public void Dispose()
    {
        _rows.Dispose();
        Clocks.Dispose();
    }

    private List<RefusedEvents> TakeAll(JournalPosition position, EventBatch batch, long now, IngestTally tally)
    {
        var conflicts = new List<RefusedEvents>();
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
                conflicts.Add(new RefusedEvents(received.Seq, received.Seq, "conflict"));
            // The chain is the stored one's: what is in conflict is no link of it.
            previous = taken == Taken.Conflict ? _rows.LinkOf(position.Id, received.Seq) : received.Link;
            if (taken == Taken.New && received == batch.Events[^1])
                tally.ChainBreaks += BreaksBefore(position, received.Seq + 1, received.Link);
        }
        tally.Conflicts = conflicts.Count;
        return conflicts;
    }

    /// <summary>An event that came before its predecessor is held against the chain once that arrives.</summary>
    private int BreaksBefore(JournalPosition position, long seq, byte[] link) =>
        seq <= position.Highest && _rows.PrevOf(position.Id, seq) is { } prev && !prev.AsSpan().SequenceEqual(link)
            ? 1 : 0;

    private IReadOnlyList<(long First, long Last)> Lose(long journal, long first, long last, long now)
    {
        var missing = _rows.Missing(journal, first, last);
        foreach (var range in missing)
            _rows.Lose(journal, range.First, range.Last, now);
        return missing;
    }

    /// <summary>Events that had come too early may follow without a gap now.</summary>
    private JournalPosition JoinAhead(JournalPosition position)
    {
        var through = position.Window.Through;
        while (through < position.Highest && _rows.LinkOf(position.Id, through + 1) is not null)
            through++;
        return position with { Window = new(through) };
    }

    private AckMessage Acknowledge(JournalPosition position, string epoch, IReadOnlyList<RefusedEvents>? refused)
    {
        var through = position.Window.Through;
        var link = through == 0 ? ChainLink.Genesis(epoch) : _rows.LinkOf(position.Id, through) ?? [];
        return new AckMessage(epoch, through, ChainLink.ToText(link), refused);
    }
}
