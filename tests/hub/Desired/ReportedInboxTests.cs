using System.Buffers;
using System.Text;
using CheckIn.Contract;
using CheckIn.Hub.Desired;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;

namespace CheckIn.Hub.Tests.Desired;

public sealed class ReportedInboxTests
{
    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"version":-1,"state":"applied"}""")]
    [InlineData("""{"version":9223372036854775807,"state":"applied"}""")]
    [InlineData("""{"version":1,"state":"applied","wanted":9223372036854775807}""")]
    [InlineData("""{"version":1,"state":""}""")]
    [InlineData("""{"version":1}""")]
    public async Task What_cannot_be_read_changes_nothing(string payload)
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.SayAsync("a1-01", new ReportedMessage(0, ReportedStates.Applied));
        await HearAsync(world, "a1-01", payload);
        await world.Get<ReportedInbox>().TurnAsync();
        Assert.Equal(ReportedStates.Applied, world.Get<EventStore>().Read(static db =>
            DesiredGateRows.Reported(db, "a1-01"))!.Value.Message.State);
    }

    [Fact]
    public async Task A_report_that_says_too_much_is_cut_to_what_the_contract_has()
    {
        await using var world = await SettingsWorld.StartAsync();
        var many = Enumerable.Range(0, 100).Select(static i => $"Key{i}").ToList();
        await world.SayAsync("a1-01", new ReportedMessage(
            1, "a_word_of_later", 2, [new SettingsError("A", new string('x', 1000))], many, many));
        await world.Get<ReportedInbox>().TurnAsync();
        var kept = world.Get<EventStore>().Read(static db => DesiredGateRows.Reported(db, "a1-01"))!.Value.Message;
        Assert.Equal((ReportedMessage.MostEntries, ReportedMessage.MostEntries, 300),
            (kept.Overridden!.Count, kept.Ignored!.Count, kept.Errors![0].Problem.Length));
        await HearAsync(
            world, "a1-01", $$"""{"version":3,"state":"applied","ignored":["{{new string('x', 40_000)}}"]}""");
        await world.Get<ReportedInbox>().TurnAsync();
        kept = world.Get<EventStore>().Read(static db => DesiredGateRows.Reported(db, "a1-01"))!.Value.Message;
        Assert.Equal(1, kept.Version);
    }

    [Fact]
    public async Task Of_each_gate_the_latest_word_counts_and_a_hub_that_starts_again_knows_it()
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.ChangeAsync("hub", """{"A":"Trace"}""");
        var version = (await world.ToldAsync("a1-01"))!.Settings!.Version;
        for (var i = 0; i < 1000; i++)
            await world.SayAsync("a1-01", new ReportedMessage(0, ReportedStates.Waiting, version));
        await world.SayAsync("a1-01", new ReportedMessage(version, ReportedStates.Applied));
        await world.Get<ReportedInbox>().TurnAsync();
        Assert.Null(world.Get<DesiredGates>().Of("a1-01")!.Value.DiffersSince);
        using var again = new DesiredGates(
            world.Get<EventStore>(), world.Get<LayerShelf>(), world.Get<TimeProvider>(),
            Microsoft.Extensions.Logging.Abstractions.NullLogger<DesiredGates>.Instance);
        Assert.Equal(
            world.Get<DesiredGates>().Of("a1-01")!.Value with { DiffersFrom = 0 },
            again.Of("a1-01")!.Value with { DiffersFrom = 0 });
        Assert.Equal(world.Of("a1-02").Version, again.Of("a1-02")!.Value.Version);
    }

    [Fact]
    public async Task A_gate_that_is_late_is_known_to_be_until_it_has_what_is_wanted()
    {
        await using var world = await SettingsWorld.StartAsync();
        await world.ChangeAsync("hub", """{"A":"Trace"}""");
        await world.AnswerAsync(ReportedStates.Applied, "a1-02");
        var watch = world.Make<DesiredWatch>();
        world.Pass(TimeSpan.FromMinutes(14));
        watch.Look();
        Assert.False(IsLate("a1-01"));
        world.Pass(TimeSpan.FromMinutes(1));
        watch.Look();
        Assert.Equal((true, false), (IsLate("a1-01"), IsLate("a1-02")));
        await world.AnswerAsync(ReportedStates.Applied, "a1-01");
        watch.Look();
        Assert.False(IsLate("a1-01"));

        bool IsLate(string gate) => world.Get<FleetRegistry>().Of(gate)!.IsSettingsLate;
    }

    private static async Task HearAsync(SettingsWorld world, string gate, string payload) =>
        await world.Get<ReportedInbox>().HearAsync(gate, new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(payload)), default);
}
