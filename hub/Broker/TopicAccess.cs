using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

/// <summary>
/// A gate's topics belong to the client that bears the gate's id, and only those that lead to the hub; the rest of the
/// product's topics are the hub's alone (<see cref="TopicRights"/>). To a client that has proved to be a gate nothing
/// else is open: it reads what is meant for it and the hub's state. For one without a role, which comes from this
/// machine, anything outside the product is open, and so is reading.
/// </summary>
internal sealed class StrictTopicAccess : ITopicAccess
{
    /// <summary>Of a client whose certificate says which gate it is.</summary>
    public const string GateRole = "gate";
    private const string Product = "checkin/";

    public MqttReasonCode JudgePublish(ClientIdentity client, string topic) => ToReason(
        TopicRights.MayPublish(client.ClientId, topic)
        || (client.Role != GateRole && !topic.StartsWith(Product, StringComparison.Ordinal)));

    public MqttReasonCode JudgeSubscribe(ClientIdentity client, string filter) => ToReason(
        client.Role != GateRole || TopicRights.MaySubscribe(client.ClientId, filter));

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
