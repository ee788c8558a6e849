namespace CheckIn.Gate.Journal;

/// <summary>Numbers that are gone from between others, as ranges in order; most journals have none.</summary>
internal sealed class SeqGaps
{
    internal static readonly SeqGaps None = new([]);
    private readonly (long First, long Last)[] _ranges;

    /// <param name="ranges">In order, apart from each other.</param>
    internal SeqGaps((long First, long Last)[] ranges) => _ranges = ranges;

    internal IReadOnlyList<(long First, long Last)> Ranges => _ranges;

    internal bool Contains(long seq) => NextOutside(seq) != seq;

    /// <summary>The smallest number from <paramref name="seq"/> on that is in no gap.</summary>
    internal long NextOutside(long seq)
    {
        var before = Before(seq);
        return before >= 0 && _ranges[before].Last >= seq ? _ranges[before].Last + 1 : seq;
    }

    /// <summary>Where the unbroken run that holds <paramref name="seq"/> begins, not before <paramref name="least"/>.</summary>
    internal long RunStart(long seq, long least)
    {
        var before = Before(seq);
        return before < 0 ? least : Math.Max(least, _ranges[before].Last + 1);
    }

    /// <summary>How many of <paramref name="first"/> to <paramref name="last"/> are gone.</summary>
    internal long CountWithin(long first, long last)
    {
        long count = 0;
        for (var i = Math.Max(0, Before(first)); i < _ranges.Length && _ranges[i].First <= last; i++)
            count += Math.Max(0, Math.Min(last, _ranges[i].Last) - Math.Max(first, _ranges[i].First) + 1);
        return count;
    }

    /// <summary>Index of the last range that begins at or before <paramref name="seq"/>; -1 = none.</summary>
    private int Before(long seq)
    {
        var (low, high) = (0, _ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].First <= seq)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return high;
    }
}
