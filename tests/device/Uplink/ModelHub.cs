using CheckIn.Contract;

namespace CheckIn.Gate.Tests.Uplink;

/// <summary>
/// The hub's ingest by its contract, in memory: every event by its key, other content under a known key set aside,
/// refusals by range and step by step, a position that moves over what has no gap. The real one is held to the same in
/// tests/hub/Ingest.
/// </summary>
internal sealed class ModelHub(Func<long, bool> isPoison)
{
    private Dictionary<string, Stored> _journals = [];

    /// <summary>Has the hub what this card decided, as an event, aside in conflict, or aside because it cannot be read?</summary>
    internal bool Has(string epoch, ModelEvent wanted) => _journals.TryGetValue(epoch, out var stored)
        && ((stored.Events.TryGetValue(wanted.Seq, out var known) && known == wanted.Link)
            || stored.Aside.Contains((wanted.Seq, wanted.Link)));

    internal bool Stores(string epoch, long seq) => _journals[epoch].Events.ContainsKey(seq);

    internal AckMessage Position(string epoch)
    {
        var stored = Of(epoch);
        var hash = stored.Through == 0 ? ModelJournal.Genesis(epoch) : stored.Events.GetValueOrDefault(stored.Through, "");
        return new AckMessage(epoch, stored.Through, hash);
    }

    internal AckMessage Take(ModelBatch batch)
    {
        var stored = Of(batch.Epoch);
        if (batch.Events.Any(row => isPoison(row.Fact)))
            return Refuse(batch, stored);
        var conflicts = new List<RefusedEvents>();
        foreach (var row in batch.Events)
        {
            if (stored.Events.TryAdd(row.Seq, row.Link) || stored.Events[row.Seq] == row.Link)
                continue;
            stored.Aside.Add((row.Seq, row.Link));
            conflicts.Add(new RefusedEvents(row.Seq, row.Seq, RefusalReasons.Conflict));
        }
        StepOver(batch, stored);
        return Position(batch.Epoch) with
        {
            Refused = conflicts.Count == 0 ? null : conflicts,
            First = batch.First,
            Last = batch.Last,
            Link = batch.Events[^1].Link,
        };
    }

    internal Dictionary<string, Stored> Backup() => _journals.ToDictionary(static one => one.Key, static one => one.Value.Copy());

    internal void Restore(Dictionary<string, Stored> backup) =>
        _journals = backup.ToDictionary(static one => one.Key, static one => one.Value.Copy());

    private AckMessage Refuse(ModelBatch batch, Stored stored)
    {
        if (batch.Events.Count == 1)
        {
            stored.Aside.Add((batch.First, batch.Events[0].Link));
            stored.Refused.Add(batch.First);
            StepOver(batch, stored);
        }
        return Position(batch.Epoch) with
        {
            Refused = [new RefusedEvents(batch.First, batch.Last, RefusalReasons.Malformed)],
            First = batch.First,
        };
    }

    private static void StepOver(ModelBatch batch, Stored stored)
    {
        if (batch.FirstRetained > stored.Through + 1 && batch.First <= batch.FirstRetained && batch.FirstRetained <= batch.Last)
            stored.Through = batch.FirstRetained - 1;
        stored.Join();
    }

    private Stored Of(string epoch) =>
        _journals.TryGetValue(epoch, out var stored) ? stored : _journals[epoch] = new Stored();

    internal sealed class Stored
    {
        internal Dictionary<long, string> Events { get; private init; } = [];
        internal HashSet<long> Refused { get; private init; } = [];
        internal HashSet<(long Seq, string Link)> Aside { get; private init; } = [];
        internal long Through { get; set; }

        internal void Join()
        {
            while (Events.ContainsKey(Through + 1) || Refused.Contains(Through + 1))
                Through++;
        }

        internal Stored Copy() => new()
        {
            Events = new(Events), Refused = [.. Refused], Aside = [.. Aside], Through = Through,
        };
    }
}
