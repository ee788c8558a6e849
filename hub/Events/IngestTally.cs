namespace CheckIn.Hub.Events;

/// <summary>What one batch brought, told only once it is committed: a batch that is rolled back comes again.</summary>
internal sealed record IngestTally
{
    internal required string Gate { get; init; }
    internal required string Epoch { get; init; }
    internal required long First { get; init; }
    internal long Stored { get; set; }
    internal long Duplicates { get; set; }
    internal long Conflicts { get; set; }
    internal long ChainBreaks { get; set; }
    internal IReadOnlyList<(long First, long Last)> Lost { get; set; } = [];

    internal long LostEvents => Lost.Sum(range => range.Last - range.First + 1);

    internal void Tell(EventCounters counters, ILogger logger)
    {
        counters.Count(Stored, Duplicates, Conflicts, LostEvents, ChainBreaks);
        if (Conflicts > 0)
            Log.Conflict(logger, Gate, Epoch, Conflicts, First);
        foreach (var (first, last) in Lost)
            Log.Lost(logger, Gate, Epoch, first, last);
        if (ChainBreaks > 0)
            Log.ChainBroken(logger, Gate, Epoch, ChainBreaks, First);
    }
}
