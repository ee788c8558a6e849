using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

/// <summary>
/// A gate's topics belong to the client that bears the gate's id, and only those that lead to the hub; the rest of the
/// product's topics are the hub's alone (<see cref="TopicRights"/>). To a client that has proved to be a gate nothing
/// else is open: it reads what is meant for it and the hub's state. A program with a token may subscribe to anything,
/// and gets of the product's topics what its token sees (<see cref="Reader"/>). For whoever shows neither, and comes
/// from this machine, what is outside the product is open; inside it he is what he calls himself, as gates are that
/// have no certificate there.
/// </summary>
internal sealed class StrictTopicAccess : ITopicAccess
{
    /// <summary>Of a client whose certificate says which gate it is.</summary>
    public const string GateRole = "gate";
    /// <summary>Of a client with a token.</summary>
    public const string ProgramRole = "program";
    internal const string Product = "checkin/";

    /// <summary>Whether it is one of the product's topics, which are not open to everybody.</summary>
    internal static bool IsProducts(string topic) => topic.StartsWith(Product, StringComparison.Ordinal)
        || !DiscoveryTopics.GateOf(topic).IsEmpty;

    public MqttReasonCode JudgePublish(ClientIdentity client, string topic) => ToReason(
        IsProducts(topic)
            ? client.Role != ProgramRole && TopicRights.MayPublish(client.ClientId, topic) : client.Role != GateRole);

    /// <summary>A filter that begins with a wildcard reaches into the product; what may not be read stays out.</summary>
    public MqttReasonCode JudgeSubscribe(ClientIdentity client, string filter) => ToReason(client.Role switch
    {
        ProgramRole => true,
        GateRole => TopicRights.MaySubscribe(client.ClientId, filter),
        _ => !filter.StartsWith(Product, StringComparison.Ordinal) || TopicRights.MaySubscribe(client.ClientId, filter),
    });

    private static MqttReasonCode ToReason(bool isAllowed) =>
        isAllowed ? MqttReasonCode.Success : MqttReasonCode.NotAuthorized;
}

/// <summary>
/// Any topic for anybody. One filter is refused, that of the Eclipse interoperability tests, so that a client's author
/// can see what it makes of a refusal.
/// </summary>
internal sealed class OpenTopicAccess : ITopicAccess
{
    public const string Refused = "test/nosubscribe";

    public MqttReasonCode JudgePublish(ClientIdentity client, string topic) => MqttReasonCode.Success;

    public MqttReasonCode JudgeSubscribe(ClientIdentity client, string filter) =>
        filter == Refused ? MqttReasonCode.UnspecifiedError : MqttReasonCode.Success;
}
