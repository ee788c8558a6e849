namespace CheckIn.Hub.Ingest;

/// <summary>
/// The hub's position in one journal: everything through <see cref="Through"/> is stored, or known to be lost for ever.
/// Events are stored whatever their order; the position moves only over what has no gap, and an acknowledgement that
/// does not move is how the gate learns what to send again. Numbers below what a gate still keeps cannot be asked for:
/// the position steps over them once, and they are counted as lost.
/// </summary>
/// <param name="Through">The position; 0 = nothing.</param>
public readonly record struct AckWindow(long Through)
{
    /// <summary>Takes in a batch; returns the new window and the range that is lost, if any.</summary>
    /// <param name="first">First sequence number of the batch.</param>
    /// <param name="last">Last one.</param>
    /// <param name="firstRetained">Oldest one that the gate still has.</param>
    public (AckWindow Next, (long First, long Last)? Lost) Receive(long first, long last, long firstRetained)
    {
        var through = Through;
        (long, long)? lost = null;
        // Stepped over only by the batch that carries the oldest retained event, which also proves its link.
        if (firstRetained > through + 1 && first <= firstRetained && firstRetained <= last)
        {
            lost = (through + 1, firstRetained - 1);
            through = firstRetained - 1;
        }
        if (first <= through + 1 && last > through)
            through = last;
        return (new AckWindow(through), lost);
    }
}
