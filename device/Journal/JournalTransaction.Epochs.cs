using CheckIn.Contract;
using CheckIn.Storage;

namespace CheckIn.Gate.Journal;

/// <summary>What becomes of epochs: their delivered marks, what the hub refused of them, and new ones.</summary>
internal sealed partial class JournalTransaction
{
    private readonly Statement _setDelivered, _setDiverged, _dropEpoch, _addRefused, _isRefused;

    /// <summary>Takes over the hub's position, within what the epoch has: FirstRetained - 1 to LastSeq.</summary>
    internal long SetDelivered(string name, long through)
    {
        var epoch = Find(name);
        through = Math.Clamp(through, epoch.Anchor.Seq, epoch.LastSeq);
        // The hub repeats itself after every connect; what is known already costs no write.
        if (through != epoch.Delivered)
        {
            _setDelivered.Bind(1, through).Bind(2, epoch.Id).Run();
            Next = Next.With(epoch with { Delivered = through });
        }
        return through;
    }

    /// <summary>Notes that the hub will not have an event: it is kept, and counts as delivered.</summary>
    internal long Refuse(string name, long seq, string reason)
    {
        var epoch = Find(name);
        if (!epoch.Keeps(seq))
            return 0;
        var isNew = !IsRefused(epoch, seq);
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
        var epoch = Find(name);
        if (epoch.DivergedFrom is { } already)
            return already;
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
