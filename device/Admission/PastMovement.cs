using CheckIn.Contract;
using CheckIn.Credentials;
using CheckIn.Record;
using CheckIn.Visits;

namespace CheckIn.Gate.Admission;

/// <summary>A movement that an earlier run of this gate has journalled.</summary>
/// <param name="Seq">Number of its decision.</param>
/// <param name="At">When, Unix ms.</param>
/// <param name="Tag">Whose, by his tag; of one that is taken back without meaning.</param>
/// <param name="Direction">Which way.</param>
/// <param name="IsTakenBack">The one of that number did not happen after all: nobody went.</param>
internal readonly record struct PastMovement(long Seq, long At, SubjectKey Tag, Direction Direction, bool IsTakenBack = false)
{
    /// <summary>Most events looked at: what eight busy lanes write in some hours.</summary>
    internal const int MostEvents = 20_000;

    /// <summary>Those of the journal's last events.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="since">From when on, Unix ms.</param>
    /// <param name="tagDay">Day of the tag key that is in force; others' tags cannot be found again.</param>
    /// <exception cref="RecordException">It cannot be read.</exception>
    internal static IReadOnlyList<PastMovement> Of(RecordedJournal journal, long since, string tagDay)
    {
        if (journal.Epochs() is not [.., var epoch])
            return [];
        var movements = new List<PastMovement>();
        foreach (var row in journal.Events(epoch, Math.Max(epoch.First, epoch.Last - MostEvents + 1)))
        {
            if (row.At >= since && Read(row, tagDay) is { } movement)
                movements.Add(movement);
        }
        return movements;
    }

    private static PastMovement? Read(RecordedEvent row, string tagDay) => CrossingFact.Read(row.Fact.Span) switch
    {
        { Kind: EventKinds.Passage, Result: PassageWords.TimedOut, Cause: { } seq } =>
            new PastMovement(seq, row.At, default, default, IsTakenBack: true),
        { IsCrossing: true } fact when fact.Day == tagDay && SubjectKey.TryParse(fact.Tag, out var tag) =>
            new PastMovement(row.Seq, row.At, tag, fact.IsIn == true ? Direction.In : Direction.Out),
        // What cannot be read names nobody; the journal itself says what is damaged.
        _ => null,
    };
}
