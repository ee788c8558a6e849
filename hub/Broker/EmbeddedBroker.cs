using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>
/// The hub's own MQTT server, seen from inside: the topic tree, the retained messages, and routing between them.
/// One lock guards both and is held while a message is put into its subscribers' queues, so that every subscriber
/// sees a topic's messages in one order and a new one gets either the retained message or the live one, never
/// an older after a newer. Nothing waits inside the lock: queues take or refuse at once.
/// </summary>
public sealed class EmbeddedBroker : IMessageBus
{
    private readonly Lock _lock = new();
    private readonly TopicTree<ClientSession> _tree = new();
    private readonly RetainedMessages _retained;
    private readonly List<KeyValuePair<ClientSession, Subscription>> _matches = [];
    private readonly Dictionary<ClientSession, Delivery> _deliveries = [];
    private readonly TimeProvider _time;
    private readonly ILogger<EmbeddedBroker> _log;

    public EmbeddedBroker(IOptions<BrokerOptions> options, TimeProvider time, ILogger<EmbeddedBroker> log)
    {
        _retained = new RetainedMessages(options.Value.MaxRetained, options.Value.MaxRetainedBytes);
        _time = time;
        _log = log;
    }

    /// <inheritdoc/>
    /// <exception cref="MqttException">No more messages can be retained.</exception>
    public ValueTask PublishAsync(MqttMessage message, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!MqttTopic.IsValidName(message.Topic) || TopicTree<ClientSession>.IsTooDeep(message.Topic))
            throw new ArgumentException($"'{message.Topic}' is not a topic to publish on.", nameof(message));
        // The caller may reuse its buffer after completion; the message stays.
        var reason = Route(message with { Payload = message.Payload.ToArray() }, null);
        if (reason.IsError())
            throw new MqttException(
                $"Could not publish on '{message.Topic}': {reason.InWords()}.")
            { ReasonCode = (byte)reason };
        return ValueTask.CompletedTask;
    }

    internal bool HasSubscriber(string topic)
    {
        lock (_lock)
        {
            _matches.Clear();
            _tree.Match(topic, _matches);
            return _matches.Count > 0;
        }
    }

    /// <summary>Retains it if asked to and queues it for every subscriber. The message must own its payload.</summary>
    internal MqttReasonCode Route(MqttMessage message, ClientSession? publisher)
    {
        var routed = new RoutedMessage(message, _time.GetTimestamp());
        lock (_lock)
        {
            if (message.Retain && !_retained.TrySet(routed))
            {
                Log.RetainedFull(_log, _retained.Count, _retained.Bytes, message.Topic);
                return MqttReasonCode.QuotaExceeded;
            }
            _matches.Clear();
            _tree.Match(message.Topic, _matches);
            if (_matches.Count == 0)
                return MqttReasonCode.NoMatchingSubscribers;
            _deliveries.Clear();
            foreach (var (session, subscription) in _matches)
                Merge(session, subscription, routed, publisher);
            foreach (var (session, delivery) in _deliveries)
                session.Deliver(delivery);
        }
        return MqttReasonCode.Success;
    }

    /// <summary>
    /// Answers and subscribes as one step: a client that has its SUBACK misses nothing published after it, and gets
    /// nothing before it.
    /// </summary>
    internal void Subscribe(ClientSession session, List<Subscription> subscriptions, Action answer)
    {
        lock (_lock)
        {
            answer();
            foreach (var subscription in subscriptions)
                Subscribe(session, subscription);
        }
    }

    internal bool Unsubscribe(ClientSession session, string filter)
    {
        lock (_lock)
        {
            return _tree.Remove(session, filter);
        }
    }

    private void Subscribe(ClientSession session, in Subscription subscription)
    {
        var isNew = _tree.Add(session, subscription);
        var options = subscription.Options;
        if (options.RetainHandling == MqttRetainHandling.Never
            || (options.RetainHandling == MqttRetainHandling.WhenNew && !isNew))
        {
            return;
        }
        foreach (var retained in _retained.Matching(options.Filter))
            session.Deliver(ToDelivery(subscription, retained, retain: true));
    }

    /// <summary>
    /// Subscriptions of one client that overlap make one delivery, at the highest QoS among them, with all their
    /// identifiers [MQTT-3.3.4-2], [MQTT-3.3.4-4].
    /// </summary>
    private void Merge(
        ClientSession session, in Subscription subscription, RoutedMessage routed, ClientSession? publisher)
    {
        if (subscription.Options.NoLocal && ReferenceEquals(session, publisher))
            return;
        var delivery = ToDelivery(
            subscription, routed, routed.Message.Retain && subscription.Options.RetainAsPublished);
        if (_deliveries.TryGetValue(session, out var other))
        {
            delivery = delivery with
            {
                Qos = (MqttQos)Math.Max((byte)delivery.Qos, (byte)other.Qos),
                Retain = delivery.Retain || other.Retain,
                SubscriptionIdentifiers = [.. other.SubscriptionIdentifiers, .. delivery.SubscriptionIdentifiers],
            };
        }
        _deliveries[session] = delivery;
    }

    private static Delivery ToDelivery(in Subscription subscription, RoutedMessage routed, bool retain) => new(
        routed, (MqttQos)Math.Min((byte)subscription.Options.Qos, (byte)routed.Message.Qos), retain,
        subscription.Identifier == 0 ? [] : [subscription.Identifier]);
}
