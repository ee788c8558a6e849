using CheckIn.Gate.Journal.Salvage;
using CheckIn.Storage;

namespace CheckIn.Gate.Journal;

/// <summary>What leaves the journal: the oldest first, and of an epoch always what stands before all else.</summary>
internal sealed partial class JournalTransaction
{
    /// <summary>Most rows that retention removes at once, so that an append never waits long for it.</summary>
    internal const int RemovalStep = 200;
    private const long RemovalBytes = 1 << 20;

    private readonly Statement _setAnchor, _linkOf, _mark, _oldEnough, _remove, _removeMarks, _removeGaps,
        _removeRefused;

    /// <summary>Marks the age of the last event and makes the age durable.</summary>
    internal void MarkAge()
    {
        // IGNORE keeps the earlier mark of a quiet journal: the event has been there since then.
        if (Next.Current.LastSeq > 0)
            _mark.Bind(1, Next.Current.RowOf(Next.Current.LastSeq)).Bind(2, _age.NowMs).Run();
        _age.Store(Database);
        _storesMarks = true;
    }

    /// <summary>Removes the oldest rows that are delivered and older than <paramref name="retention"/>.</summary>
    /// <returns>Numbers removed, at most <see cref="RemovalStep"/> but for gaps; 0 = there is nothing to remove.</returns>
    internal long RemoveOld(TimeSpan retention)
    {
        var old = _oldEnough.Bind(1, _age.NowMs - (long)retention.TotalMilliseconds).Step() ? _oldEnough.Int64(0) : 0;
        _oldEnough.Reset();
        foreach (var epoch in Next.Earlier.Append(Next.Current))
        {
            var oldSeq = RowId.EpochOf(old) > epoch.Id ? epoch.LastSeq
                : RowId.EpochOf(old) == epoch.Id ? RowId.SeqOf(old) : 0;
            var removed = RemoveThrough(epoch, Math.Min(oldSeq, epoch.Delivered));
            if (removed > 0)
                return removed;
        }
        return 0;
    }

    /// <summary>
    /// Fewer at once where events are large: what is removed is overwritten with zeros, and all of that goes through the
    /// log, whose share of the bound it would otherwise exceed.
    /// </summary>
    private long StepOf(EpochState epoch)
    {
        var rows = Math.Max(1, epoch.LastSeq - epoch.Anchor.Seq);
        return Math.Clamp(RemovalBytes * rows / Math.Max(1, Fill.UsedBytes), 1, RemovalStep);
    }

    private long RemoveThrough(EpochState epoch, long through)
    {
        var from = epoch.Anchor.Seq;
        through = Math.Min(through, from + StepOf(epoch));
        if (through <= from)
            return 0;
        (_changed, _storesMarks) = (true, true);
        // The anchor never stands within a gap: what is kept begins behind it.
        through = Math.Max(through, Math.Min(epoch.NextKept(through + 1), epoch.LastSeq + 1) - 1);
        var link = LinkFor(epoch, through);
        var (first, last) = (epoch.RowOf(0), epoch.RowOf(through));
        _remove.Bind(1, first).Bind(2, last).Run();
        _removeGaps.Bind(1, first).Bind(2, last).Run();
        _removeRefused.Bind(1, first).Bind(2, last).Run();
        var refused = Next.Refused - Database.Changes;
        _removeMarks.Bind(1, last).Run();
        _setAnchor.Bind(1, through).Bind(2, link).Bind(3, epoch.Id).Run();
        var rest = epoch with { Anchor = new JournalAnchor(through, link) };
        Next = Next.With(rest) with { Refused = refused };
        SetDelivered(rest.Name, rest.Delivered);
        DropIfEmpty(rest);
        return through - from;
    }

    /// <summary>The link of the row that becomes the anchor; empty when damage has taken that row.</summary>
    private byte[] LinkFor(EpochState epoch, long seq)
    {
        if (!epoch.Keeps(seq))
            return [];
        if (!_linkOf.Bind(1, epoch.RowOf(seq)).Step())
            throw new JournalDamageException("event", $"event {seq} of epoch {epoch.Name} is missing");
        var link = _linkOf.Blob(0).ToArray();
        _linkOf.Reset();
        return link;
    }
}
