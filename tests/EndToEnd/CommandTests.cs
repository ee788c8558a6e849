using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Hub;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Audit;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Commands;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Mqtt;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CheckIn.EndToEnd.Tests;

/// <summary>A real gate process, and the hub beside it in this one, so that the wire can be spoken on as a hub's.</summary>
public sealed class CommandTests : Journey, IAsyncLifetime
{
    private const string Lane = "vao";
    private WebApplication? _hub;

    [Fact]
    public async Task Opening_once_moves_the_relay_once_after_its_row_and_what_comes_again_moves_nothing()
    {
        await BeginAsync();
        var given = await GiveAsync(new(CommandWords.OpenOnce, Lane));
        await EndsAsync(given.Id, ReplyStates.Done);
        var row = Assert.Single(CommandRows());
        await Eventually("the pulse", () => Task.FromResult(Edges().Count == 2));
        Assert.True(Edges()[0].Ns > row.MonotonicNs);
        var sent = CommandPost.Message(given, TimeProvider.System.GetUtcNow());
        // The same again; the same kept by the server; one without an end; an old one; one of another's voice.
        await SayAsync(sent);
        await SayAsync(sent with { Retain = true });
        await SayAsync(Another(given) with { ExpirySeconds = null });
        await SayAsync(Another(given) with { Retain = true, ExpirySeconds = null });
        await SayAsync(sent with { Payload = "{}"u8.ToArray() });
        await CountsAsync(counts => counts.Refused is { } refused && refused.GetValueOrDefault(CommandRefusals.Repeated) == 1
            && refused.GetValueOrDefault(CommandRefusals.Retained) == 2
            && refused.GetValueOrDefault(CommandRefusals.Expired) == 1
            && refused.GetValueOrDefault(CommandRefusals.Malformed) == 1 && counts.Done == 1);
        // Killed, the gate forgets nothing: the hub's server still keeps one, and it comes again after the start.
        await Premises.KillGateAsync(Gate);
        await StartGateAsync();
        await SayAsync(sent);
        await CountsAsync(counts => counts.Done == 0 && counts.Refused?.GetValueOrDefault(CommandRefusals.Repeated) == 1
            && counts.Refused.GetValueOrDefault(CommandRefusals.Retained) >= 1);
        Assert.Single(CommandRows());
        Assert.Equal(1, Edges().Count(static edge => edge.Level == 1));
        Assert.Equal(2, Get<EventStore>().Read(static db => AuditLog.Read(db, 0, 100)).Count(
            static line => line.Action.StartsWith("command", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Somebody_without_a_code_is_let_in_after_the_row_that_says_by_whom()
    {
        const string number = "001099000001";
        await BeginAsync();
        var given = await GiveAsync(new(CommandWords.Admit, Lane, Number: number));
        var entry = (await EndsAsync(given.Id, ReplyStates.Done)).Reply!.Entry!;
        var row = Assert.Single(JournalFile.Read(Premises.JournalOf(Gate)).Rows, row => row.Seq == entry.Seq);
        Assert.Equal(("admitted", Reasons.Assisted), (entry.Outcome, entry.Reason));
        Assert.Contains("\"operator\":\"local\"", row.Fact, StringComparison.Ordinal);
        Assert.DoesNotContain(number, row.Fact, StringComparison.Ordinal);
        await Eventually("the pulse", () => Task.FromResult(Edges().Count == 2));
        Assert.True(Edges()[0].Ns > row.MonotonicNs);
        // The same message again lets nobody in, and neither does one that says no operator.
        await SayAsync(CommandPost.Message(given, TimeProvider.System.GetUtcNow()));
        await SayAsync(CommandPost.Message(
            given with { Id = Guid.CreateVersion7().ToString(), By = "" }, TimeProvider.System.GetUtcNow()));
        await CountsAsync(static counts => counts.Refused is { } refused && counts.Done == 1
            && refused.GetValueOrDefault(CommandRefusals.Repeated) == 1
            && refused.GetValueOrDefault(CommandRefusals.Malformed) == 1);
        // The hub's own history says it, to who may see it.
        await Eventually("the event at the hub", () => Task.FromResult(Get<EventStore>().Read(static db =>
            LatestEvents.Of(db, Gate, 20)).Any(static one => one is { Reason: Reasons.Assisted, Operator: "local" })));
        Assert.Equal(1, Edges().Count(static edge => edge.Level == 1));
    }

    [Fact]
    public async Task It_says_who_it_is_how_it_is_what_it_logged_and_what_it_reads_and_begins_anew()
    {
        await BeginAsync();
        var identify = await GiveAsync(new(CommandWords.Identify, null, 1));
        var test = await GiveAsync(new(CommandWords.SelfTest));
        Assert.NotNull((await EndsAsync(identify.Id, ReplyStates.Done)).AnsweredAt);
        var checks = (await EndsAsync(test.Id, ReplyStates.Done)).Reply!.Checks!;
        Assert.Contains(checks, static check => check is { Name: "journal", Ok: true });
        Assert.Contains(checks, static check => check is { Name: "hub", Ok: true });
        Assert.Contains(checks, static check => check.Name == "scanner_vao");
        var logs = await EndsAsync((await GiveAsync(new(CommandWords.SendLogs, null, null, 100))).Id, ReplyStates.Done);
        Assert.Contains(logs.Reply!.Lines!, line => line.Contains(test.Id, StringComparison.Ordinal));
        var scan = await EndsAsync((await GiveAsync(new(CommandWords.ScanTest, Lane, 1))).Id, ReplyStates.Done);
        Assert.False(scan.Reply!.Scan!.Read);
        Assert.Equal(
            CommandRefusals.NoSuchLane,
            (await EndsAsync((await GiveAsync(new(CommandWords.OpenOnce, "ra"))).Id, ReplyStates.Refused)).Reason);
        var (process, before) = (Premises.ProcessOf(Gate), Session);
        await EndsAsync((await GiveAsync(new(CommandWords.Restart))).Id, ReplyStates.Done);
        await Eventually("another start", () => Task.FromResult(Starts() == 2));
        Assert.False(process.HasExited, Premises.Tails);
        await ReadyAsync(before);
        await EndsAsync((await GiveAsync(new(CommandWords.OpenOnce, Lane))).Id, ReplyStates.Done);
    }

    public new async Task DisposeAsync()
    {
        if (_hub is not null)
            await _hub.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task BeginAsync()
    {
        _hub = HubApplication.Create(
            [
                "--Web:Listen=127.0.0.1:0", "--Broker:Listen=127.0.0.1:0",
                "--Events:Path=" + Path.Combine(Premises.Folder, "own", "hub.db"),
            ],
            static builder => builder.Logging.ClearProviders());
        await _hub.StartAsync();
        await StartGateAsync();
    }

    private async Task StartGateAsync()
    {
        var before = Session;
        var nothing = Directory.CreateDirectory(Path.Combine(Premises.Folder, "nothing")).FullName;
        await Premises.StartGateAsync(Gate, "In", nothing, once: false, framesPerSecond: 5, new()
        {
            ["Uplink:Hub"] = $"mqtt://127.0.0.1:{Get<BrokerEndPoint>().Bound!.Port}",
            ["Uplink:HealthEvery"] = "00:00:10",
        });
        await ReadyAsync(before);
    }

    /// <summary>On a later connection than that one.</summary>
    private Task ReadyAsync(long before) => Eventually("a gate that is ready", () => Task.FromResult(
        Session > before && Get<FleetRegistry>().Of(Gate)?.State is (PresenceState.Ready or PresenceState.Degraded)));

    private long Session => Get<FleetRegistry>().Of(Gate)?.Session ?? 0;

    private Task<GivenCommand> GiveAsync(CommandOrder order) =>
        Get<CommandDesk>().GiveAsync(Gate, order, Actor.Local, Whole);

    private async Task<GivenCommand> EndsAsync(string id, string state)
    {
        GivenCommand? found = null;
        await Eventually($"{state} of {id}", () =>
        {
            found = Get<CommandDesk>().Find(id, Whole);
            return Task.FromResult(found!.State == state);
        });
        return found!;
    }

    private ValueTask SayAsync(MqttMessage message) => Get<IMessageBus>().PublishAsync(message, default);

    private static MqttMessage Another(GivenCommand command) => CommandPost.Message(
        command with { Id = Guid.CreateVersion7().ToString() }, TimeProvider.System.GetUtcNow());

    /// <summary>What the gate says of commands in its health.</summary>
    private Task CountsAsync(Func<CommandCounts, bool> holds) => Eventually("these counts", () => Task.FromResult(
        Get<FleetRegistry>().Of(Gate)?.Commands is { } counts && holds(counts)));

    private Sight Whole => Get<SightBook>().Of(Caller.Local(null), Capability.OpenGates);

    private T Get<T>() where T : notnull => _hub!.Services.GetRequiredService<T>();

    private List<JournalRow> CommandRows() => [.. JournalFile.Read(Premises.JournalOf(Gate)).Rows
        .Where(static row => row.Fact.Contains("\"name\":\"command\"", StringComparison.Ordinal))];

    private int Starts() => JournalFile.Read(Premises.JournalOf(Gate)).Rows
        .Count(static row => row.Fact.Contains("\"name\":\"started\"", StringComparison.Ordinal));

    private List<(long Ns, int Level)> Edges() => !File.Exists(Premises.PinsOf(Gate)) ? [] :
    [
        .. File.ReadLines(Premises.PinsOf(Gate)).Select(static line => JsonSerializer.Deserialize<JsonElement>(line))
            .Where(static edge => edge.GetProperty("pin").GetInt32() == 17)
            .Select(static edge => (edge.GetProperty("t_ns").GetInt64(), edge.GetProperty("level").GetInt32())),
    ];
}
