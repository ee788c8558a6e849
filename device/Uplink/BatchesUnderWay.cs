using System.Buffers;
using CheckIn.Contract;
using CheckIn.Mqtt;

namespace CheckIn.Gate.Uplink;

/// <summary>
/// Batches that were handed to one connection and whose PUBACK has not come: a few, so that the next one is on its way
/// while the hub commits. Each keeps its bytes until then. One that fails ends the connection, and is told at the next.
/// </summary>
internal sealed class BatchesUnderWay(string topic)
{
    private const int Most = 4;
    private readonly Queue<(Task Publishing, ArrayBufferWriter<byte> Batch)> _underWay = new(Most);

    /// <summary>Empty memory for the next batch, once there is some.</summary>
    /// <exception cref="MqttException">The connection has ended.</exception>
    internal async ValueTask<ArrayBufferWriter<byte>> NextAsync()
    {
        if (_underWay.Count < Most && !(_underWay.TryPeek(out var first) && first.Publishing.IsCompleted))
            return new ArrayBufferWriter<byte>(EventBatch.MaxBytes);
        var (publishing, batch) = _underWay.Dequeue();
        await publishing;
        batch.ResetWrittenCount();
        return batch;
    }

    /// <summary>Hands a batch to the connection, which keeps the order.</summary>
    internal void Begin(MqttClient client, ArrayBufferWriter<byte> batch, CancellationToken ending)
    {
        var message = new MqttMessage(topic, batch.WrittenMemory) { ContentType = ContentTypes.Events };
        _underWay.Enqueue((client.PublishAsync(message, ending).AsTask(), batch));
    }
}
