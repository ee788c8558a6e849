using CheckIn.Contract;
using CheckIn.Record;

namespace CheckIn.Hub.Events.Verify;

/// <summary>What verify found in one journal at the hub.</summary>
/// <param name="Gate">Whose it is.</param>
/// <param name="Epoch">Its identity.</param>
/// <param name="Through">The hub's position; beyond it nothing is promised.</param>
/// <param name="Stored">Events stored through there.</param>
/// <param name="Ahead">Events stored beyond, which came before their predecessors.</param>
/// <param name="Duplicates">Events that came again and were ignored.</param>
/// <param name="Lost">Numbers that are not there because their gate no longer had them.</param>
/// <param name="Refused">Numbers under which something unreadable is kept.</param>
/// <param name="Conflicts">Second versions kept aside.</param>
/// <param name="Forks">Events that continue one of these.</param>
/// <param name="Erased">Personal parts that were erased.</param>
/// <param name="Missing">Numbers that are not there and nobody knows why.</param>
/// <param name="Gaps">The first hundred ranges of all that is not there.</param>
/// <param name="FaultCount">Events that are not what was recorded.</param>
/// <param name="Faults">The first hundred of them.</param>
internal sealed record JournalAccount(
    string Gate, string Epoch, long Through, long Stored, long Ahead, long Duplicates, long Lost, long Refused,
    long Conflicts, long Forks, long Erased, long Missing, IReadOnlyList<SeqRange> Gaps, long FaultCount,
    IReadOnlyList<ChainFault> Faults)
{
    /// <summary>Everything that a gate ever told of this journal is at the hub, as it was told.</summary>
    public bool IsWhole => Lost == 0 && Missing == 0 && FaultCount == 0;

    /// <summary>
    /// Goes through a journal: every number through the position must be stored, or its absence known; the chain is
    /// recomputed from the facts, and the columns are compared with them.
    /// </summary>
    internal static JournalAccount Of(HubRecord record, StoredJournal journal)
    {
        var check = new ChainCheck(0, ChainLink.Genesis(journal.Epoch),
            (seq, link) => IsLink(link) && record.IsKeptAside(journal.Id, seq, Convert.FromHexString(link)));
        long stored = 0, ahead = 0, awry = 0;
        var faults = new List<ChainFault>();
        foreach (var row in record.Events(journal.Id, journal.Highest))
        {
            check.Add(row.Recorded);
            if (row.Recorded.Seq <= journal.Through)
                stored++;
            else
                ahead++;
            if (row.AgreesWithItsFact())
                continue;
            awry++;
            if (faults.Count < ChainCheck.MostKept)
                faults.Add(new ChainFault(row.Recorded.Seq, "its columns do not say what its content says"));
        }
        check.End(journal.Through);
        var lost = journal.Lost.Sum(static range => range.Count);
        var refused = journal.Refused.Count(refusal =>
            refusal.Seq <= journal.Through && record.Find(journal.Id, refusal.Seq) is null);
        return new(
            journal.Gate, journal.Epoch, journal.Through, stored, ahead, journal.Duplicates, lost, refused,
            record.Conflicts(journal.Id), check.Forks, check.Erased, journal.Through - stored - lost - refused,
            check.Gaps, check.FaultCount + awry, [.. check.Faults.Concat(faults).Take(ChainCheck.MostKept)]);
    }

    private static bool IsLink(string text) =>
        text.Length == ChainLink.Size * 2 && text.All(char.IsAsciiHexDigitLower);
}
