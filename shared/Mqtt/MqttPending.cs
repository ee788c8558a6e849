namespace CheckIn.Mqtt;

/// <summary>
/// SUBSCRIBE and UNSUBSCRIBE that wait for their acknowledgement, by packet identifier (MQTT 5.0, 2.2.1). An identifier
/// stays taken until the server has answered, even when nobody waits any more; the end of the connection fails them
/// all.
/// </summary>
internal sealed class MqttPending(MqttSession session)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ushort, Request> _open = [];
    private MqttException? _ended;

    /// <summary>Opens a request for so many filters.</summary>
    public (ushort Id, Task<MqttAnswer> Answer) Open(MqttPacketType answer, int filters)
    {
        var source = new TaskCompletionSource<MqttAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_ended is not null)
                throw _ended;
            var id = session.TakeId();
            _open.Add(id, new Request(answer, filters, source));
            return (id, source.Task);
        }
    }

    /// <summary>Takes back a request that never went on the wire.</summary>
    public void Withdraw(ushort id)
    {
        lock (_lock)
        {
            if (_open.Remove(id))
                session.ReturnId(id);
        }
    }

    /// <exception cref="MqttProtocolException">
    /// Nothing waits for this answer, or it does not say one thing for each filter [MQTT-3.8.4-6], [MQTT-3.11.3-1].
    /// </exception>
    public void Answer(MqttPacketType type, ushort id, MqttAnswer answer)
    {
        TaskCompletionSource<MqttAnswer> source;
        lock (_lock)
        {
            if (!_open.TryGetValue(id, out var request) || request.Answer != type)
                throw MqttProtocolException.Violation(
                    $"{type} for identifier {id}, which does not wait for it (3.9, 3.11).");
            // UNSUBACK of 3.1.1 has no reasons at all.
            if (answer.Reasons.Count != request.Filters && answer.Reasons.Count > 0)
            {
                throw MqttProtocolException.Violation(
                    $"{type} with {answer.Reasons.Count} reasons for {request.Filters} "
                    + "filters [MQTT-3.8.4-6] [MQTT-3.11.3-1].");
            }
            _open.Remove(id);
            session.ReturnId(id);
            source = request.Source;
        }
        source.TrySetResult(answer);
    }

    public void FailAll(MqttException ended)
    {
        KeyValuePair<ushort, Request>[] open;
        lock (_lock)
        {
            _ended = ended;
            open = [.. _open];
            _open.Clear();
        }
        foreach (var (id, request) in open)
        {
            session.ReturnId(id);
            request.Source.TrySetException(ended);
            // Observed here: whoever cancelled the wait will not look any more.
            _ = request.Source.Task.Exception;
        }
    }

    private readonly record struct Request(
        MqttPacketType Answer, int Filters, TaskCompletionSource<MqttAnswer> Source);
}
