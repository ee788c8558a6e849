using System.Text.Json.Serialization;
using CheckIn.Contract;
using CheckIn.Record;
using CheckIn.Sealing;
using CheckIn.Visits;

namespace CheckIn.Gate.Visits;

/// <summary>Somebody who is inside.</summary>
/// <param name="Tag">Keyed pseudonym of the site and of today.</param>
/// <param name="Category">What the gate held him for; null = it did not say.</param>
/// <param name="EnteredAt">By the gate's clock as it was.</param>
/// <param name="Lane">By which lane he came.</param>
internal sealed record PersonInside(string Tag, string? Category, DateTimeOffset EnteredAt, string Lane);

/// <summary>Who is inside by a journal.</summary>
/// <param name="People">The longest inside first.</param>
/// <param name="StayedOver">
/// At most so many more, who came before the day began and were not seen to leave: those who were inside when the one before
/// ended, less whoever was first seen on this one when he left.
/// </param>
internal sealed record Muster(IReadOnlyList<PersonInside> People, int StayedOver)
{
    /// <summary>Most events of an epoch that are looked at, the latest: what eight busy lanes write in a day.</summary>
    private const int MostEvents = 400_000;

    /// <param name="journal">Any gate's.</param>
    /// <param name="day">Which day it is.</param>
    /// <exception cref="RecordException">It cannot be read.</exception>
    internal static Muster Of(RecordedJournal journal, DateOnly day)
    {
        var (today, before) = (SealedFields.DayText(day), SealedFields.DayText(day.AddDays(-1)));
        var (crossings, lanes) = (new List<(string Day, string Tag, Crossing Crossing)>(), new List<string>());
        foreach (var epoch in journal.Epochs())
            crossings.AddRange(Crossings(journal, epoch, lanes).Values.Where(one => one.Day == today || one.Day == before));
        var people = crossings.GroupBy(static one => (one.Day, one.Tag)).Select(static person => (
            person.Key.Day, person.Key.Tag, Visits: VisitPairing.Pair(person.Select(static one => one.Crossing)))).ToList();
        var (open, first) = (people.Where(static person => !person.Visits[^1].IsOver).ToLookup(static person => person.Day),
            people.Count(person => person.Day == today && person.Visits[0].Entry is null));
        return new Muster(
            [.. open[today].Select(person => Inside(person.Tag, person.Visits[^1], lanes))
                .OrderBy(static person => person.EnteredAt).ThenBy(static person => person.Tag, StringComparer.Ordinal)],
            Math.Max(0, open[before].Count() - first));
    }

    private static PersonInside Inside(string tag, Visit visit, List<string> lanes) => new(
        tag, visit.Category, DateTimeOffset.FromUnixTimeMilliseconds(visit.Entry!.Value.At), lanes[(int)visit.Entry.Value.Place]);

    /// <summary>By the number of their decisions; without those of whom it is told that they did not go.</summary>
    private static SortedDictionary<long, (string Day, string Tag, Crossing Crossing)> Crossings(
        RecordedJournal journal, RecordedEpoch epoch, List<string> lanes)
    {
        var crossings = new SortedDictionary<long, (string Day, string Tag, Crossing Crossing)>();
        foreach (var row in journal.Events(epoch, Math.Max(epoch.First, epoch.Last - MostEvents + 1)))
        {
            var fact = CrossingFact.Read(row.Fact.Span);
            if (fact is { Kind: EventKinds.Passage, Result: PassageWords.TimedOut, Cause: { } cause })
                crossings.Remove(cause);
            else if (fact.IsCrossing)
                crossings[row.Seq] = (
                    fact.Day!, fact.Tag!, new Crossing(row.At, fact.IsIn == true, fact.Category, Place(lanes, fact.Lane ?? "")));
        }
        return crossings;
    }

    private static int Place(List<string> lanes, string lane)
    {
        var place = lanes.IndexOf(lane);
        if (place >= 0)
            return place;
        lanes.Add(lane);
        return lanes.Count - 1;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PersonInside))]
internal sealed partial class MusterJson : JsonSerializerContext;
