using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

/// <summary>
/// Who subscribed to what: a tree by topic level, where <c>+</c> and <c>#</c> are levels like any other, so that
/// matching visits a few nodes however many gates there are. Not thread-safe; the broker's lock guards it.
/// </summary>
internal sealed class TopicTree<TSubscriber> where TSubscriber : notnull
{
    /// <summary>Deepest topic; matching recurses once per level.</summary>
    public const int MaxLevels = 64;

    private readonly Node _root = new();
    private int _version;

    /// <summary>Changes whenever a subscriber comes or goes; may be read without the lock.</summary>
    public int Version => Volatile.Read(ref _version);

    public static bool IsTooDeep(ReadOnlySpan<char> topic) => topic.Count('/') >= MaxLevels;

    /// <summary>Adds or replaces; true when it is new.</summary>
    public bool Add(TSubscriber subscriber, Subscription subscription) =>
        Add(subscriber, subscription.Options.Filter, subscription);

    /// <summary>The same under a filter other than the subscription's own.</summary>
    public bool Add(TSubscriber subscriber, ReadOnlySpan<char> filter, Subscription subscription)
    {
        Volatile.Write(ref _version, _version + 1);
        var node = _root;
        var rest = filter;
        for (var last = false; !last;)
        {
            var level = MqttTopic.NextLevel(ref rest, out last);
            var children = node.Children ??= [];
            if (!children.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(level, out var child))
                children.Add(level.ToString(), child = new Node());
            node = child;
        }
        return node.Add(subscriber, subscription);
    }

    /// <summary>Removes, and forgets the levels that nobody needs any more; false when there was none.</summary>
    public bool Remove(TSubscriber subscriber, string filter)
    {
        Volatile.Write(ref _version, _version + 1);
        return Remove(_root, subscriber, filter);
    }

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
        if (wildcards && node.Children?.GetValueOrDefault("#") is { } all)
            all.AddTo(matches);
        if (ended)
        {
            node.AddTo(matches);
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
        var removed = last ? child.Remove(subscriber) : Remove(child, subscriber, rest);
        if (child.IsEmpty)
            node.Children.GetAlternateLookup<ReadOnlySpan<char>>().Remove(level);
        return removed;
    }

    /// <summary>One level. Most have one child or one subscriber at most, which then needs no table.</summary>
    private sealed class Node
    {
        private KeyValuePair<TSubscriber, Subscription>? _only;
        private Dictionary<TSubscriber, Subscription>? _several;

        public Dictionary<string, Node>? Children { get; set; }

        public bool IsEmpty => _only is null && _several is null or { Count: 0 } && Children is null or { Count: 0 };

        public bool Add(TSubscriber subscriber, in Subscription subscription)
        {
            if (_several is null)
            {
                if (_only is not { } only || only.Key.Equals(subscriber))
                {
                    var isFirst = _only is null;
                    _only = new(subscriber, subscription);
                    return isFirst;
                }
                _several = new() { [only.Key] = only.Value };
                _only = null;
            }
            var isNew = !_several.ContainsKey(subscriber);
            _several[subscriber] = subscription;
            return isNew;
        }

        public bool Remove(TSubscriber subscriber)
        {
            if (_several is not null)
                return _several.Remove(subscriber);
            if (_only is not { } only || !only.Key.Equals(subscriber))
                return false;
            _only = null;
            return true;
        }

        public void AddTo(List<KeyValuePair<TSubscriber, Subscription>> matches)
        {
            if (_only is { } only)
                matches.Add(only);
            else if (_several is not null)
                matches.AddRange(_several);
        }
    }
}
