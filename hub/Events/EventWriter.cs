using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Hub.Events;

/// <summary>Stores one batch within the current transaction and gives the position to acknowledge.</summary>
internal sealed class EventWriter(Database db, TimeProvider time, EventCounters counters, ILogger logger) : IDisposable
{
    private readonly JournalRows _rows = new(db);

    /// <summary>The hub's position in a journal; through 0 for one never heard of.</summary>
    internal AckMessage Position(string gate, string epoch) => _rows.Find(gate, epoch) is { } position
        ? Acknowledge(position, epoch, null)
        : new AckMessage(epoch, 0, ChainLink.ToText(ChainLink.Genesis(epoch)));

    internal AckMessage Store(string gate, EventBatch batch)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var position = _rows.FindOrAdd(gate, batch.Epoch);
        long added = 0, duplicates = 0, chainBreaks = 0;
        var conflicts = new List<RefusedEvents>();
        var previous = PreviousLink(position.Id, batch);
        foreach (var received in batch.Events)
        {
            switch (_rows.Take(position.Id, received, now))
            {
                case Taken.New:
                    added++;
                    chainBreaks += previous is not null && !received.Prev.AsSpan().SequenceEqual(previous) ? 1 : 0;
                    break;
                case Taken.Duplicate:
                    duplicates++;
                    break;
                default:
                    conflicts.Add(new RefusedEvents(received.Seq, received.Seq, "conflict"));
                    break;
            }
            previous = received.Link;
        }
        var last = batch.First + batch.Events.Count - 1;
        var (window, lost) = position.Window.Receive(batch.First, last, batch.FirstRetained);
        if (lost is { } range)
            _rows.Lose(position.Id, range.First, range.Last, now);
        var next = JoinAhead(position with { Window = window, Highest = Math.Max(position.Highest, last) });
        _rows.Advance(next);
        var lostCount = lost is { } gone ? gone.Last - gone.First + 1 : 0;
        _rows.Count(position.Id, added, duplicates, conflicts.Count, lostCount, chainBreaks);
        counters.Count(added, duplicates, conflicts.Count, lostCount, chainBreaks);
        Report(gate, batch, conflicts.Count, lost, chainBreaks);
        return Acknowledge(next, batch.Epoch, conflicts.Count == 0 ? null : conflicts);
    }

    public void Dispose() => _rows.Dispose();

    private byte[]? PreviousLink(long journal, EventBatch batch) =>
        batch.First == 1 ? ChainLink.Genesis(batch.Epoch) : _rows.LinkOf(journal, batch.First - 1);

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

    private void Report(string gate, EventBatch batch, int conflicts, (long First, long Last)? lost, long chainBreaks)
    {
        if (conflicts > 0)
            Log.Conflict(logger, gate, batch.Epoch, conflicts, batch.First);
        if (lost is { } range)
            Log.Lost(logger, gate, batch.Epoch, range.First, range.Last);
        if (chainBreaks > 0)
            Log.ChainBroken(logger, gate, batch.Epoch, chainBreaks, batch.First);
    }
}
