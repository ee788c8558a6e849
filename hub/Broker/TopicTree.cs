using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Broker;

/// <summary>A subscription as the tree keeps it; identifier 0 = none.</summary>
internal readonly record struct Subscription(MqttSubscription Options, uint Identifier);

/// <summary>
/// Who subscribed to what: a tree by topic level, where <c>+</c> and <c>#</c> are levels like any other, so that
/// matching visits a few nodes however many gates there are. Not thread-safe; the broker's lock guards it.
/// </summary>
internal sealed class TopicTree<TSubscriber> where TSubscriber : notnull
{
    /// <summary>Deepest topic; matching recurses once per level.</summary>
    public const int MaxLevels = 64;

    private readonly Node _root = new();

    public static bool IsTooDeep(ReadOnlySpan<char> topic) => topic.Count('/') >= MaxLevels;

    /// <summary>Adds or replaces; true when it is new.</summary>
    public bool Add(TSubscriber subscriber, Subscription subscription)
    {
        var node = _root;
        var rest = subscription.Options.Filter.AsSpan();
        for (var last = false; !last;)
        {
            var level = MqttTopic.NextLevel(ref rest, out last);
            var children = node.Children ??= [];
            if (!children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out var child))
                children.Add(level.ToString(), child = new Node());
            node = child;
        }
        node.Subscribers ??= [];
        var isNew = !node.Subscribers.ContainsKey(subscriber);
        node.Subscribers[subscriber] = subscription;
        return isNew;
    }

    /// <summary>Removes, and forgets the levels that nobody needs any more; false when there was none.</summary>
    public bool Remove(TSubscriber subscriber, string filter) => Remove(_root, subscriber, filter);

    /// <summary>Everyone whose filter matches, in no particular order; once per filter.</summary>
    public void Match(ReadOnlySpan<char> topic, List<KeyValuePair<TSubscriber, Subscription>> matches)
    {
        // Wildcards on the first level do not match topics that begin with $ [MQTT-4.7.2-1].
        Match(_root, topic, ended: false, wildcards: topic is not ['$', ..], matches);
    }

    private static void Match(
        Node node, ReadOnlySpan<char> rest, bool ended, bool wildcards,
        List<KeyValuePair<TSubscriber, Subscription>> matches)
    {
        // "sport/#" matches "sport" too, so # is looked up before the end is considered (4.7.1.2).
        if (wildcards && node.Children?.GetValueOrDefault("#")?.Subscribers is { } all)
            matches.AddRange(all);
        if (ended)
        {
            if (node.Subscribers is not null)
                matches.AddRange(node.Subscribers);
            return;
        }
        if (node.Children is null)
            return;
        var level = MqttTopic.NextLevel(ref rest, out var last);
        if (node.Children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out var child))
            Match(child, rest, last, wildcards: true, matches);
        if (wildcards && node.Children.TryGetValue("+", out var any))
            Match(any, rest, last, wildcards: true, matches);
    }

    private static bool Remove(Node node, TSubscriber subscriber, ReadOnlySpan<char> rest)
    {
        var level = MqttTopic.NextLevel(ref rest, out var last);
        if (node.Children is null
            || !node.Children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out var child))
        {
            return false;
        }
        var removed = last ? child.Subscribers?.Remove(subscriber) ?? false : Remove(child, subscriber, rest);
        if (child.Subscribers is null or { Count: 0 } && child.Children is null or { Count: 0 })
            node.Children.GetAlternateLookup<ReadOnlySpan<char>>().Remove(level);
        return removed;
    }

    private sealed class Node
    {
        public Dictionary<string, Node>? Children { get; set; }
        public Dictionary<TSubscriber, Subscription>? Subscribers { get; set; }
    }
}
