namespace CheckIn.Visits;

/// <summary>
/// Makes visits of who came in and who went out: one person's crossings of one site and one day, in the order of their
/// times. Nothing is judged and nothing is left out: whoever comes in twice has left unseen in between, whoever only
/// leaves was not seen to come. Who shows his code again within moments, in the same direction, has not passed twice.
/// </summary>
public static class VisitPairing
{
    /// <summary>Within so many ms the same way is the same passage: a code shown twice, or at two lanes of one way.</summary>
    public const long SamePassageMs = 10_000;

    /// <summary>The visits, in the order of their times; only the last one can be of somebody who is inside.</summary>
    /// <param name="crossings">Of one tag; they are put in order here, those of one moment as they stand.</param>
    public static IReadOnlyList<Visit> Pair(IEnumerable<Crossing> crossings)
    {
        ArgumentNullException.ThrowIfNull(crossings);
        var visits = new List<Visit>();
        Crossing? entry = null, last = null;
        foreach (var crossing in crossings.OrderBy(static one => one.At))
        {
            if (last is { } before && before.IsIn == crossing.IsIn && crossing.At - before.At <= SamePassageMs)
            {
                // The moment of a chain of repetitions moves with them.
                last = crossing;
                continue;
            }
            last = crossing;
            if (crossing.IsIn)
            {
                if (entry is not null)
                    visits.Add(new Visit(entry, null, IsOver: true));
                entry = crossing;
            }
            else
            {
                visits.Add(new Visit(entry, crossing, IsOver: true));
                entry = null;
            }
        }
        if (entry is not null)
            visits.Add(new Visit(entry, null, IsOver: false));
        return visits;
    }
}
