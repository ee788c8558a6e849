namespace CheckIn.Gate.Uplink;

/// <summary>
/// What of the journal has been sent and what the hub has committed; a value, so that every step can be tried in a test.
/// Nothing is sent before the hub has stated its position. A position that moves forward is the ordinary
/// acknowledgement. One that stands still while events are under way is the hub asking again: something did not arrive,
/// so sending starts over behind the position. One that moves back is a hub restored from a backup, which gets what it
/// lost from the rows that the journal retains. Sending twice is always allowed; leaving out never.
/// </summary>
/// <param name="Known">The hub has stated its position on this connection.</param>
/// <param name="Acked">The hub has committed everything up to here.</param>
/// <param name="Sent">Everything up to here is under way or acknowledged.</param>
/// <param name="Asked">How often in a row the hub has asked for the same again.</param>
public readonly record struct DeliveryWindow(bool Known, long Acked, long Sent, int Asked)
{
    /// <summary>Most events under way without acknowledgement.</summary>
    public const int MaxUnacked = 4 * Contract.EventBatch.MaxEvents;

    /// <summary>The window at the beginning of a connection.</summary>
    public static DeliveryWindow Unknown => default;

    /// <summary>The first sequence number to send next.</summary>
    public long Next => Sent + 1;

    /// <summary>The hub states that it has everything through <paramref name="through"/>.</summary>
    /// <param name="through">The hub's position.</param>
    /// <param name="lastSeq">Last event of the journal; a hub that claims more is taken at the journal's word.</param>
    public DeliveryWindow Stated(long through, long lastSeq)
    {
        var position = Math.Clamp(through, 0, lastSeq);
        if (!Known || position < Acked)
            return new(true, position, position, 0);
        if (position > Acked)
            return new(true, position, Math.Max(Sent, position), 0);
        return Sent > Acked ? StartOver() : this;
    }

    /// <summary>
    /// The hub answers the batch <paramref name="first"/> to <paramref name="last"/> with its position. Since the answer
    /// names its batch, a position that stands still is told apart: the answer to something sent twice, or the hub
    /// asking for what should have come before.
    /// </summary>
    public DeliveryWindow Answered(long through, long first, long last, long lastSeq)
    {
        var position = Math.Clamp(through, 0, lastSeq);
        if (!Known || position != Acked)
            return Stated(position, lastSeq);
        return first > position + 1 && last <= Sent ? StartOver() : this;
    }

    /// <summary>
    /// The hub has committed the batch <paramref name="first"/> to <paramref name="last"/>; its position is another
    /// journal's. The mark moves batch by batch, over nothing that was left out.
    /// </summary>
    /// <param name="first">First number of the batch.</param>
    /// <param name="last">Its last number.</param>
    /// <param name="next">The first number kept behind <see cref="Acked"/>.</param>
    public DeliveryWindow Committed(long first, long last, long next)
    {
        if (first <= next && last > Acked)
            return this with { Known = true, Acked = last, Sent = Math.Max(Sent, last), Asked = 0 };
        return first > next && last <= Sent ? StartOver() : this with { Known = true };
    }

    /// <summary>Everything behind <paramref name="position"/> is to be sent (again), whatever was stated.</summary>
    public static DeliveryWindow From(long position) => new(true, position, position, 0);

    /// <summary>What follows <paramref name="position"/> is to be sent again.</summary>
    public DeliveryWindow BackTo(long position) => this with { Sent = Math.Max(Acked, Math.Min(Sent, position)) };

    /// <summary>Events up to <paramref name="last"/> have been handed to the connection.</summary>
    public DeliveryWindow SentThrough(long last) => this with { Sent = Math.Max(Sent, last) };

    /// <summary>No acknowledgement came in time: start over behind the position.</summary>
    public DeliveryWindow TimedOut() => StartOver();

    /// <summary>True when something is waiting and may be sent.</summary>
    public bool MaySend(long lastSeq) => Known && lastSeq > Sent && Sent - Acked < MaxUnacked;

    /// <summary>How long to hold back before sending again what the hub keeps asking for: nothing twice, then 1 s to 32 s.</summary>
    public TimeSpan HoldBack => Asked <= 2 ? TimeSpan.Zero : TimeSpan.FromSeconds(1 << Math.Min(Asked - 3, 5));

    private DeliveryWindow StartOver() => this with { Sent = Acked, Asked = Asked + 1 };
}
