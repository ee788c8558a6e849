using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

/// <summary>A message on its way to subscribers; one object, however many they are.</summary>
internal sealed record RoutedMessage(MqttMessage Message, long ReceivedAt)
{
    private const int Overhead = 200;

    /// <summary>About what keeping it costs, bytes.</summary>
    public int Bytes => Message.Payload.Length + Message.Topic.Length * 2 + Overhead;

    /// <summary>Message Expiry Interval less the time waited here [MQTT-3.3.2-6]; false when it is over.</summary>
    public bool TryGetExpiry(TimeProvider time, out uint? seconds)
    {
        seconds = Message.ExpirySeconds;
        if (seconds is null)
            return true;
        var waited = time.GetElapsedTime(ReceivedAt).TotalSeconds;
        if (waited >= seconds)
            return false;
        seconds -= (uint)waited;
        return true;
    }
}

/// <summary>A message for one client, as its subscriptions want it.</summary>
internal readonly record struct Delivery(
    RoutedMessage Routed, MqttQos Qos, bool Retain, IReadOnlyList<uint> SubscriptionIdentifiers);
