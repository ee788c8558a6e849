namespace CheckIn.Mqtt;

/// <summary>
/// The topic aliases that a sender uses on one connection, MQTT 5.0, 3.3.2.3.4: the first topics sent get one, as many
/// as the receiver allows, and keep it; the rest go by name. Ask and confirm in the order of the wire. Not thread-safe.
/// </summary>
public sealed class MqttSentAliases(int maximum)
{
    private readonly Dictionary<string, ushort> _aliases = [];

    /// <summary>The receiver's Topic Alias Maximum, 0 to 65,535; no more are ever used [MQTT-3.3.2-9].</summary>
    public int Maximum => maximum;

    /// <summary>The alias to send with this topic, or 0 = none.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="known">The receiver knows the alias already, so the topic itself can be left out.</param>
    public ushort Find(string topic, out bool known)
    {
        known = _aliases.TryGetValue(topic, out var alias);
        if (known)
            return alias;
        return _aliases.Count < maximum ? (ushort)(_aliases.Count + 1) : (ushort)0;
    }

    /// <summary>The topic was sent with the alias that <see cref="Find"/> offered.</summary>
    public void Confirm(string topic, ushort alias) => _aliases.TryAdd(topic, alias);
}
