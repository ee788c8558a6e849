using System.Text.Json.Serialization;
using CheckIn.Contract;
using CheckIn.Record;
using CheckIn.Visits;

namespace CheckIn.Gate.Visits;

/// <summary>Somebody who is inside.</summary>
/// <param name="Tag">Keyed pseudonym of the site and of today.</param>
/// <param name="Category">What the gate held him for; null = it did not say.</param>
/// <param name="EnteredAt">By the gate's clock as it was.</param>
/// <param name="Lane">By which lane he came.</param>
internal sealed record PersonInside(string Tag, string? Category, DateTimeOffset EnteredAt, string Lane);

/// <summary>Who is inside by a journal.</summary>
internal static class Muster
{
    /// <summary>Most events of an epoch that are looked at, the latest: what eight busy lanes write in a day.</summary>
    private const int MostEvents = 400_000;

    /// <summary>The longest inside first.</summary>
    /// <param name="journal">Any gate's.</param>
    /// <param name="day">Day of the tags that are asked for.</param>
    /// <exception cref="RecordException">It cannot be read.</exception>
    internal static IReadOnlyList<PersonInside> Of(RecordedJournal journal, string day)
    {
        var (people, lanes) = (new Dictionary<string, List<Crossing>>(StringComparer.Ordinal), new List<string>());
        foreach (var epoch in journal.Epochs())
        {
            foreach (var (_, (tag, crossing)) in Crossings(journal, epoch, day, lanes))
            {
                if (!people.TryGetValue(tag, out var crossings))
                    people.Add(tag, crossings = []);
                crossings.Add(crossing);
            }
        }
        return [.. people.Select(person => (person.Key, Last: VisitPairing.Pair(person.Value)[^1]))
            .Where(static person => !person.Last.IsOver)
            .Select(person => new PersonInside(
                person.Key, person.Last.Category, DateTimeOffset.FromUnixTimeMilliseconds(person.Last.Entry!.Value.At),
                lanes[(int)person.Last.Entry.Value.Place]))
            .OrderBy(static person => person.EnteredAt).ThenBy(static person => person.Tag, StringComparer.Ordinal)];
    }

    /// <summary>By the number of their decisions; without those of whom it is told that they did not go.</summary>
    private static SortedDictionary<long, (string Tag, Crossing Crossing)> Crossings(
        RecordedJournal journal, RecordedEpoch epoch, string day, List<string> lanes)
    {
        var crossings = new SortedDictionary<long, (string, Crossing)>();
        foreach (var row in journal.Events(epoch, Math.Max(epoch.First, epoch.Last - MostEvents + 1)))
        {
            var fact = CrossingFact.Read(row.Fact.Span);
            if (fact is { Kind: EventKinds.Passage, Result: PassageWords.TimedOut, Cause: { } cause })
                crossings.Remove(cause);
            else if (fact.IsCrossing && fact.Day == day)
                crossings[row.Seq] = (fact.Tag!, new Crossing(row.At, fact.IsIn == true, fact.Category, Place(lanes, fact.Lane ?? "")));
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
