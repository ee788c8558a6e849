namespace CheckIn.Gate.Journal;

/// <summary>An epoch of which the journal keeps rows, or the one in use.</summary>
/// <param name="Name">Its identity, <c>[a-z0-9-]{1,64}</c>.</param>
/// <param name="LastSeq">Its last sequence number; 0 = none yet.</param>
/// <param name="Delivered">What the hub has acknowledged of it.</param>
/// <param name="FirstRetained">Oldest number still kept; LastSeq + 1 when there is none.</param>
/// <param name="DivergedFrom">
/// The delivered mark when it was found that another journal goes by the same name (a copied or restored card); null
/// while it is the only one. From there on the hub's position says nothing of this gate's rows.
/// </param>
public sealed record JournalEpoch(
    string Name, long LastSeq, long Delivered, long FirstRetained, long? DivergedFrom = null);
