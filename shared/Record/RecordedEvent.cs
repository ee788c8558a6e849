namespace CheckIn.Record;

/// <summary>Numbers from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
public readonly record struct SeqRange(long First, long Last)
{
    /// <summary>How many numbers.</summary>
    public long Count => Last - First + 1;

    public override string ToString() => First == Last ? $"{First}" : $"{First} to {Last}";
}

/// <summary>A row of a journal.</summary>
/// <param name="Seq">Its number in its epoch.</param>
/// <param name="At">Wall time as the gate had it, Unix ms.</param>
/// <param name="Fact">The event's JSON without the sealed part; what the link is computed over.</param>
/// <param name="Sealed">JSON of the sealed part; empty = none, or erased.</param>
/// <param name="Link">The chain link as the file has it.</param>
public sealed record RecordedEvent(
    long Seq, long At, ReadOnlyMemory<byte> Fact, ReadOnlyMemory<byte> Sealed, ReadOnlyMemory<byte> Link);

/// <summary>An event that the hub refused and the gate keeps.</summary>
public sealed record RecordedRefusal(long Seq, string Reason);

/// <summary>An epoch in a journal file.</summary>
/// <param name="Id">Its number in the file, from 0.</param>
/// <param name="Name">Its identity.</param>
/// <param name="AnchorSeq">Last number removed by retention; 0 = none.</param>
/// <param name="AnchorLink">Its chain link, or genesis; empty where damage has taken it.</param>
/// <param name="Last">Number of its last row; the anchor's when it has none.</param>
/// <param name="Delivered">What the hub has acknowledged.</param>
/// <param name="InUse">It is the file's last one.</param>
/// <param name="Cause">Why the epoch before it ended; null = there was none, or nobody wrote it down.</param>
/// <param name="Lost">Numbers that the gate knows to be lost to damage.</param>
/// <param name="Refused">Events that the hub refused.</param>
public sealed record RecordedEpoch(
    long Id, string Name, long AnchorSeq, ReadOnlyMemory<byte> AnchorLink, long Last, long Delivered, bool InUse,
    string? Cause, IReadOnlyList<SeqRange> Lost, IReadOnlyList<RecordedRefusal> Refused)
{
    /// <summary>Oldest number that may be kept; <see cref="Last"/> + 1 when there is no row.</summary>
    public long First => AnchorSeq + 1;

    /// <summary>Rows that should be there.</summary>
    public long Rows => Last - AnchorSeq - Lost.Sum(static range => range.Count);

    /// <summary>Rows not yet acknowledged.</summary>
    public long Waiting => Math.Max(0, Last - Math.Max(Delivered, AnchorSeq)
        - Lost.Where(range => range.First > Delivered).Sum(static range => range.Count));
}
