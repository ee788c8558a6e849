using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Ingest;

/// <summary>
/// What gates say, and what the hub answers. Events are acknowledged by a message of the hub's own after its commit; a
/// batch that cannot be taken is kept, counted and refused by name, and blocks nothing that follows. A failed commit
/// throws: the broker sends no PUBACK and ends the connection, and the gate comes back with the same events.
/// </summary>
internal sealed class GateInbox(
    EventStore store, SetAside setAside, FleetRegistry fleet, IMessageBus bus, EventCounters counters,
    ILogger<GateInbox> logger, IEnumerable<IGateListener>? listeners = null)
    : IGateInbox
{
    private readonly FrozenDictionary<GateTopic, IGateListener> _listeners =
        (listeners ?? []).ToFrozenDictionary(static listener => listener.Topic);
    private readonly EventMemories _memories = new();

    public ValueTask OnPublishAsync(
        string gate, GateTopic topic, ReadOnlySequence<byte> payload, CancellationToken cancellation)
    {
        switch (topic)
        {
            case GateTopic.Events:
                return TakeEventsAsync(gate, payload, cancellation);
            case GateTopic.State:
                return TakeStateAsync(gate, payload, cancellation);
            case GateTopic.Health:
                return TakeHealthAsync(gate, payload, cancellation);
            default:
                return _listeners.TryGetValue(topic, out var listener)
                    ? listener.HearAsync(gate, payload, cancellation) : default;
        }
    }

    private async ValueTask TakeEventsAsync(
        string gate, ReadOnlySequence<byte> payload, CancellationToken cancellation)
    {
        // Until the commit: the events point into these bytes.
        using var received = new ReceivedPayload(payload);
        var memory = _memories.Take();
        try
        {
            var batch = EventBatch.Read(received.Bytes, received.Scratch, memory);
            var ack = await store.StoreAsync(gate, batch, cancellation);
            fleet.OnStored(gate, batch.Events.Count);
            await AcknowledgeAsync(gate, ack, cancellation);
        }
        catch (MalformedBatchException e)
        {
            await RefuseAsync(
                new RefusedBatch(gate, e.Epoch, e.First, e.Last, e.Reason, e.Message, received.Bytes)
                { FirstRetained = e.FirstRetained }, cancellation);
        }
        finally
        {
            _memories.Return(memory);
        }
    }

    private async ValueTask RefuseAsync(RefusedBatch batch, CancellationToken cancellation)
    {
        counters.CountMalformed();
        // What is not kept is not refused either: the gate's clock has it sent again.
        if (!setAside.TryEnter())
        {
            await setAside.HoldUpAsync(cancellation);
            return;
        }
        if (batch.Reason == RefusalReasons.Unsupported)
            Log.Unsupported(logger, batch.Gate, batch.Why);
        else if (batch.IsFinal)
            Log.EventRefused(logger, batch.Gate, batch.Epoch!, batch.First!.Value, batch.Why);
        else
            Log.Malformed(logger, batch.Gate, batch.Why);
        if (await store.RefuseAsync(batch, cancellation) is { } ack)
            await AcknowledgeAsync(batch.Gate, ack, cancellation);
    }

    /// <summary>
    /// A birth is answered with the hub's position in every journal that it names, which is where the gate begins to
    /// send; the one in use comes last.
    /// </summary>
    private async ValueTask TakeStateAsync(string gate, ReadOnlySequence<byte> payload, CancellationToken cancellation)
    {
        if (Read(gate, payload, ContractJson.Default.StateMessage) is not { } state)
            return;
        fleet.OnState(gate, state);
        if (state is not { State: GateState.Init or GateState.Ready or GateState.Degraded, Epoch: { } inUse })
            return;
        foreach (var epoch in (state.Earlier ?? []).Take(StateMessage.MaxEarlier).Append(inUse))
        {
            if (epoch is not null && GateId.IsValid(epoch))
                await AcknowledgeAsync(gate, await store.PositionAsync(gate, epoch, cancellation), cancellation);
        }
    }

    private async ValueTask TakeHealthAsync(
        string gate, ReadOnlySequence<byte> payload, CancellationToken cancellation)
    {
        if (Read(gate, payload, ContractJson.Default.HealthMessage) is { } health
            && fleet.OnHealth(gate, health) is { } clock)
            await store.HearAsync(gate, clock, cancellation);
    }

    private T? Read<T>(string gate, in ReadOnlySequence<byte> payload, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            var json = new Utf8JsonReader(payload);
            return JsonSerializer.Deserialize(ref json, type);
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
