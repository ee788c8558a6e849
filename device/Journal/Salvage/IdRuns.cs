namespace CheckIn.Gate.Journal.Salvage;

/// <summary>Row ids as unbroken runs, in whatever order they are found.</summary>
internal sealed class IdRuns
{
    private readonly Dictionary<long, long> _lastByFirst = [];
    private readonly Dictionary<long, long> _firstByLast = [];

    internal void Add(long id)
    {
        var (first, last) = (id, id);
        if (_firstByLast.Remove(id - 1, out var before))
        {
            first = before;
            _lastByFirst.Remove(before);
        }
        if (_lastByFirst.Remove(id + 1, out var behind))
        {
            last = behind;
            _firstByLast.Remove(behind);
        }
        _lastByFirst[first] = last;
        _firstByLast[last] = first;
    }

    /// <summary>The epochs that the ids belong to, in order.</summary>
    internal IReadOnlyList<long> Epochs => [.. _lastByFirst.Keys.Select(RowId.EpochOf).Distinct().Order()];

    /// <summary>The runs of sequence numbers of one epoch behind <paramref name="anchor"/>, in order.</summary>
    internal List<(long First, long Last)> Of(long epoch, long anchor) =>
    [
        .. _lastByFirst.Where(run => RowId.EpochOf(run.Key) == epoch && RowId.SeqOf(run.Value) > anchor)
            .Select(run => (First: Math.Max(RowId.SeqOf(run.Key), anchor + 1), Last: RowId.SeqOf(run.Value)))
            .OrderBy(static run => run.First),
    ];
}
