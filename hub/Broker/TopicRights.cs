using CheckIn.Contract;

namespace CheckIn.Hub.Broker;

/// <summary>What a gate and the hub may do with a topic.</summary>
[Flags]
internal enum TopicUse
{
    None = 0,
    GatePublishes = 1,
    GateReads = 2,
    HubPublishes = 4,
    HubReads = 8,
}

/// <summary>
/// Who may publish and read which of the product's topics: the one table from which the hub's own endpoint judges, by
/// which it subscribes at another server, and of which that server's access list is written. A gate's topics are those
/// below its own id; of another gate's it has none. What does not stand here is nobody's.
/// </summary>
internal static class TopicRights
{
    /// <summary>The topics of the hub itself.</summary>
    internal static IReadOnlyList<(string Topic, TopicUse Use)> OfHub { get; } =
    [
        (Topics.HubState, TopicUse.HubPublishes | TopicUse.GateReads),
        (Topics.HubAlerts, TopicUse.HubPublishes),
    ];

    /// <summary>What may be done with a topic below a gate's id: by that gate, and by the hub.</summary>
    internal static TopicUse Of(GateTopic leaf) => leaf switch
    {
        // A gate reads its own state: the will of an earlier connection may have overwritten it.
        GateTopic.State => TopicUse.GatePublishes | TopicUse.GateReads | TopicUse.HubReads,
        GateTopic.Events or GateTopic.Replies or GateTopic.Health or GateTopic.Reported =>
            TopicUse.GatePublishes | TopicUse.HubReads,
        GateTopic.Ack or GateTopic.Commands or GateTopic.Desired or GateTopic.Inside =>
            TopicUse.HubPublishes | TopicUse.GateReads,
        _ => TopicUse.None,
    };

    /// <summary>Whether a client that is this gate may publish on the topic.</summary>
    internal static bool MayPublish(string gate, string topic) => May(gate, topic, TopicUse.GatePublishes);

    /// <summary>Whether it may have the filter: one topic, spelled out; a wildcard would reach beyond its
    /// own.</summary>
    internal static bool MaySubscribe(string gate, string filter) => May(gate, filter, TopicUse.GateReads);

    /// <summary>The topics below a gate's id with this use.</summary>
    internal static IEnumerable<GateTopic> With(TopicUse use) =>
        Enum.GetValues<GateTopic>().Where(leaf => Of(leaf).HasFlag(use));

    private static bool May(string gate, string topic, TopicUse use)
    {
        if (Topics.TryParse(topic, out var id, out var leaf))
            return id.SequenceEqual(gate) && (Of(leaf) & use) != 0;
        // By index: for every message, so nothing is allocated.
        for (var i = 0; i < OfHub.Count; i++)
        {
            if (OfHub[i].Topic == topic)
                return (OfHub[i].Use & use) != 0;
        }
        return false;
    }
}
