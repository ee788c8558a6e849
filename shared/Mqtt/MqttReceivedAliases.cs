namespace CheckIn.Mqtt;

/// <summary>What the peer's topic aliases stand for on this connection, MQTT 5.0, 3.3.2.3.4.</summary>
internal sealed class MqttReceivedAliases(int maximum)
{
    private readonly Dictionary<uint, string> _topics = [];

    public int Maximum => maximum;

    /// <summary>The topic of a PUBLISH: its own, which the alias then stands for, or the alias's.</summary>
    /// <exception cref="MqttProtocolException">The alias exceeds the maximum, or stands for nothing.</exception>
    public string Resolve(string topic, uint alias)
    {
        if (alias > maximum)
        {
            throw new MqttProtocolException(MqttReasonCode.TopicAliasInvalid,
                $"Topic Alias {alias} exceeds the maximum of {maximum} [MQTT-3.3.2-9] [MQTT-3.3.2-11].");
        }
        if (topic.Length == 0)
        {
            return _topics.TryGetValue(alias, out var known)
                ? known
                : throw MqttProtocolException.Violation($"Topic Alias {alias} stands for no topic (3.3.2.3.4).");
        }
        _topics[alias] = topic;
        return topic;
    }
}
