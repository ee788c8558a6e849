using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Broker;

/// <summary>A message on its way to subscribers; one object, however many they are.</summary>
internal sealed class RoutedMessage(MqttMessage message, long receivedAt)
{
    private const int Overhead = 200;
    private MqttProperties? _properties;

    public MqttMessage Message { get; } = message;

    /// <summary>It is on one of the product's topics, which not everybody may read.</summary>
    public bool IsProducts { get; } = StrictTopicAccess.IsProducts(message.Topic);

    /// <summary>About what keeping it costs, bytes.</summary>
    public int Bytes { get; } = BytesOf(message);

    /// <summary>About what keeping a message costs, bytes; nothing for none.</summary>
    public static int BytesOf(MqttMessage? message)
    {
        if (message is null)
            return 0;
        var bytes = message.Payload.Length + message.Topic.Length * 2 + message.CorrelationData.Length + Overhead;
        foreach (var (name, value) in message.UserProperties)
            bytes += (name.Length + value.Length) * 2 + Overhead;
        return bytes + ((message.ContentType?.Length ?? 0) + (message.ResponseTopic?.Length ?? 0)) * 2;
    }

    /// <summary>The properties as every subscriber gets them, made once; null = none. Not to be changed.</summary>
    public MqttProperties? Properties => _properties ??= PublishPacket.ToProperties(Message);

    /// <summary>Message Expiry Interval less the time waited here [MQTT-3.3.2-6]; false when it is over.</summary>
    public bool TryGetExpiry(TimeProvider time, out uint? seconds)
    {
        seconds = Message.ExpirySeconds;
        if (seconds is null)
            return true;
        var waited = time.GetElapsedTime(receivedAt).TotalSeconds;
        if (waited >= seconds)
            return false;
        seconds -= (uint)waited;
        return true;
    }
}

/// <summary>A message for one client, as its subscriptions want it.</summary>
/// <param name="Identifiers">Subscription Identifiers; null = none.</param>
/// <param name="Share">The shared subscription that chose this client; null = its own.</param>
internal readonly record struct Delivery(
    RoutedMessage Routed, MqttQos Qos, bool Retain, uint[]? Identifiers, SharedGroup? Share)
{
    /// <summary>Its number in the store; 0 = not kept there.</summary>
    public long Key { get; init; }
}

/// <summary>
/// What is to be written next for a client: a message, or PUBREL of one that it has received already.
/// </summary>
internal readonly record struct Sending(Delivery Delivery, ushort PacketId, bool Duplicate, bool Release);
