using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Broker;

/// <summary>A subscription as the tree keeps it; identifier 0 = none.</summary>
internal readonly record struct Subscription(MqttSubscription Options, uint Identifier)
{
    public Delivery ToDelivery(RoutedMessage routed, bool retain, SharedGroup? share = null) => new(
        routed, (MqttQos)Math.Min((byte)Options.Qos, (byte)routed.Message.Qos), retain,
        Identifier == 0 ? null : [Identifier], share);

    /// <summary>
    /// RETAIN of a message that arrives while the subscription lasts [MQTT-3.3.1-12], [MQTT-3.3.1-13].
    /// </summary>
    public bool Retains(RoutedMessage routed) => routed.Message.Retain && Options.RetainAsPublished;
}

/// <summary>Who stands in the topic tree: a session, or a group that shares a subscription.</summary>
internal abstract class Subscriber;
