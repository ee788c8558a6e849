using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>
/// The hub's own MQTT server, seen from inside: the topic tree, the retained messages, and routing between them.
/// One lock guards both and is held while a message is put into its subscribers' queues, so that every subscriber
/// sees a topic's messages in one order and a new one gets either the retained message or the live one, never
/// an older after a newer. Nothing waits inside the lock: queues take or refuse at once. A message that nobody has
/// subscribed to does not even take the lock.
/// </summary>
internal sealed class EmbeddedBroker : IMessageBus
{
    private readonly Lock _lock = new();
    private readonly TopicTree<Subscriber> _tree = new();
    private readonly Dictionary<string, SharedGroup> _groups = [];
    private readonly RetainedMessages _retained;
    private readonly List<KeyValuePair<Subscriber, Subscription>> _matches = [];
    private readonly Dictionary<Session, Delivery> _deliveries = [];
    private readonly BrokerOptions _options;
    private readonly BrokerStore? _store;
    private readonly TimeProvider _time;
    private readonly ILogger<EmbeddedBroker> _log;
    private int _subscriptions;
    private long _filterUnits;

    public EmbeddedBroker(
        IOptions<BrokerOptions> options, BrokerStore store, BrokerMetrics metrics, TimeProvider time,
        ILogger<EmbeddedBroker> log)
    {
        _options = options.Value;
        _retained = new RetainedMessages(_options.MaxRetained, _options.MaxRetainedBytes, time);
        _store = store.IsOpen ? store : null;
        _time = time;
        _log = log;
        metrics.Meter.CreateObservableGauge(
            "checkin_mqtt_retained", () => _retained.Count, "{message}", "Retained messages");
        metrics.Meter.CreateObservableGauge(
            "checkin_mqtt_retained_bytes", () => _retained.Bytes, "By", "Bytes retained");
        metrics.Meter.CreateObservableGauge(
            "checkin_mqtt_subscriptions", () => _subscriptions, "{subscription}", "Subscriptions of all sessions");
    }

    /// <inheritdoc/>
    /// <exception cref="MqttException">No more messages can be retained.</exception>
    public ValueTask PublishAsync(MqttMessage message, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!MqttTopic.IsValidName(message.Topic) || TopicTree<Subscriber>.IsTooDeep(message.Topic))
            throw new ArgumentException($"'{message.Topic}' is not a topic to publish on.", nameof(message));
        // The caller may reuse its buffer after completion; the message stays.
        var reason = Route(message with { Payload = message.Payload.ToArray() }, null);
        if (reason.IsError())
        {
            throw new MqttException($"Could not publish on '{message.Topic}': {reason.InWords()}.")
            {
                ReasonCode = (byte)reason,
            };
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether nobody has subscribed to the topic; mostly known from the last time it was asked.</summary>
    public bool IsDeserted(TopicRoute route)
    {
        if (route.DesertedAt == _tree.Version)
            return true;
        lock (_lock)
        {
            _matches.Clear();
            _tree.Match(route.Topic, _matches);
            if (_matches.Count > 0)
                return false;
            route.DesertedAt = _tree.Version;
            return true;
        }
    }

    /// <summary>Retains it if asked to and queues it for every subscriber. The message must own its payload.</summary>
    public MqttReasonCode Route(MqttMessage message, Session? publisher) => Route(message, publisher, out _);

    /// <param name="message">It must own its payload.</param>
    /// <param name="publisher">Null = the hub.</param>
    /// <param name="behind">A subscriber other than the publisher that is worth waiting for; null = none.</param>
    public MqttReasonCode Route(MqttMessage message, Session? publisher, out Session? behind)
    {
        behind = null;
        var routed = new RoutedMessage(message, _time.GetTimestamp());
        lock (_lock)
        {
            if (message.Retain && !TryRetain(routed))
                return MqttReasonCode.QuotaExceeded;
            _matches.Clear();
            _tree.Match(message.Topic, _matches);
            if (_matches.Count == 0)
                return MqttReasonCode.NoMatchingSubscribers;
            if (_matches is [{ Key: Session only, Value: var its }])
            {
                if (its.Options.NoLocal && ReferenceEquals(only, publisher))
                    return MqttReasonCode.Success;
                only.Deliver(its.ToDelivery(routed, its.Retains(routed)));
                Note(only, publisher, ref behind);
                return MqttReasonCode.Success;
            }
            _deliveries.Clear();
            foreach (var (subscriber, subscription) in _matches)
            {
                if (subscriber is SharedGroup group)
                    Note(group.Deliver(routed), publisher, ref behind);
                else
                    Merge((Session)subscriber, subscription, routed, publisher);
            }
            foreach (var (session, delivery) in _deliveries)
            {
                session.Deliver(delivery);
                Note(session, publisher, ref behind);
            }
        }
        return MqttReasonCode.Success;
    }

    /// <summary>
    /// Answers and subscribes as one step: a client that has its SUBACK misses nothing published after it, and gets
    /// nothing before it. <paramref name="reasons"/> are filled in for the subscriptions that exceed a limit.
    /// </summary>
    public void Subscribe(
        Session session, IReadOnlyList<Subscription> wanted, MqttReasonCode[] reasons, Action answer)
    {
        lock (_lock)
        {
            for (var i = 0; i < wanted.Count; i++)
            {
                if (!reasons[i].IsError() && !MayAdd(session, wanted, reasons, i))
                    reasons[i] = MqttReasonCode.QuotaExceeded;
            }
            answer();
            for (var i = 0; i < wanted.Count; i++)
            {
                if (!reasons[i].IsError())
                    Subscribe(session, wanted[i]);
            }
        }
        if (session.IsLasting)
            _store?.Changed(session);
    }

    /// <summary>False when there was none.</summary>
    public bool Unsubscribe(Session session, string filter)
    {
        lock (_lock)
        {
            if (session.Subscriptions?.Remove(filter) != true)
                return false;
            Remove(session, filter);
        }
        if (session.IsLasting)
            _store?.Changed(session);
        return true;
    }

    /// <summary>The session is over.</summary>
    public void End(Session session)
    {
        lock (_lock)
        {
            foreach (var filter in session.Subscriptions?.Keys ?? Enumerable.Empty<string>())
                Remove(session, filter);
            session.Subscriptions = null;
            GiveToOthers(session, session.End());
        }
    }

    /// <summary>
    /// The session's connection has ended: its groups' other members get what it did not acknowledge.
    /// </summary>
    public void Leave(Session session)
    {
        lock (_lock)
            GiveToOthers(session, session.TakeShared());
    }

    /// <summary>Puts subscriptions from the store back.</summary>
    public void Restore(Session session, IEnumerable<Subscription> subscriptions)
    {
        lock (_lock)
        {
            foreach (var subscription in subscriptions)
                Add(session, subscription);
        }
    }

    /// <summary>Puts a retained message from the store back.</summary>
    public void Restore(RoutedMessage retained)
    {
        lock (_lock)
            _retained.TrySet(retained);
    }

    /// <summary>The subscriptions of a session, as they are now.</summary>
    public Subscription[] SubscriptionsOf(Session session)
    {
        lock (_lock)
            return session.Subscriptions is { } all ? [.. all.Values] : [];
    }

    /// <summary>Forgets retained messages that have expired.</summary>
    public void RemoveExpired()
    {
        lock (_lock)
        {
            foreach (var topic in _retained.RemoveExpired())
                _store?.Retained(topic, null);
        }
    }

    private static void Note(Session? receiver, Session? publisher, ref Session? behind)
    {
        // One that publishes to itself must be read, or it could never acknowledge.
        if (receiver is { IsBehind: true } && receiver != publisher)
            behind = receiver;
    }

    private bool TryRetain(RoutedMessage routed)
    {
        var message = routed.Message;
        if (!_retained.TrySet(routed))
        {
            Log.RetainedFull(_log, _retained.Count, _retained.Bytes, message.Topic);
            return false;
        }
        _store?.Retained(message.Topic, message.Payload.IsEmpty ? null : routed);
        return true;
    }

    private bool MayAdd(Session session, IReadOnlyList<Subscription> wanted, MqttReasonCode[] reasons, int index)
    {
        var has = session.Subscriptions;
        if (has?.ContainsKey(wanted[index].Options.Filter) == true)
            return true;
        var added = 0;
        var units = Units(wanted[index].Options.Filter);
        for (var i = 0; i < index; i++)
        {
            if (reasons[i].IsError() || has?.ContainsKey(wanted[i].Options.Filter) == true)
                continue;
            added++;
            units += Units(wanted[i].Options.Filter);
        }
        return (has?.Count ?? 0) + added < _options.MaxSubscriptions
            && _filterUnits + units <= _options.MaxSubscriptionsInAll;
    }

    private static int Units(string filter) => 1 + filter.Length / 64;

    private void Subscribe(Session session, in Subscription subscription)
    {
        var isNew = Add(session, subscription);
        var options = subscription.Options;
        if (options.RetainHandling == MqttRetainHandling.Never
            || (options.RetainHandling == MqttRetainHandling.WhenNew && !isNew)
            // Shared subscriptions bring no retained messages (4.8.2).
            || options.Filter.StartsWith(MqttTopic.SharePrefix, StringComparison.Ordinal))
        {
            return;
        }
        var replay = session.MayReplay();
        foreach (var retained in _retained.Matching(options.Filter))
            session.Deliver(subscription.ToDelivery(retained, retain: true), replay);
    }

    private bool Add(Session session, in Subscription subscription)
    {
        var filter = subscription.Options.Filter;
        var isNew = (session.Subscriptions ??= []).TryAdd(filter, subscription);
        session.Subscriptions[filter] = subscription;
        _subscriptions += isNew ? 1 : 0;
        _filterUnits += isNew ? Units(filter) : 0;
        if (!MqttTopic.TrySplitShared(filter, out _, out var shared))
        {
            _tree.Add(session, subscription);
            return isNew;
        }
        if (!_groups.TryGetValue(filter, out var group))
        {
            _groups.Add(filter, group = new SharedGroup(filter, shared.ToString()));
            _tree.Add(group, shared, subscription);
        }
        group.Set(session, subscription);
        return isNew;
    }

    private void Remove(Session session, string filter)
    {
        _subscriptions--;
        _filterUnits -= Units(filter);
        if (!_groups.TryGetValue(filter, out var group))
        {
            _tree.Remove(session, filter);
            return;
        }
        group.Remove(session);
        if (!group.IsEmpty)
            return;
        _groups.Remove(filter);
        _tree.Remove(group, group.Filter);
    }

    private static void GiveToOthers(Session session, List<Delivery>? shared)
    {
        foreach (var delivery in shared ?? [])
            delivery.Share!.Deliver(delivery.Routed, except: session);
    }

    /// <summary>
    /// Subscriptions of one client that overlap make one delivery, at the highest QoS among them, with all their
    /// identifiers [MQTT-3.3.4-2], [MQTT-3.3.4-4].
    /// </summary>
    private void Merge(Session session, in Subscription subscription, RoutedMessage routed, Session? publisher)
    {
        if (subscription.Options.NoLocal && ReferenceEquals(session, publisher))
            return;
        var delivery = subscription.ToDelivery(routed, subscription.Retains(routed));
        if (_deliveries.TryGetValue(session, out var other))
        {
            delivery = delivery with
            {
                Qos = (MqttQos)Math.Max((byte)delivery.Qos, (byte)other.Qos),
                Retain = delivery.Retain || other.Retain,
                Identifiers = other.Identifiers is null ? delivery.Identifiers
                    : delivery.Identifiers is null ? other.Identifiers
                    : [.. other.Identifiers, .. delivery.Identifiers],
            };
        }
        _deliveries[session] = delivery;
    }
}
