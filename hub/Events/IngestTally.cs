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
    internal long Refused { get; set; }
    internal IReadOnlyList<(long First, long Last)> Lost { get; set; } = [];

    /// <summary>Events that counted as lost and have come after all.</summary>
    internal long Found { get; set; }

    /// <summary>Change in the number of lost events.</summary>
    internal long LostEvents => (Lost.Count == 0 ? 0 : Lost.Sum(range => range.Last - range.First + 1)) - Found;

    internal void Tell(EventCounters counters, ILogger logger)
    {
        counters.Count(this);
        if (Conflicts > 0)
            Log.Conflict(logger, Gate, Epoch, Conflicts, First);
        foreach (var (first, last) in Lost)
            Log.Lost(logger, Gate, Epoch, first, last);
        if (Found > 0)
            Log.Found(logger, Gate, Epoch, Found, First);
        if (ChainBreaks > 0)
            Log.ChainBroken(logger, Gate, Epoch, ChainBreaks, First);
    }
}
