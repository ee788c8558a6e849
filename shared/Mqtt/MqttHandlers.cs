namespace CheckIn.Mqtt;

/// <summary>A subscription with the handler of its own.</summary>
internal sealed record MqttHandled(
    MqttSubscription Subscription, uint Identifier, Func<MqttMessage, CancellationToken, ValueTask>? Handler);

/// <summary>
/// What has been subscribed, by filter, and who handles it. The server names the subscriptions that brought a message
/// by their identifiers; where it does not, the filters are matched here.
/// </summary>
internal sealed class MqttHandlers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MqttHandled> _byFilter = [];
    private uint _lastIdentifier;

    public uint NextIdentifier() => Interlocked.Increment(ref _lastIdentifier);

    public MqttHandled[] All
    {
        get
        {
            lock (_lock)
            {
                return [.. _byFilter.Values];
            }
        }
    }

    public void Set(MqttHandled handled)
    {
        lock (_lock)
        {
            _byFilter[handled.Subscription.Filter] = handled;
        }
    }

    public MqttHandled? Find(string filter)
    {
        lock (_lock)
        {
            return _byFilter.GetValueOrDefault(filter);
        }
    }

    /// <summary>Takes a change back.</summary>
    public void Restore(string filter, MqttHandled? before)
    {
        if (before is null)
            Remove(filter);
        else
            Set(before);
    }

    public void Remove(string filter)
    {
        lock (_lock)
        {
            _byFilter.Remove(filter);
        }
    }

    /// <summary>The handlers that want the message, in no particular order.</summary>
    public IReadOnlyList<Func<MqttMessage, CancellationToken, ValueTask>> Wanting(MqttMessage message)
    {
        lock (_lock)
        {
            List<Func<MqttMessage, CancellationToken, ValueTask>>? wanting = null;
            foreach (var handled in _byFilter.Values)
            {
                if (handled.Handler is { } handler && Brought(handled, message))
                    (wanting ??= []).Add(handler);
            }
            return wanting is null ? [] : wanting;
        }
    }

    private static bool Brought(MqttHandled handled, MqttMessage message)
    {
        if (handled.Identifier != 0 && message.SubscriptionIdentifiers.Count > 0)
            return message.SubscriptionIdentifiers.Contains(handled.Identifier);
        var filter = handled.Subscription.Filter.AsSpan();
        if (MqttTopic.TrySplitShared(filter, out _, out var shared))
            filter = shared;
        return MqttTopic.Matches(filter, message.Topic);
    }
}
