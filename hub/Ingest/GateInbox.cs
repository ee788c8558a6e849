using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Mqtt;
using CheckIn.Storage;

namespace CheckIn.Hub.Ingest;

/// <summary>
/// What gates say, and what the hub answers. Events are acknowledged by a message of the hub's own after its commit; a
/// batch that cannot be read is set aside, counted and refused by name, and blocks nothing that follows. A failed commit
/// throws: the broker sends no PUBACK and ends the connection, and the gate comes back with the same events.
/// </summary>
internal sealed class GateInbox(
    EventStore store, SetAside setAside, FleetRegistry fleet, IMessageBus bus, EventCounters counters,
    ILogger<GateInbox> logger)
    : IGateInbox
{
    public async ValueTask OnPublishAsync(
        string gate, GateTopic topic, ReadOnlySequence<byte> payload, CancellationToken cancellation)
    {
        switch (topic)
        {
            case GateTopic.Events:
                await TakeEventsAsync(gate, payload.ToArray(), cancellation);
                break;
            case GateTopic.State:
                await TakeStateAsync(gate, payload.ToArray(), cancellation);
                break;
            case GateTopic.Health:
                await TakeHealthAsync(gate, payload.ToArray(), cancellation);
                break;
        }
    }

    private async ValueTask TakeEventsAsync(string gate, byte[] payload, CancellationToken cancellation)
    {
        AckMessage ack;
        try
        {
            var batch = EventBatch.Read(payload);
            ack = await store.StoreAsync(gate, batch, cancellation);
            fleet.OnStored(gate, batch.Events.Count);
        }
        catch (MalformedBatchException e)
        {
            counters.CountMalformed();
            // What is not kept is not refused either: the gate's clock has it sent again.
            if (!setAside.TryEnter())
            {
                await setAside.HoldUpAsync(cancellation);
                return;
            }
            Log.Malformed(logger, gate, e.Message);
            await setAside.KeepAsync(gate, e.Message, payload, cancellation);
            if (e is not { Epoch: { } epoch, First: { } first } || !GateId.IsValid(epoch))
                return;
            var position = await store.PositionAsync(gate, epoch, cancellation);
            ack = position with { Refused = [new RefusedEvents(first, first, "malformed")] };
        }
        await AcknowledgeAsync(gate, ack, cancellation);
    }

    /// <summary>A birth is answered with the hub's position, which is where the gate begins to send.</summary>
    private async ValueTask TakeStateAsync(string gate, byte[] payload, CancellationToken cancellation)
    {
        if (Read(gate, payload, ContractJson.Default.StateMessage) is not { } state)
            return;
        fleet.OnState(gate, state);
        if (state is { State: GateState.Ready or GateState.Degraded, Epoch: { } epoch } && GateId.IsValid(epoch))
            await AcknowledgeAsync(gate, await store.PositionAsync(gate, epoch, cancellation), cancellation);
    }

    private async ValueTask TakeHealthAsync(string gate, byte[] payload, CancellationToken cancellation)
    {
        if (Read(gate, payload, ContractJson.Default.HealthMessage) is { } health
            && fleet.OnHealth(gate, health) is { } clock)
            await store.HearAsync(gate, clock, cancellation);
    }

    private T? Read<T>(string gate, byte[] payload, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(payload, type);
        }
        catch (JsonException e)
        {
            counters.CountMalformed();
            if (setAside.TryEnter())
                Log.Malformed(logger, gate, e.Message);
            return null;
        }
    }

    private ValueTask AcknowledgeAsync(string gate, AckMessage ack, CancellationToken cancellation) =>
        bus.PublishAsync(
            new MqttMessage(
                Topics.Of(gate, GateTopic.Ack), JsonSerializer.SerializeToUtf8Bytes(ack, ContractJson.Default.AckMessage))
            { ContentType = ContentTypes.Ack }, cancellation);
}

/// <summary>
/// Batches that could not be read, kept for inspection: the newest 1,000. So many are taken a second and no more,
/// because one client that sends rubbish as fast as it can would fill the log and keep the store from everybody's
/// commits.
/// </summary>
internal sealed class SetAside(EventStore store, TimeProvider time)
{
    internal const int PerSecond = 100;
    private const int Kept = 1000;
    private static readonly TimeSpan Penalty = TimeSpan.FromMilliseconds(10);
    private readonly RateLimit _rate = new(PerSecond, time);

    /// <summary>Whether one more may be noted; what may not is only counted.</summary>
    internal bool TryEnter() => _rate.TryTake();

    /// <summary>
    /// Has the sender of what may not be noted wait: it is not read from meanwhile. Without that a few who need no
    /// commit would keep both the processor and the thread pool from everybody else.
    /// </summary>
    internal Task HoldUpAsync(CancellationToken cancellation) => Task.Delay(Penalty, time, cancellation);

    internal Task KeepAsync(string gate, string reason, byte[] payload, CancellationToken cancellation) =>
        store.WriteAsync(db => Keep(db, gate, reason, payload), cancellation);

    private void Keep(Database db, string gate, string reason, byte[] payload)
    {
        using var insert = db.Prepare("INSERT INTO set_aside(gate, received_at, reason, payload) VALUES(?, ?, ?, ?)");
        insert.Bind(1, gate).Bind(2, time.GetUtcNow().ToUnixTimeMilliseconds()).Bind(3, reason).Bind(4, payload).Run();
        using var trim = db.Prepare("DELETE FROM set_aside WHERE id <= (SELECT max(id) FROM set_aside) - ?");
        trim.Bind(1, Kept).Run();
    }
}
