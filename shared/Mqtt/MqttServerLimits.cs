using CheckIn.Mqtt.Packets;

namespace CheckIn.Mqtt;

/// <summary>What the server's CONNACK allows (MQTT 5.0, 3.2.2.3); checked before anything is sent.</summary>
internal sealed record MqttServerLimits
{
    public int ReceiveMaximum { get; private init; }
    public long MaxPacketBytes { get; private init; }
    public TimeSpan KeepAlive { get; private init; }
    private bool RetainAvailable { get; init; }
    private MqttQos MaximumQos { get; init; }

    public static MqttServerLimits From(ConnAckPacket accepted, MqttClientOptions options)
    {
        var properties = accepted.Properties;
        return new MqttServerLimits
        {
            ReceiveMaximum = (int)(properties?.ReceiveMaximum ?? ushort.MaxValue),
            MaxPacketBytes = properties?.MaximumPacketSize ?? MqttWriter.MaxRemainingLength + 5L,
            // The server's keep-alive replaces ours [MQTT-3.1.2-21].
            KeepAlive = properties?.ServerKeepAlive is { } seconds ? TimeSpan.FromSeconds(seconds) : options.KeepAlive,
            RetainAvailable = properties?.RetainAvailable != 0,
            MaximumQos = (MqttQos)(properties?.MaximumQos ?? 2),
        };
    }

    /// <exception cref="MqttException">The server would end the connection over this message.</exception>
    public void Check(MqttMessage message)
    {
        if (!MqttTopic.IsValidName(message.Topic))
            throw new ArgumentException($"'{message.Topic}' is not a topic to publish on.", nameof(message));
        if (message.Qos == MqttQos.ExactlyOnce)
            throw Refuse("This client publishes at QoS 0 and 1; QoS 2 was asked for", MqttReasonCode.QosNotSupported);
        if (message.Qos > MaximumQos)
            throw Refuse($"The server takes QoS {(int)MaximumQos} at most", MqttReasonCode.QosNotSupported);
        if (message.Retain && !RetainAvailable)
            throw Refuse("The server keeps no retained messages", MqttReasonCode.RetainNotSupported);
    }

    private static MqttException Refuse(
        string what, MqttReasonCode reason) => MqttException.Refused(what, reason, null);
}
