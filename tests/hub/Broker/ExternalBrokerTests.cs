using System.Text.Json;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Tests.Ingest;
using CheckIn.Mqtt;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>
/// The whole hub behind a mosquitto, beside the one with an endpoint of its own: a gate tells no difference.
/// </summary>
public sealed class ExternalBrokerTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkin-external-");
    private readonly List<WebApplication> _hubs = [];
    private Mosquitto? _mosquitto;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var hub in _hubs)
            await hub.DisposeAsync();
        if (_mosquitto is not null)
            await _mosquitto.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A hub, and the port at which gates find their MQTT server.</summary>
    private async Task<(WebApplication Hub, int Port)> StartAsync(
        BrokerMode mode, string name = "hub", string? group = null)
    {
        string[] settings =
        [
            "--Web:Listen=127.0.0.1:0", "--Broker:Listen=127.0.0.1:0",
            "--Events:Path=" + Path.Combine(_folder.FullName, name + ".db"), "--Broker:ServerClientId=" + name,
        ];
        if (mode == BrokerMode.External)
        {
            _mosquitto ??= await Mosquitto.StartAsync();
            settings = [.. settings, "--Broker:Mode=External", $"--Broker:Server=mqtt://127.0.0.1:{_mosquitto.Port}"];
        }
        if (group is not null)
            settings = [.. settings, "--Broker:ShareGroup=" + group];
        var hub = HubApplication.Create(settings, builder => builder.Logging.ClearProviders());
        _hubs.Add(hub);
        await hub.StartAsync();
        if (mode == BrokerMode.Embedded)
            return (hub, hub.Services.GetRequiredService<BrokerEndPoint>().Bound!.Port);
        await HubStateAsync(_mosquitto!.Port, online: true);
        return (hub, _mosquitto.Port);
    }

    private static async Task HubStateAsync(int port, bool online)
    {
        var states = Channel.CreateUnbounded<MqttMessage>();
        await using var watcher = await ConnectAsync(port, $"watcher-{Guid.NewGuid():N}", states);
        await watcher.SubscribeAsync([Topics.HubState], MqttQos.AtLeastOnce, Patience.Token);
        while (JsonSerializer.Deserialize(
            (await states.NextAsync()).Payload.Span, ContractJson.Default.HubStateMessage)!.Online != online)
        {
        }
    }

    private static Task<MqttClient> ConnectAsync(
        int port, string id, Channel<MqttMessage> into, MqttMessage? will = null, string? password = null) =>
        MqttClient.ConnectAsync(
            new MqttClientOptions
            {
                Port = port,
                ClientId = id,
                Into = into.Writer,
                Will = will,
                Password = password is null ? null : (ReadOnlyMemory<byte>?)System.Text.Encoding.UTF8.GetBytes(password),
            }, Patience.Token);

    private static MqttMessage State(GateState state, long session) => new(
        Topics.Of("gate-1", GateTopic.State), JsonSerializer.SerializeToUtf8Bytes(
            new StateMessage(state, session, "boot-1", "1.0", 0, "epoch-1"), ContractJson.Default.StateMessage))
    { Retain = true };

    private static MqttMessage Health(long session) => new(
        Topics.Of("gate-1", GateTopic.Health), JsonSerializer.SerializeToUtf8Bytes(
            new HealthMessage(session, 1, 0, 0, 0, 0, 0, 0, 0), ContractJson.Default.HealthMessage))
    { Qos = MqttQos.AtMostOnce };

    private static async Task<AckMessage> AckAsync(Channel<MqttMessage> received)
    {
        while (true)
        {
            var message = await received.NextAsync();
            if (message.Topic == Topics.Of("gate-1", GateTopic.Ack))
                return JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.AckMessage)!;
        }
    }

    private static async Task StateOfAsync(WebApplication hub, PresenceState state)
    {
        var patience = Patience.Token;
        var fleet = hub.Services.GetRequiredService<FleetRegistry>();
        while (fleet.Gates() is not [{ State: var now }, ..] || now != state)
            await Task.Delay(5, patience);
    }

    /// <summary>What a gate does and hears, from birth to farewell.</summary>
    private static async Task LiveAsync(WebApplication hub, int port)
    {
        var journal = new TestJournal("epoch-1", 20);
        var received = Channel.CreateUnbounded<MqttMessage>();
        var gate = await ConnectAsync(port, "gate-1", received, State(GateState.Lost, 1));
        await using var closing = gate;
        await gate.SubscribeAsync(
            [Topics.Of("gate-1", GateTopic.Ack), Topics.Of("gate-1", GateTopic.State)],
            MqttQos.AtLeastOnce, Patience.Token);
        await gate.PublishAsync(State(GateState.Ready, 1), Patience.Token);
        Assert.Equal(0, (await AckAsync(received)).Through);
        (int, int, int)[] batches = [(1, 10, 10), (16, 20, 10), (11, 20, 20), (11, 20, 20)];
        foreach (var (first, last, through) in batches)
        {
            await gate.PublishAsync(
                new MqttMessage(Topics.Of("gate-1", GateTopic.Events), journal.Batch(first, last)), Patience.Token);
            var ack = new AckMessage("epoch-1", through, journal.Hash(through), null, first, last, journal.Hash(last));
            Assert.Equal(ack, await AckAsync(received));
        }
        await StateOfAsync(hub, PresenceState.Ready);
        await gate.PublishAsync(State(GateState.Stopped, 1), Patience.Token);
        await gate.DisconnectAsync(Patience.Token);
        await StateOfAsync(hub, PresenceState.Stopped);
    }

    [MosquittoTheory]
    [InlineData(BrokerMode.Embedded)]
    [InlineData(BrokerMode.External)]
    public async Task A_gate_tells_no_difference(BrokerMode mode)
    {
        var (hub, port) = await StartAsync(mode);
        await LiveAsync(hub, port);
    }

    [MosquittoTheory]
    [InlineData(BrokerMode.Embedded)]
    [InlineData(BrokerMode.External)]
    public async Task A_gate_whose_connection_breaks_is_missed(BrokerMode mode)
    {
        var (hub, port) = await StartAsync(mode);
        var gate = await ConnectAsync(port, "gate-1", Channel.CreateUnbounded<MqttMessage>(), State(GateState.Lost, 1));
        await gate.PublishAsync(State(GateState.Ready, 1), Patience.Token);
        await StateOfAsync(hub, PresenceState.Ready);
        await gate.DisposeAsync();
        // The grace is the fleet's affair; that the will came is what matters here: the retained state says lost.
        var states = Channel.CreateUnbounded<MqttMessage>();
        // At the hub's own endpoint a program shows a token.
        await using var watcher = await ConnectAsync(
            port, "watcher", states,
            password: mode == BrokerMode.Embedded ? hub.Services.GetRequiredService<LocalOperator>().Token : null);
        await watcher.SubscribeAsync([Topics.Of("gate-1", GateTopic.State)], MqttQos.AtLeastOnce, Patience.Token);
        while (JsonSerializer.Deserialize(
            (await states.NextAsync()).Payload.Span, ContractJson.Default.StateMessage)!.State != GateState.Lost)
        {
        }
    }

    [MosquittoFact]
    public async Task A_birth_that_the_hub_missed_counts_once_health_confirms_it_and_not_before()
    {
        _mosquitto = await Mosquitto.StartAsync();
        await using var gate = await ConnectAsync(_mosquitto.Port, "gate-1", Channel.CreateUnbounded<MqttMessage>());
        await gate.PublishAsync(State(GateState.Ready, 7), Patience.Token);
        var (hub, _) = await StartAsync(BrokerMode.External);
        var fleet = hub.Services.GetRequiredService<FleetRegistry>();
        await gate.PublishAsync(Health(6), Patience.Token);
        await gate.PublishAsync(
            new MqttMessage(Topics.Of("gate-1", GateTopic.Events), new TestJournal("epoch-1", 1).Batch(1, 1)),
            Patience.Token);
        var patience = Patience.Token;
        while (fleet.Gates().Count == 0)
            await Task.Delay(5, patience);
        Assert.Equal(PresenceState.NeverSeen, fleet.Gates()[0].State);
    }

    [MosquittoFact]
    public async Task Health_of_the_kept_session_brings_the_gate_back()
    {
        _mosquitto = await Mosquitto.StartAsync();
        await using var gate = await ConnectAsync(_mosquitto.Port, "gate-1", Channel.CreateUnbounded<MqttMessage>());
        await gate.PublishAsync(State(GateState.Ready, 7), Patience.Token);
        var (hub, _) = await StartAsync(BrokerMode.External);
        await gate.PublishAsync(Health(7), Patience.Token);
        await StateOfAsync(hub, PresenceState.Ready);
    }

    [MosquittoFact]
    public async Task Hubs_of_one_group_share_the_events_and_each_batch_is_stored_once()
    {
        var (one, port) = await StartAsync(BrokerMode.External, "hub-1", "hubs");
        var (two, _) = await StartAsync(BrokerMode.External, "hub-2", "hubs");
        var received = Channel.CreateUnbounded<MqttMessage>();
        await using var gate = await ConnectAsync(port, "gate-1", received);
        await gate.SubscribeAsync([Topics.Of("gate-1", GateTopic.Ack)], MqttQos.AtLeastOnce, Patience.Token);
        var journal = new TestJournal("epoch-1", 20);
        for (var seq = 1; seq <= 20; seq++)
        {
            await gate.PublishAsync(
                new MqttMessage(Topics.Of("gate-1", GateTopic.Events), journal.Batch(seq, seq)), Patience.Token);
            await AckAsync(received);
        }
        var (atOne, atTwo) = (Stored(one), Stored(two));
        Assert.Equal(20, atOne + atTwo);
        Assert.InRange(atOne, 1, 19);
    }

    private static long Stored(WebApplication hub) =>
        hub.Services.GetRequiredService<CheckIn.Hub.Events.EventStore>().Read(db =>
        {
            using var rows = db.Prepare("SELECT count(*) FROM event");
            rows.Step();
            return rows.Int64(0);
        });

    [MosquittoFact]
    public async Task A_hub_that_stops_says_so()
    {
        var (hub, port) = await StartAsync(BrokerMode.External);
        await hub.StopAsync().Soon();
        await HubStateAsync(port, online: false);
    }
}

/// <summary>A test that needs mosquitto, and is skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MosquittoFactAttribute : FactAttribute
{
    internal const string Missing = "mosquitto 2 is not installed (Debian: mosquitto)";

    public MosquittoFactAttribute() => Skip = Mosquitto.Server is null ? Missing : null;
}

/// <summary>The same with several inputs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MosquittoTheoryAttribute : TheoryAttribute
{
    public MosquittoTheoryAttribute() => Skip = Mosquitto.Server is null ? MosquittoFactAttribute.Missing : null;
}
