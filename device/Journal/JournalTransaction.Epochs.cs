using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Gate.Journal;

/// <summary>
/// What becomes of epochs: their delivered marks, what the hub refused of them, and new ones. Of an epoch whose last row
/// has gone meanwhile there is nothing to note.
/// </summary>
internal sealed partial class JournalTransaction
{
    private readonly Statement _setDelivered, _setDiverged, _dropEpoch, _addRefused, _isRefused;

    private const long MostAhead = 100;

    // Delivered marks as the file has them, by epoch id; those in the state move ahead of it.
    private readonly Dictionary<long, long> _stored = [];
    private readonly List<EpochState> _storing = [];
    private bool _storesMarks;

    /// <summary>True when a delivered mark is not in the file yet.</summary>
    internal bool HasUnstoredMarks => Next.Earlier.Append(Next.Current).Any(epoch => Ahead(epoch) != 0);

    /// <summary>
    /// Takes over the hub's position, within what the epoch has: FirstRetained - 1 to LastSeq. It reaches the file with
    /// another transaction, once it is a hundred events ahead, has moved back, or rows go by it: were it lost, the hub
    /// would state it again, while a write of its own would cost every event a second fsync, and a page in every
    /// transaction would nearly double what the medium has to take.
    /// </summary>
    internal long SetDelivered(string name, long through)
    {
        if (Next.Find(name) is not { } epoch)
            return 0;
        through = Math.Clamp(through, epoch.Anchor.Seq, epoch.LastSeq);
        if (through != epoch.Delivered)
            Next = Next.With(epoch with { Delivered = through });
        return through;
    }

    /// <summary>Goes on from this state without a transaction: only marks may move.</summary>
    internal void Resume(JournalState state) => Next = state;

    /// <summary>The file has been read anew after a failure: what only memory knew of marks still holds.</summary>
    internal JournalState WithMarks(JournalState read, JournalState known)
    {
        NoteStored(read);
        foreach (var epoch in read.Earlier.Append(read.Current))
        {
            if (known.Find(epoch.Name) is { } its)
                read = read.With(epoch with { Delivered = Math.Clamp(its.Delivered, epoch.Anchor.Seq, epoch.LastSeq) });
        }
        return read;
    }

    private void StoreMarks()
    {
        _storing.Clear();
        foreach (var epoch in Next.Earlier.Append(Next.Current))
        {
            var ahead = Ahead(epoch);
            if (ahead is < 0 or >= MostAhead || (_storesMarks && ahead > 0))
                _storing.Add(epoch);
        }
        foreach (var epoch in _storing)
            _setDelivered.Bind(1, epoch.Delivered).Bind(2, epoch.Id).Run();
    }

    private void NoteStored(JournalState read)
    {
        _stored.Clear();
        foreach (var epoch in read.Earlier.Append(read.Current))
            _stored[epoch.Id] = epoch.Delivered;
    }

    private long Ahead(EpochState epoch) => epoch.Delivered - _stored.GetValueOrDefault(epoch.Id);

    /// <summary>Notes that the hub will not have an event: it is kept, and counts as delivered.</summary>
    internal long Refuse(string name, long seq, string reason)
    {
        if (Next.Find(name) is not { } epoch || !epoch.Keeps(seq))
            return 0;
        var isNew = !IsRefused(epoch, seq);
        _storesMarks = true;
        _addRefused.Bind(1, epoch.RowOf(seq)).Bind(2, reason).Run();
        Next = Next with { Refused = Next.Refused + (isNew ? 1 : 0) };
        var through = epoch.Delivered;
        for (var next = epoch.NextKept(through + 1); IsRefused(epoch, next); next = epoch.NextKept(through + 1))
            through = next;
        return SetDelivered(name, through);
    }

    /// <summary>Notes that another journal goes by the name of this epoch.</summary>
    internal long Diverge(string name)
    {
        if (Next.Find(name) is not { DivergedFrom: null } epoch)
            return 0;
        _setDiverged.Bind(1, epoch.Delivered).Bind(2, epoch.Id).Run();
        Next = Next.With(epoch with { DivergedFrom = epoch.Delivered });
        return epoch.Delivered;
    }

    /// <summary>Ends the epoch in use and begins another one with the alarm that says so.</summary>
    internal long OpenEpoch(string cause, EventDraft alarm)
    {
        if (cause == EpochCauses.Conflict)
            Diverge(Next.Current.Name);
        var last = Next.Current;
        var opened = JournalSchema.AddEpoch(Database, last.Id + 1, cause);
        Next = Next with { Earlier = [.. Next.Earlier, last], Current = opened };
        DropIfEmpty(last);
        return Append(alarm);
    }

    private void DropIfEmpty(EpochState epoch)
    {
        if (epoch.LastSeq >= epoch.FirstRetained || epoch.Id == Next.Current.Id)
            return;
        _dropEpoch.Bind(1, epoch.Id).Run();
        Next = Next with { Earlier = [.. Next.Earlier.Where(known => known.Id != epoch.Id)] };
    }

    private bool IsRefused(EpochState epoch, long seq)
    {
        var found = _isRefused.Bind(1, epoch.RowOf(seq)).Step();
        _isRefused.Reset();
        return found;
    }
}
