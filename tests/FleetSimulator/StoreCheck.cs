using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures;

namespace CheckIn.FleetSimulator;

/// <summary>What the hub's store has of these gates' journals.</summary>
/// <param name="Stored">Events found, each once.</param>
/// <param name="Missing">Events not found.</param>
/// <param name="Again">Events found again, or of numbers that no gate has given.</param>
/// <param name="Broken">Events that do not continue the chain, and journals that end with another link.</param>
internal sealed record StoreCheck(long Stored, long Missing, long Again, long Broken)
{
    private const int AtOnce = 4;

    internal bool IsGood => (Missing, Again, Broken) == (0, 0, 0);

    /// <summary>
    /// Reads every gate's events by the hub's API. A chain that goes from the journal's first link to its last is the
    /// proof that each event stands there byte for byte.
    /// </summary>
    internal static async Task<StoreCheck> CompareAsync(
        Uri hub, IEnumerable<SimulatedGate> gates, CancellationToken cancellation)
    {
        using var http = new HttpClient(new OperatorHandler()) { BaseAddress = hub };
        var (sum, guard) = (new StoreCheck(0, 0, 0, 0), new Lock());
        var limits = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(gates, limits, async (gate, token) =>
        {
            var facts = await FactsAsync(http, gate, token);
            var one = Compare(gate.Journal, facts);
            lock (guard)
            {
                sum = new StoreCheck(
                    sum.Stored + one.Stored, sum.Missing + one.Missing, sum.Again + one.Again, sum.Broken + one.Broken);
            }
        });
        return sum;
    }

    private static StoreCheck Compare(SimulatedJournal journal, List<(long Seq, string Prev, byte[] Link)> facts)
    {
        var last = journal.LastSeq;
        var bySeq = facts.Where(fact => fact.Seq >= 1 && fact.Seq <= last)
            .DistinctBy(fact => fact.Seq).OrderBy(fact => fact.Seq);
        var (stored, broken, link) = (0L, 0L, ChainLink.Genesis(journal.Epoch));
        foreach (var fact in bySeq)
        {
            broken += fact.Prev == ChainLink.ToText(link) ? 0 : 1;
            link = fact.Link;
            stored++;
        }
        var head = journal.MarkOf(last, journal.Delivered);
        broken += stored == last && !link.AsSpan().SequenceEqual(head.Link) ? 1 : 0;
        return new StoreCheck(stored, last - stored, facts.Count - stored, broken);
    }

    private static async Task<List<(long Seq, string Prev, byte[] Link)>> FactsAsync(
        HttpClient http, SimulatedGate gate, CancellationToken cancellation)
    {
        var facts = new List<(long, string, byte[])>();
        for (long? after = 0; after is not null;)
        {
            var bytes = await http.GetByteArrayAsync(
                $"api/v1/events?gate={gate.Id}&after={after}&limit=1000", cancellation);
            using var page = JsonDocument.Parse(bytes);
            foreach (var row in page.RootElement.GetProperty("events").EnumerateArray())
            {
                if (row.GetProperty("epoch").GetString() != gate.Journal.Epoch)
                    continue;
                var fact = row.GetProperty("event");
                var link = new byte[ChainLink.Size];
                ChainLink.Of(System.Text.Encoding.UTF8.GetBytes(fact.GetRawText()), link);
                facts.Add((row.GetProperty("seq").GetInt64(), fact.GetProperty("prev").GetString()!, link));
            }
            var next = page.RootElement.GetProperty("next");
            after = next.ValueKind == JsonValueKind.Null ? null : next.GetInt64();
        }
        return facts;
    }
}
