using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Sites;
using CheckIn.Hub.Visits;
using CheckIn.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace CheckIn.Hub.Tests.Visits;

/// <summary>What gates with a cap are told of how many are inside their site.</summary>
public sealed class InsideTellerTests
{
    private const string Capped = """{"Rules":{"MostInside":400}}""";
    private static readonly string An = new('a', 32), Binh = new('b', 32);

    [Fact]
    public async Task Each_gate_of_a_site_hears_the_sites_count_and_up_to_which_of_its_own_events_that_reaches()
    {
        await using var world = await StartAsync(Capped, Capped);
        await world.Visits.DeliverAsync(
            new CrossingJournal("cong-1").Decide(0, Direction.In, An, null).Decide(1, Direction.In, Binh, null));
        await world.Visits.DeliverAsync(new CrossingJournal("cong-2").Decide(5, Direction.Out, Binh, null));
        Assert.Equal([("cong-1", new InsideMessage(1, "epoch-cong-1", 2)), ("cong-2", new InsideMessage(1, "epoch-cong-2", 1))],
            await world.ToldAsync());
        Assert.Empty(await world.ToldAsync());
        world.Visits.Hub.Time.Pass(InsideTeller.AgainEvery);
        Assert.Equal(2, (await world.ToldAsync()).Count);
    }

    [Fact]
    public async Task What_is_stored_and_not_yet_counted_is_left_to_the_gate()
    {
        await using var world = await StartAsync(Capped, Capped);
        var gate = new CrossingJournal("cong-1").Decide(0, Direction.In, An, null).Decide(1, Direction.In, Binh, null);
        await world.Visits.DeliverPartsAsync(gate, (1, 1));
        await world.Visits.Hub.SendAsync(gate.Id, gate.Batch(2, 2)); // and no visit is made of it
        Assert.Equal([("cong-1", new InsideMessage(1, "epoch-cong-1", 1))], await world.ToldAsync());
        await world.Visits.FollowAsync();
        Assert.Equal([("cong-1", new InsideMessage(2, "epoch-cong-1", 2))], await world.ToldAsync());
    }

    [Fact]
    public async Task A_gate_whose_events_have_a_gap_is_told_nothing_until_it_is_closed()
    {
        await using var world = await StartAsync(Capped, Capped);
        var gate = new CrossingJournal("cong-1").Decide(0, Direction.In, An, null).Decide(1, Direction.In, Binh, null);
        await world.Visits.DeliverPartsAsync(gate, (2, 2));
        Assert.Empty(await world.ToldAsync());
        await world.Visits.DeliverPartsAsync(gate, (1, 1));
        Assert.Equal([("cong-1", new InsideMessage(2, "epoch-cong-1", 2))], await world.ToldAsync());
    }

    [Theory]
    [InlineData("""{"Rules":{"MostInside":0}}""", true)]
    [InlineData("""{"Rules":{"MostInside":"many"}}""", true)]
    [InlineData("""{"Health":{"TooHot":70}}""", true)]
    [InlineData(Capped, false)]
    public async Task A_gate_without_a_cap_or_alone_at_its_site_is_told_nothing(string settings, bool hasNeighbour)
    {
        await using var world = await StartAsync(settings, hasNeighbour ? settings : null);
        if (!hasNeighbour)
            await world.Visits.Hub.Store.WriteAsync(static db =>
                db.Execute("UPDATE gate SET standing = 'left' WHERE name = 'cong-2'"), default);
        await world.Visits.DeliverAsync(new CrossingJournal("cong-1").Decide(0, Direction.In, An, null));
        Assert.Empty(await world.ToldAsync());
    }

    [Fact]
    public async Task With_the_new_day_nobody_is_inside_and_gates_hear_of_it()
    {
        await using var world = await StartAsync(Capped, Capped);
        await world.Visits.DeliverAsync(new CrossingJournal("cong-1").Decide(0, Direction.In, An, null));
        Assert.Equal(1, Assert.Single(await world.ToldAsync()).Word.Inside);
        world.Visits.Hub.Time.Pass(TimeSpan.FromHours(20));
        Assert.Equal(0, Assert.Single(await world.ToldAsync()).Word.Inside);
    }

    [Fact]
    public async Task What_is_said_is_in_the_document_is_not_kept_and_names_nobody()
    {
        await using var world = await StartAsync(Capped, Capped);
        await world.Visits.DeliverAsync(new CrossingJournal("cong-1").Decide(0, Direction.In, An, null));
        await world.ToldAsync();
        var message = world.Visits.Hub.Bus.Messages.Last(static said => said.Topic == Topics.Of("cong-1", GateTopic.Inside));
        Assert.Equal((MqttQos.AtMostOnce, false, 30u), (message.Qos, message.Retain, message.ExpirySeconds!.Value));
        var document = new ContractSchemas();
        Assert.Equal(document.ContentTypeOf(message.Topic), message.ContentType);
        Assert.Empty(document.Problems(message.ContentType!, message.Payload));
        Assert.DoesNotContain(An, message.Text, StringComparison.Ordinal);
    }

    private static async Task<World> StartAsync(string settings, string? others)
    {
        var visits = await VisitWorld.StartAsync();
        var sites = new SiteRegister(visits.Hub.Store, visits.Hub.Time);
        await sites.SaveAsync(
            "cho-a", new Dictionary<string, string?> { ["name"] = "Chợ A", ["kind"] = "market" }, Actor.Local, default);
        foreach (var (gate, document) in new[] { ("cong-1", settings), ("cong-2", others) })
        {
            if (document is not null)
                await visits.Hub.Store.WriteAsync(db =>
                {
                    using var row = db.Prepare(
                        "INSERT INTO desired_gate(gate, version, chain, document, changed_at) VALUES(?, 1, '', ?, 1)");
                    row.Bind(1, gate).Bind(2, document).Run();
                }, default);
        }
        return new World(visits, sites);
    }

    private sealed class World(VisitWorld visits, SiteRegister sites) : IAsyncDisposable
    {
        private readonly InsideTeller _teller = new(
            visits.Hub.Store, visits.Book, sites, visits.Hub.Bus, visits.Hub.Time, NullLogger<InsideTeller>.Instance);
        private int _heard;

        internal VisitWorld Visits => visits;

        /// <summary>What gates are told now.</summary>
        internal async Task<IReadOnlyList<(string Gate, InsideMessage Word)>> ToldAsync()
        {
            await _teller.TellAsync(default);
            var said = visits.Hub.Bus.Messages.Where(static message => message.ContentType == ContentTypes.Inside).Skip(_heard)
                .ToList();
            _heard += said.Count;
            return [.. said.Select(static message => (
                message.Topic.Split('/')[3],
                JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.InsideMessage)!))];
        }

        public async ValueTask DisposeAsync()
        {
            _teller.Dispose();
            sites.Dispose();
            await visits.DisposeAsync();
        }
    }
}
