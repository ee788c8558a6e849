using CheckIn.Contract;

namespace CheckIn.Gate.Journal.Salvage;

/// <summary>What a damaged file still tells of an epoch beside its rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Anchor">What stood before its oldest row.</param>
/// <param name="Delivered">What the hub had acknowledged.</param>
/// <param name="DivergedFrom">See <see cref="EpochState"/>.</param>
/// <param name="LastSeq">Its last number, where the running gate still knows it.</param>
internal sealed record FoundEpoch(
    string Name, JournalAnchor Anchor, long Delivered, long? DivergedFrom, long? LastSeq = null)
{
    internal static FoundEpoch From(EpochState epoch) =>
        new(epoch.Name, epoch.Anchor, epoch.Delivered, epoch.DivergedFrom, epoch.LastSeq);

    /// <summary>The epoch in a row of its table; null when the record is none.</summary>
    internal static FoundEpoch? From(in SqliteRecord record)
    {
        if (record.Count < 6 || !record.IsText(1) || !record.IsInteger(2) || !record.IsBlob(3) || !record.IsInteger(4)
            || !(record.IsNull(5) || record.IsInteger(5)) || !GateId.IsValid(record.Text(1))
            || record.Bytes(3).Length is not (0 or ChainLink.Size))
            return null;
        var (anchor, delivered) = (record.Integer(2), record.Integer(4));
        return anchor < 0 || delivered < anchor ? null : new FoundEpoch(
            record.Text(1), new JournalAnchor(anchor, record.Bytes(3).ToArray()), delivered,
            record.IsNull(5) ? null : record.Integer(5));
    }
}
