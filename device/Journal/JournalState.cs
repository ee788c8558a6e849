namespace CheckIn.Gate.Journal;

/// <summary>The last row removed by retention, or genesis at 0: where the chain of the kept rows begins.</summary>
internal sealed record JournalAnchor(long Seq, byte[] Link);

/// <summary>Where the journal stands after a commit; replaced as a whole, never changed.</summary>
/// <param name="Epoch">Identity of the journal file.</param>
/// <param name="LastSeq">Last committed sequence number.</param>
/// <param name="HeadLink">Its chain link; the anchor's when no row is kept.</param>
/// <param name="Delivered">What the hub has acknowledged.</param>
/// <param name="Session">Last session number given out.</param>
/// <param name="Anchor">What stands before the oldest kept row.</param>
internal sealed record JournalState(
    string Epoch, long LastSeq, byte[] HeadLink, long Delivered, long Session, JournalAnchor Anchor);
