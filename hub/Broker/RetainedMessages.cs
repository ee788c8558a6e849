using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

/// <summary>
/// The last retained message of each topic, in memory, bounded in topics and bytes. Not thread-safe; the broker's lock
/// guards it.
/// </summary>
internal sealed class RetainedMessages(int maxCount, long maxBytes, TimeProvider time)
{
    private readonly Dictionary<string, RoutedMessage> _byTopic = [];

    public int Count => _byTopic.Count;

    public long Bytes { get; private set; }

    /// <summary>
    /// Keeps the message, or forgets the topic's when the payload is empty [MQTT-3.3.1-6]; false when full.
    /// </summary>
    public bool TrySet(RoutedMessage message)
    {
        var topic = message.Message.Topic;
        var old = _byTopic.GetValueOrDefault(topic);
        if (message.Message.Payload.IsEmpty)
        {
            if (_byTopic.Remove(topic))
                Bytes -= old!.Bytes;
            return true;
        }
        var bytes = Bytes - (old?.Bytes ?? 0) + message.Bytes;
        if (bytes > maxBytes || (old is null && _byTopic.Count >= maxCount))
            return false;
        _byTopic[topic] = message;
        Bytes = bytes;
        return true;
    }

    /// <summary>Those that a new subscription to <paramref name="filter"/> brings; none that has expired.</summary>
    public IEnumerable<RoutedMessage> Matching(string filter)
    {
        // Every gate subscribes to a few exact topics; only tools use wildcards, and may wait for the search.
        if (!filter.AsSpan().ContainsAny('+', '#'))
            return _byTopic.TryGetValue(filter, out var exact) && exact.TryGetExpiry(time, out _) ? [exact] : [];
        return _byTopic.Values.Where(m => MqttTopic.Matches(filter, m.Message.Topic) && m.TryGetExpiry(time, out _));
    }

    /// <summary>Forgets what has expired [MQTT-3.3.2-5]; returns the topics.</summary>
    public List<string> RemoveExpired()
    {
        List<string> expired = [];
        foreach (var (topic, message) in _byTopic)
        {
            if (message.Message.ExpirySeconds is null || message.TryGetExpiry(time, out _))
                continue;
            _byTopic.Remove(topic);
            Bytes -= message.Bytes;
            expired.Add(topic);
        }
        return expired;
    }
}
