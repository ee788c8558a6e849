using CheckIn.Mqtt.Packets;

namespace CheckIn.Mqtt;

/// <summary>
/// What the server's CONNACK said (MQTT 5.0, 3.2.2.3); checked before anything is sent, since the server would end
/// the connection over it.
/// </summary>
public sealed record MqttServerLimits
{
    private MqttServerLimits() { }

    /// <summary>What is spoken.</summary>
    public MqttLevel Level { get; private init; }
    /// <summary>The server went on with an earlier session.</summary>
    public bool SessionPresent { get; private init; }
    /// <summary>Our identifier: the one that the server assigned, or else our own.</summary>
    public string ClientId { get; private init; } = "";
    /// <summary>Messages at QoS 1 and 2 that we may have on the way, 1 to 65,535.</summary>
    public int ReceiveMaximum { get; private init; }
    /// <summary>Largest packet that the server takes, bytes.</summary>
    public long MaxPacketBytes { get; private init; }
    /// <summary>Keep Alive in force, the server's or else ours [MQTT-3.1.2-21].</summary>
    public TimeSpan KeepAlive { get; private init; }
    /// <summary>Highest QoS to publish with.</summary>
    public MqttQos MaximumQos { get; private init; }
    /// <summary>The server keeps retained messages.</summary>
    public bool RetainAvailable { get; private init; }
    /// <summary>Topics that we may abbreviate.</summary>
    public int TopicAliasMaximum { get; private init; }
    /// <summary>Filters may have <c>+</c> and <c>#</c>.</summary>
    public bool WildcardsAvailable { get; private init; }
    /// <summary>Subscriptions may have identifiers.</summary>
    public bool SubscriptionIdentifiersAvailable { get; private init; }
    /// <summary>Filters may begin with <c>$share/</c>.</summary>
    public bool SharedSubscriptionsAvailable { get; private init; }
    /// <summary>How long the server keeps the session, s; 0xFFFFFFFF = for ever.</summary>
    public uint SessionExpirySeconds { get; private init; }
    /// <summary>A basis for response topics, if the server offers one.</summary>
    public string? ResponseInformation { get; private init; }
    /// <summary>User Properties of CONNACK.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> UserProperties { get; private init; } = [];

    internal static MqttServerLimits From(ConnAckPacket accepted, MqttClientOptions options)
    {
        var properties = accepted.Properties;
        return new MqttServerLimits
        {
            Level = options.Level,
            SessionPresent = accepted.SessionPresent,
            ClientId = properties?.AssignedClientIdentifier ?? options.ClientId,
            ReceiveMaximum = (int)(properties?.ReceiveMaximum ?? ushort.MaxValue),
            MaxPacketBytes = properties?.MaximumPacketSize ?? MqttWriter.MaxRemainingLength + 5L,
            KeepAlive = properties?.ServerKeepAlive is { } seconds ? TimeSpan.FromSeconds(seconds) : options.KeepAlive,
            RetainAvailable = properties?.RetainAvailable != 0,
            MaximumQos = (MqttQos)(properties?.MaximumQos ?? 2),
            TopicAliasMaximum = (int)(properties?.TopicAliasMaximum ?? 0),
            WildcardsAvailable = properties?.WildcardSubscriptionAvailable != 0,
            SubscriptionIdentifiersAvailable =
                options.Level == MqttLevel.V5 && properties?.SubscriptionIdentifierAvailable != 0,
            SharedSubscriptionsAvailable =
                options.Level == MqttLevel.V5 && properties?.SharedSubscriptionAvailable != 0,
            SessionExpirySeconds = properties?.SessionExpiryInterval ?? MqttHandshake.SessionExpirySeconds(options),
            ResponseInformation = properties?.ResponseInformation,
            UserProperties = properties?.UserProperties ?? [],
        };
    }

    /// <exception cref="MqttException">The server would end the connection over this message.</exception>
    internal void Check(MqttMessage message)
    {
        if (!MqttTopic.IsValidName(message.Topic))
            throw new ArgumentException($"'{message.Topic}' is not a topic to publish on.", nameof(message));
        if (message.ResponseTopic is { } response && !MqttTopic.IsValidName(response))
            throw new ArgumentException($"'{response}' is not a topic to answer on.", nameof(message));
        // [MQTT-3.2.2-11]
        if (message.Qos > MaximumQos)
            throw Refuse($"The server takes QoS {(int)MaximumQos} at most", MqttReasonCode.QosNotSupported);
        // [MQTT-3.2.2-14]
        if (message.Retain && !RetainAvailable)
            throw Refuse("The server keeps no retained messages", MqttReasonCode.RetainNotSupported);
    }

    /// <exception cref="MqttException">
    /// The server would end the connection over this filter (3.2.2.3.11 to 13).
    /// </exception>
    internal void Check(in MqttSubscription subscription)
    {
        var filter = subscription.Filter;
        var shared = filter.StartsWith(MqttTopic.SharePrefix, StringComparison.Ordinal);
        if (shared ? !MqttTopic.TrySplitShared(filter, out _, out _) : !MqttTopic.IsValidFilter(filter))
            throw new ArgumentException($"'{filter}' is not a topic filter.", nameof(subscription));
        if (shared && !SharedSubscriptionsAvailable)
        {
            throw Refuse($"The server shares no subscriptions, so not '{filter}'",
                MqttReasonCode.SharedSubscriptionsNotSupported);
        }
        if (shared && subscription.NoLocal)
            throw new ArgumentException($"No Local on the shared '{filter}' [MQTT-3.8.3-4].", nameof(subscription));
        if (Level == MqttLevel.V311 && subscription != new MqttSubscription(filter, subscription.Qos))
            throw new ArgumentException($"MQTT 3.1.1 has no options as '{filter}' wants them.", nameof(subscription));
        if (!WildcardsAvailable && filter.AsSpan().ContainsAny('+', '#'))
        {
            throw Refuse($"The server takes no wildcards, so not '{filter}'",
                MqttReasonCode.WildcardSubscriptionsNotSupported);
        }
    }

    private static MqttException Refuse(
        string what, MqttReasonCode reason) => MqttException.Refused(what, reason, null);
}
