namespace CheckIn.Gate.Journal;

/// <summary>The last row removed by retention, or genesis at 0: where the chain of the kept rows begins.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Link">Its chain link; empty where damage has taken it.</param>
internal sealed record JournalAnchor(long Seq, byte[] Link);

/// <summary>Where one epoch stands after a commit.</summary>
/// <param name="Id">Its number in the file, from 0; the upper bits of its rows' ids.</param>
/// <param name="Name">Identity of the epoch.</param>
/// <param name="LastSeq">Last committed sequence number.</param>
/// <param name="HeadLink">Its chain link; the anchor's when no row is kept.</param>
/// <param name="Delivered">What the hub has acknowledged.</param>
/// <param name="Anchor">What stands before the oldest kept row.</param>
/// <param name="DivergedFrom">The delivered mark when another journal was met under this epoch's name, or null.</param>
/// <param name="Gaps">Numbers that damage has taken from between kept rows.</param>
internal sealed record EpochState(
    long Id, string Name, long LastSeq, byte[] HeadLink, long Delivered, JournalAnchor Anchor, long? DivergedFrom,
    SeqGaps Gaps)
{
    internal long FirstRetained => Anchor.Seq + 1;

    /// <summary>Rows not yet acknowledged.</summary>
    internal long Backlog => LastSeq - Delivered - Gaps.CountWithin(Delivered + 1, LastSeq);

    /// <summary>Id of the row with number <paramref name="seq"/>.</summary>
    internal long RowOf(long seq) => RowId.Of(Id, seq);

    internal bool Keeps(long seq) => seq > Anchor.Seq && seq <= LastSeq && !Gaps.Contains(seq);

    /// <summary>Smallest kept number from <paramref name="seq"/> on; LastSeq + 1 when there is none.</summary>
    internal long NextKept(long seq) => Math.Min(Gaps.NextOutside(Math.Max(seq, FirstRetained)), LastSeq + 1);

    internal JournalEpoch ToEpoch() => new(Name, LastSeq, Delivered, FirstRetained, DivergedFrom);
}

/// <summary>Where the journal stands after a commit; replaced as a whole, never changed.</summary>
/// <param name="Earlier">Earlier epochs of which rows are kept, oldest first.</param>
/// <param name="Current">The epoch in use.</param>
/// <param name="Session">Last session number given out.</param>
/// <param name="Refused">Kept rows that the hub refused.</param>
internal sealed record JournalState(
    IReadOnlyList<EpochState> Earlier, EpochState Current, long Session, long Refused)
{
    /// <summary>Session numbers up to here are taken in the file, so that giving one out writes nothing.</summary>
    internal long SessionsTaken { get; init; }

    /// <summary>Alarms of the journal that stand.</summary>
    internal StandingAlarms Alarms { get; init; }

    internal long Backlog
    {
        get
        {
            var backlog = Current.Backlog;
            for (var i = 0; i < Earlier.Count; i++)
                backlog += Earlier[i].Backlog;
            return backlog;
        }
    }

    internal EpochState? Find(string epoch)
    {
        if (epoch == Current.Name)
            return Current;
        for (var i = 0; i < Earlier.Count; i++)
        {
            if (Earlier[i].Name == epoch)
                return Earlier[i];
        }
        return null;
    }

    /// <summary>The same with <paramref name="epoch"/> in place of the one with its id.</summary>
    internal JournalState With(EpochState epoch) => epoch.Id == Current.Id
        ? this with { Current = epoch }
        : this with { Earlier = [.. Earlier.Select(known => known.Id == epoch.Id ? epoch : known)] };
}
