using System.Buffers;
using System.Text;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Ingest;
using CheckIn.Hub.Web;
using CheckIn.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Tests.Ingest;

/// <summary>
/// A hub without sockets: the real store on a file of its own, the real inbox, and a bus that remembers.
/// </summary>
internal sealed class TestHub : IAsyncDisposable
{
    private readonly string _folder;
    private bool _handedOn;
    private readonly EventCounters _counters = new();

    private TestHub(string folder, FleetOptions fleet)
    {
        _folder = folder;
        Store = new EventStore(
            Options.Create(new EventsOptions { Path = Database }), Time, _counters, NullLogger<EventStore>.Instance);
        Fleet = new FleetRegistry(Store, Options.Create(fleet), Time, NullLogger<FleetRegistry>.Instance);
        Inbox = new GateInbox(Store, new SetAside(Time), Fleet, Bus, _counters, NullLogger<GateInbox>.Instance);
    }

    internal EventCounters Counters => _counters;
    internal string Database => Path.Combine(_folder, "hub.db");
    internal SteppedTime Time { get; } = new();
    internal RememberingBus Bus { get; } = new();
    internal EventStore Store { get; }
    internal FleetRegistry Fleet { get; }
    internal GateInbox Inbox { get; }
    internal IReadOnlyList<GateRow> Rows
    {
        get
        {
            using var rows = new GateRows(Store, Fleet, new Hub.Fleet.Offline.GatePlaces(Store, Time), Time);
            return rows.NowAsync(default).AsTask().GetAwaiter().GetResult().Rows;
        }
    }

    internal static TestHub Start(FleetOptions? fleet = null) =>
        new(Directory.CreateTempSubdirectory("checkin-hub-").FullName, fleet ?? new FleetOptions());

    /// <summary>Stops, keeps the file, and starts anew upon it.</summary>
    internal async Task<TestHub> RestartAsync(FleetOptions? fleet = null)
    {
        await StopAsync();
        var next = new TestHub(_folder, fleet ?? new FleetOptions());
        _handedOn = true;
        return next;
    }

    internal async Task<AckMessage?> SendAsync(string gate, byte[] batch)
    {
        var before = Bus.Acks.Count;
        await Inbox.OnPublishAsync(gate, GateTopic.Events, new ReadOnlySequence<byte>(batch), default);
        return Bus.Acks.Count > before ? Bus.Acks[^1] : null;
    }

    internal Task SayAsync(string gate, StateMessage state) => Inbox.OnPublishAsync(
        gate, GateTopic.State,
        new ReadOnlySequence<byte>(JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Default.StateMessage)),
        default).AsTask();

    internal Task SayAsync(string gate, HealthMessage health) => Inbox.OnPublishAsync(
        gate, GateTopic.Health,
        new ReadOnlySequence<byte>(JsonSerializer.SerializeToUtf8Bytes(health, ContractJson.Default.HealthMessage)),
        default).AsTask();

    internal GateRow Row(string gate) => Rows.Single(row => row.Id == gate);

    /// <summary>The facts stored of one journal, by number.</summary>
    internal IReadOnlyList<(long Seq, string Fact)> Facts(string gate) => Store.Read(db =>
    {
        using var rows = db.Prepare("""
            SELECT seq, fact FROM event JOIN gate ON gate.id = event.gate WHERE name = ? ORDER BY journal, seq
            """);
        rows.Bind(1, gate);
        var facts = new List<(long, string)>();
        while (rows.Step())
            facts.Add((rows.Int64(0), Encoding.UTF8.GetString(rows.Blob(1))));
        return facts;
    });

    internal long Count(string sql) => Store.Read(db =>
    {
        using var rows = db.Prepare(sql);
        rows.Step();
        return rows.Int64(0);
    });

    public async ValueTask DisposeAsync()
    {
        if (_handedOn)
            return; // It lives on in the one that was started upon its file.
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StopAsync()
    {
        await Fleet.StopAsync(default);
        await Store.DisposeAsync();
        Fleet.Dispose();
        _counters.Dispose();
    }
}

internal sealed class RememberingBus : IMessageBus
{
    internal List<AckMessage> Acks { get; } = [];
    internal List<MqttMessage> Messages { get; } = [];

    public ValueTask PublishAsync(MqttMessage message, CancellationToken cancellation)
    {
        Messages.Add(message);
        if (message.ContentType == ContentTypes.Ack)
            Acks.Add(JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.AckMessage)!);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Time that passes only when told to.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private TimeSpan _passed;
    private TimeSpan _wallAhead;

    public static DateTimeOffset Start { get; } = new(2026, 11, 21, 1, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _passed.Ticks;

    public override DateTimeOffset GetUtcNow() => Start + _passed + _wallAhead;

    internal void Pass(TimeSpan time) => _passed += time;

    /// <summary>Sets the wall clock, as an operator or a time server may; no time passes.</summary>
    internal void Jump(TimeSpan by) => _wallAhead += by;
}
