using CheckIn.Contract;

namespace CheckIn.Hub.Broker;

/// <summary>
/// Where a topic of one client leads, looked up once: a gate repeats its few topics for ever. A connection keeps the
/// latest; who subscribed is good for one version of the tree.
/// </summary>
internal sealed class TopicRoute
{
    private TopicRoute(string topic, bool allowed, string? gate, GateTopic leaf) =>
        (Topic, Allowed, Gate, Leaf) = (topic, allowed, gate, leaf);

    public string Topic { get; }
    public bool Allowed { get; }

    /// <summary>The gate, when the hub itself wants the message; null = only subscribers do.</summary>
    public string? Gate { get; }
    public GateTopic Leaf { get; }

    /// <summary>The tree's version at which nobody had subscribed; -1 = not known.</summary>
    public int DesertedAt { get; set; } = -1;

    public static TopicRoute Find(string topic, ClientIdentity client, ITopicAccess access)
    {
        var allowed = !TopicTree<object>.IsTooDeep(topic) && access.MayPublish(client, topic);
        if (!allowed || !Topics.TryParse(topic, out var gate, out var leaf) || !LeadsToHub(leaf))
            return new TopicRoute(topic, allowed, null, default);
        return new TopicRoute(
            topic, allowed, gate.SequenceEqual(client.ClientId) ? client.ClientId : gate.ToString(), leaf);
    }

    public static bool LeadsToHub(GateTopic leaf) => leaf is GateTopic.State or GateTopic.Events or GateTopic.Replies
        or GateTopic.Health or GateTopic.Reported;
}
