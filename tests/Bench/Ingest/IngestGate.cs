using System.Text.Json;
using CheckIn.Bench.Mqtt;
using CheckIn.Contract;
using CheckIn.Mqtt;

namespace CheckIn.Bench.Ingest;

/// <summary>
/// A gate of the generator: birth, the hub's position, then batches made beforehand, of which a few may be under way. A
/// batch is timed from the moment it is handed to the connection to the hub's own acknowledgement of its last event.
/// </summary>
internal sealed class IngestGate : IAsyncDisposable
{
    private readonly string _id;
    private readonly SyntheticBatches _batches;
    private readonly Histogram _times;
    private readonly Queue<byte[]> _ready = new();
    private readonly Queue<(long Last, long SentAt)> _underWay = new();
    private readonly SemaphoreSlim _room;
    private readonly TaskCompletionSource _positioned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MqttClient _client = null!;
    private long _sent;

    private IngestGate(string id, SyntheticBatches batches, int window, Histogram times) =>
        (_id, _batches, _room, _times) = (id, batches, new SemaphoreSlim(window, window), times);

    public static async Task<IngestGate> ConnectAsync(
        string id, int port, int window, SyntheticEvents events, Histogram times, CancellationToken cancellation)
    {
        var gate = new IngestGate(id, new SyntheticBatches($"epoch-{id}", events), window, times);
        gate._client = await MqttClient.ConnectAsync(new MqttClientOptions
        {
            ClientId = id,
            Port = port,
            OnMessage = gate.OnMessageAsync,
        }, cancellation).ConfigureAwait(false);
        await gate._client.SubscribeAsync([Topics.Of(id, GateTopic.Ack)], MqttQos.AtLeastOnce, cancellation)
            .ConfigureAwait(false);
        var birth = new StateMessage(GateState.Ready, 1, "bench", "bench", 0, gate._batches.Epoch);
        await gate._client.PublishAsync(new MqttMessage(Topics.Of(id, GateTopic.State),
            JsonSerializer.SerializeToUtf8Bytes(birth, ContractJson.Default.StateMessage))
        { Retain = true, ContentType = ContentTypes.State }, cancellation).ConfigureAwait(false);
        await gate._positioned.Task.WaitAsync(cancellation).ConfigureAwait(false);
        return gate;
    }

    /// <summary>Makes batches to send, outside the time that counts.</summary>
    public void Prepare(int batches, int events)
    {
        for (var i = 0; i < batches; i++)
            _ready.Enqueue(_batches.Next(events));
    }

    /// <summary>Sends what was prepared; completes when the hub has acknowledged all of it.</summary>
    public async Task SendAllAsync(int events, int window, CancellationToken cancellation)
    {
        var topic = Topics.Of(_id, GateTopic.Events);
        var publishing = new List<Task>();
        while (_ready.TryDequeue(out var payload))
        {
            await _room.WaitAsync(cancellation).ConfigureAwait(false);
            _sent += events;
            lock (_underWay)
                _underWay.Enqueue((_sent, TimeProvider.System.GetTimestamp()));
            publishing.RemoveAll(static task => task.IsCompletedSuccessfully);
            publishing.Add(_client.PublishAsync(
                new MqttMessage(topic, payload) { ContentType = ContentTypes.Events }, cancellation).AsTask());
        }
        await Task.WhenAll(publishing).ConfigureAwait(false);
        for (var i = 0; i < window; i++)
            await _room.WaitAsync(cancellation).ConfigureAwait(false);
        _room.Release(window);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync().ConfigureAwait(false);
        _room.Dispose();
    }

    private ValueTask OnMessageAsync(MqttMessage message, CancellationToken cancellation)
    {
        var ack = JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.AckMessage)!;
        var now = TimeProvider.System.GetTimestamp();
        _positioned.TrySetResult();
        lock (_underWay)
        {
            while (_underWay.TryPeek(out var batch) && batch.Last <= ack.Through)
            {
                _underWay.Dequeue();
                lock (_times)
                    _times.Add(now - batch.SentAt);
                _room.Release();
            }
        }
        return ValueTask.CompletedTask;
    }
}
