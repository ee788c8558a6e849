namespace CheckIn.Mqtt;

/// <summary>
/// Packets that wait for their acknowledgement, by packet identifier (MQTT 5.0, 2.2.1). An identifier stays taken
/// until the server has answered, even when nobody waits any more; the end of the connection fails them all.
/// </summary>
internal sealed class MqttRequests
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ushort, (MqttPacketType Answer, TaskCompletionSource<MqttAnswer> Source)> _open = [];
    private ushort _last;
    private MqttException? _ended;

    public (ushort Id, Task<MqttAnswer> Answer) Open(MqttPacketType answer)
    {
        var source = new TaskCompletionSource<MqttAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_ended is not null)
                throw _ended;
            if (_open.Count == ushort.MaxValue)
                throw new MqttException("All 65535 packet identifiers wait for an answer.");
            do
            {
                _last = (ushort)(_last % ushort.MaxValue + 1);
            }
            while (_open.ContainsKey(_last));
            _open.Add(_last, (answer, source));
            return (_last, source.Task);
        }
    }

    /// <summary>Takes back a request that never went on the wire.</summary>
    public void Withdraw(ushort id)
    {
        lock (_lock)
        {
            _open.Remove(id);
        }
    }

    /// <exception cref="MqttProtocolException">Nothing waits for this answer.</exception>
    public void Answer(MqttPacketType type, ushort id, MqttAnswer answer)
    {
        TaskCompletionSource<MqttAnswer> source;
        lock (_lock)
        {
            if (!_open.TryGetValue(id, out var request) || request.Answer != type)
                throw MqttProtocolException.Violation($"{type} for identifier {id}, which does not wait for it.");
            _open.Remove(id);
            source = request.Source;
        }
        source.TrySetResult(answer);
    }

    public void FailAll(MqttException ended)
    {
        (MqttPacketType, TaskCompletionSource<MqttAnswer> Source)[] open;
        lock (_lock)
        {
            _ended = ended;
            open = [.. _open.Values];
            _open.Clear();
        }
        foreach (var (_, source) in open)
        {
            source.TrySetException(ended);
            // Observed here: whoever cancelled the wait will not look any more.
            _ = source.Task.Exception;
        }
    }
}

/// <summary>What the server answered: a reason for each thing asked, and its own words if it gave any.</summary>
internal readonly record struct MqttAnswer(IReadOnlyList<MqttReasonCode> Reasons, string? Words);
