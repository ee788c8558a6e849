using CheckIn.Record;

namespace CheckIn.Hub.Events.Verify;

/// <summary>What came of holding one epoch of a gate's file against the hub.</summary>
/// <param name="Path">The file.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Gate">The gate under whose name the hub has it; null = it has nothing of it.</param>
/// <param name="Kept">Events that the file has.</param>
/// <param name="Equal">Of these, stored at the hub byte for byte.</param>
/// <param name="Aside">Of these, kept aside at the hub because their number was taken.</param>
/// <param name="Refused">Of these, kept at the hub as something unreadable.</param>
/// <param name="Waiting">Of these, not yet delivered.</param>
/// <param name="Missing">Of these, delivered by the gate's account and not at the hub, or not as they were.</param>
/// <param name="FaultCount">Events of the file that its own chain does not cover.</param>
/// <param name="Faults">The first hundred of both.</param>
/// <param name="Last">The file's last number.</param>
internal sealed record JournalComparison(
    string Path, string Epoch, string? Gate, long Kept, long Equal, long Aside, long Refused, long Waiting, long Missing,
    long FaultCount, IReadOnlyList<ChainFault> Faults, long Last)
{
    public bool IsEqual => Missing == 0 && FaultCount == 0;

    /// <summary>Compares every epoch of a file with the journals at the hub.</summary>
    /// <exception cref="RecordException">The file cannot be read.</exception>
    internal static IReadOnlyList<JournalComparison> Of(
        HubRecord record, IReadOnlyList<StoredJournal> journals, string path)
    {
        using var file = RecordedJournal.Open(path);
        return [.. file.Epochs().Select(epoch => Of(
            record, [.. journals.Where(journal => journal.Epoch == epoch.Name)], file, epoch))];
    }

    private static JournalComparison Of(
        HubRecord record, StoredJournal[] stored, RecordedJournal file, RecordedEpoch epoch)
    {
        var check = new ChainCheck(epoch.AnchorSeq, epoch.AnchorLink.Span);
        var faults = new List<ChainFault>();
        long equal = 0, aside = 0, refused = 0, waiting = 0, missing = 0;
        foreach (var row in file.Events(epoch).TakeWhile(row => row.Seq <= epoch.Last))
        {
            check.Add(row);
            switch (Place(record, stored, row))
            {
                case Found.Equal: equal++; break;
                case Found.Aside: aside++; break;
                case Found.Refused: refused++; break;
                case Found.Nowhere when row.Seq > epoch.Delivered: waiting++; break;
                case var place:
                    missing++;
                    if (faults.Count < ChainCheck.MostKept)
                    {
                        faults.Add(new ChainFault(row.Seq, place == Found.Nowhere
                            ? "it is delivered by the gate's account and not at the hub" : "it is another one at the hub"));
                    }
                    break;
            }
        }
        return new(
            file.Path, epoch.Name, stored.FirstOrDefault()?.Gate, check.Events, equal, aside, refused, waiting, missing,
            check.FaultCount, [.. check.Faults.Concat(faults).Take(ChainCheck.MostKept)], epoch.Last);
    }

    private enum Found { Nowhere, Equal, Other, Aside, Refused }

    private static Found Place(HubRecord record, StoredJournal[] stored, RecordedEvent row)
    {
        var place = Found.Nowhere;
        foreach (var journal in stored)
        {
            if (record.Find(journal.Id, row.Seq) is { } found)
            {
                if (IsSame(found, row))
                    return Found.Equal;
                place = Found.Other;
            }
            if (record.IsKeptAside(journal.Id, row.Seq, row.Link.Span))
                return Found.Aside;
            if (place == Found.Nowhere && record.IsRefused(journal.Id, row.Seq))
                place = Found.Refused;
        }
        return place;
    }

    /// <summary>A sealed part may be erased on either side; where both have it, it must be the same.</summary>
    private static bool IsSame(RecordedEvent stored, RecordedEvent row) =>
        stored.Link.Span.SequenceEqual(row.Link.Span) && stored.Fact.Span.SequenceEqual(row.Fact.Span)
        && (stored.Sealed.IsEmpty || row.Sealed.IsEmpty || stored.Sealed.Span.SequenceEqual(row.Sealed.Span));
}
