namespace CheckIn.Gate.Journal;

/// <summary>
/// A row's id: the epoch's number in the file in the upper bits, the event's in the lower 40. One b-tree holds all
/// epochs in the order in which they were written, and the first epoch's ids are its sequence numbers.
/// </summary>
internal static class RowId
{
    internal const int SeqBits = 40;
    internal const long MaxSeq = (1L << SeqBits) - 1;

    internal static long Of(long epoch, long seq) => (epoch << SeqBits) | seq;
    internal static long EpochOf(long id) => id >> SeqBits;
    internal static long SeqOf(long id) => id & MaxSeq;
}
