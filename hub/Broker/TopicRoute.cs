using CheckIn.Contract;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

/// <summary>
/// Where a topic of one client leads, looked up once: a gate repeats its few topics for ever. A connection keeps the
/// latest; who subscribed is good for one version of the tree.
/// </summary>
internal sealed class TopicRoute
{
    private TopicRoute(string topic, MqttReasonCode refusal, string? gate, GateTopic leaf) =>
        (Topic, Refusal, Gate, Leaf) = (topic, refusal, gate, leaf);

    public string Topic { get; }

    /// <summary>Success = the client may publish here.</summary>
    public MqttReasonCode Refusal { get; }

    /// <summary>The gate, when the hub itself wants the message; null = only subscribers do.</summary>
    public string? Gate { get; }
    public GateTopic Leaf { get; }

    /// <summary>The tree's version at which nobody had subscribed; -1 = not known.</summary>
    public int DesertedAt { get; set; } = -1;

    public static TopicRoute Find(string topic, ClientIdentity client, ITopicAccess access)
    {
        var refusal = TopicTree<object>.IsTooDeep(topic)
            ? MqttReasonCode.TopicNameInvalid : access.JudgePublish(client, topic);
        if (refusal.IsError() || !Topics.TryParse(topic, out var gate, out var leaf) || !LeadsToHub(leaf))
            return new TopicRoute(topic, refusal, null, default);
        return new TopicRoute(
            topic, refusal, gate.SequenceEqual(client.ClientId) ? client.ClientId : gate.ToString(), leaf);
    }

    private static bool LeadsToHub(GateTopic leaf) => (TopicRights.Of(leaf) & TopicUse.HubReads) != 0;
}
