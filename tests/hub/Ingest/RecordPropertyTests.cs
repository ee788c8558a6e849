using System.Text;
using CheckIn.Contract;
using CheckIn.Hub.Events.Verify;
using FsCheck;
using FsCheck.Fluent;

namespace CheckIn.Hub.Tests.Ingest;

/// <summary>
/// Two cards of one identity, batches that cannot be read, rows that are gone, in any order and as often as may be: the
/// hub keeps every content that ever came, moves over nothing that it has not, and its own account says so.
/// </summary>
public sealed class RecordPropertyTests
{
    private const int Events = 40;
    private static readonly TestJournal[] Cards =
        [new("epoch-1", Events), new("epoch-1", Events, salt: "copy")];

    /// <param name="Card">0 or 1; 2 = the batch cannot be read.</param>
    /// <param name="First">First number.</param>
    /// <param name="Last">Last number.</param>
    /// <param name="Retained">The oldest that the sender says it has.</param>
    private sealed record Arrival(int Card, int First, int Last, int Retained);

    private static readonly Gen<Arrival> AnyArrival =
        from card in Gen.Choose(0, 2)
        from first in Gen.Choose(1, Events)
        from length in Gen.Frequency((3, Gen.Choose(1, 12)), (1, Gen.Constant(1)))
        from retained in Gen.Frequency((4, Gen.Constant(1)), (1, Gen.Choose(1, Events)))
        select new Arrival(card, first, Math.Min(first + length - 1, Events), Math.Min(retained, first));

    [Fact]
    public async Task Every_content_that_came_is_kept_and_the_position_passes_nothing_that_is_not()
    {
        await using var hub = TestHub.Start();
        var round = 0;
        Prop.ForAll(AnyArrival.ListOf().ToArbitrary(), async arrivals =>
            await DeliverAsync(hub, $"gate-{++round}", [.. arrivals])).QuickCheckThrowOnFailure();
        using var record = new HubRecord(hub.Database);
        foreach (var journal in record.Journals())
        {
            var account = JournalAccount.Of(record, journal);
            Assert.Equal((0L, 0L), (account.Missing, account.FaultCount - account.Faults.Count));
            Assert.All(account.Faults, fault => Assert.Contains("does not continue", fault.What, StringComparison.Ordinal));
        }
    }

    private static async Task DeliverAsync(TestHub hub, string gate, Arrival[] arrivals)
    {
        var versions = new Dictionary<int, HashSet<int>>();
        var (unread, lost) = (new HashSet<int>(), new HashSet<int>());
        var through = 0;
        foreach (var arrival in arrivals)
        {
            var ack = (await hub.SendAsync(gate, Batch(arrival)))!;
            Take(arrival, versions, unread);
            if (arrival.Card < 2 && arrival.Retained == arrival.First && arrival.First > through + 1)
                lost.UnionWith(Enumerable.Range(through + 1, arrival.First - through - 1));
            through = Enumerable.Range(1, Events)
                .TakeWhile(seq => versions.ContainsKey(seq) || unread.Contains(seq) || lost.Contains(seq)).Count();
            Assert.Equal(through, ack.Through);
            hub.Time.Pass(TimeSpan.FromSeconds(1));
        }
        await AssertKeptAsync(hub, gate, versions);
        if (arrivals.Length > 0 && versions.Count > 0)
            Assert.Equal(lost.Count(seq => !versions.ContainsKey(seq) && !unread.Contains(seq)), hub.Row(gate).Lost);
    }

    private static void Take(Arrival arrival, Dictionary<int, HashSet<int>> versions, HashSet<int> unread)
    {
        if (arrival.Card == 2)
        {
            if (arrival.First == arrival.Last && !versions.ContainsKey(arrival.First))
                unread.Add(arrival.First);
            return;
        }
        for (var seq = arrival.First; seq <= arrival.Last; seq++)
        {
            if (!versions.TryGetValue(seq, out var cards))
                versions[seq] = cards = [];
            cards.Add(arrival.Card);
        }
    }

    private static async Task AssertKeptAsync(TestHub hub, string gate, Dictionary<int, HashSet<int>> versions)
    {
        await hub.Store.PositionAsync(gate, "epoch-1", default);
        using var record = new HubRecord(hub.Database);
        var journal = record.Journals().FirstOrDefault(one => one.Gate == gate);
        foreach (var (seq, cards) in versions)
        {
            Assert.All(cards, card => Assert.True(
                record.Find(journal!.Id, seq)!.Link.Span.SequenceEqual(Cards[card].Link(seq))
                || record.IsKeptAside(journal.Id, seq, Cards[card].Link(seq))));
            Assert.Equal(cards.Count - 1, hub.Count($"""
                SELECT count(*) FROM conflict WHERE journal = {journal!.Id} AND seq = {seq}
                """));
        }
    }

    private static byte[] Batch(Arrival arrival) => arrival.Card < 2
        ? Cards[arrival.Card].Batch(arrival.First, arrival.Last, arrival.Retained)
        : Encoding.UTF8.GetBytes(
            $$"""{"epoch":"epoch-1","first":{{arrival.First}},"last":{{arrival.Last}},"firstRetained":1,"events":[1]}""");
}
