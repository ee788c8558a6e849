using CheckIn.Contract;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Ingest;

/// <summary>Whatever the way from gate to hub does to batches, the hub ends with the journal, exactly.</summary>
public sealed class IngestPropertyTests
{
    private const int Events = 40;

    /// <summary>Batches as they may arrive: in any order, again, overlapping, or not at all.</summary>
    private static readonly Gen<(int First, int Last)> Arrival =
        from first in Gen.Choose(1, Events)
        from length in Gen.Choose(1, 12)
        select (first, Math.Min(first + length - 1, Events));

    [Fact]
    public async Task Any_order_duplication_and_loss_ends_with_exactly_the_journal()
    {
        await using var hub = TestHub.Start();
        var round = 0;
        Prop.ForAll(Arrival.ListOf().ToArbitrary(), Gen.Choose(1, 12).ToArbitrary(), async (arrivals, size) =>
            await Deliver(hub, $"gate-{++round}", [.. arrivals], size)).QuickCheckThrowOnFailure();
    }

    private static async Task Deliver(TestHub hub, string gate, (int First, int Last)[] arrivals, int size)
    {
        var journal = new TestJournal("epoch-1", Events);
        var model = new SortedSet<int>();
        long sent = 0;
        foreach (var (first, last) in arrivals)
            await SendAndCheck(first, last);
        // The gate asks nothing but where the hub stands, and sends from there.
        while (Through() < Events)
            await SendAndCheck(Through() + 1, Math.Min(Through() + size, Events));

        Assert.Equal(Enumerable.Range(1, Events).Select(seq => ((long)seq, journal.Fact(seq))), hub.Facts(gate));
        var row = hub.Row(gate);
        Assert.Equal((Events, sent - Events), (row.Events, row.Duplicates));
        Assert.Equal((0L, 0L, 0L), (row.Lost, row.Conflicts, row.ChainBreaks));

        int Through() => Enumerable.Range(1, Events).TakeWhile(model.Contains).Count();

        async Task SendAndCheck(int first, int last)
        {
            var ack = await hub.SendAsync(gate, journal.Batch(first, last));
            model.UnionWith(Enumerable.Range(first, last - first + 1));
            sent += last - first + 1;
            Assert.Equal(new AckMessage("epoch-1", Through(), journal.Hash(Through()), null, first, last, journal.Hash(last)), ack);
        }
    }

    [Fact]
    public async Task Gates_that_send_at_once_share_commits_and_none_is_mixed_up()
    {
        await using var hub = TestHub.Start();
        var gates = Enumerable.Range(0, 20).Select(i => $"gate-{i}").ToArray();
        await Task.WhenAll(gates.Select(async gate =>
        {
            var journal = new TestJournal(gate, Events);
            for (var first = 1; first <= Events; first += 8)
                await hub.Store.StoreAsync(gate, EventBatch.Read(journal.Batch(first, first + 7)), default);
            Assert.Equal(journal.Hash(Events), (await hub.Store.PositionAsync(gate, gate, default)).Hash);
        }));
        Assert.Equal(20 * Events, hub.Count("SELECT count(*) FROM event"));
    }
}
