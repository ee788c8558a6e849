using CheckIn.Contract;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

/// <summary>
/// A gate's topics belong to the client that bears the gate's id, and only those that lead to the hub; the rest of the
/// product's topics are the hub's alone. Anything else is open to everybody, and so is reading, which is tolerable
/// because the endpoints are loopback only.
/// </summary>
internal sealed class StrictTopicAccess : ITopicAccess
{
    private const string Product = "checkin/";

    public MqttReasonCode JudgePublish(ClientIdentity client, string topic) =>
        !topic.StartsWith(Product, StringComparison.Ordinal) || IsOwn(client, topic)
            ? MqttReasonCode.Success : MqttReasonCode.NotAuthorized;

    public MqttReasonCode JudgeSubscribe(ClientIdentity client, string filter) => MqttReasonCode.Success;

    private static bool IsOwn(ClientIdentity client, string topic) =>
        Topics.TryParse(topic, out var gate, out var leaf) && gate.SequenceEqual(client.ClientId)
        && TopicRoute.LeadsToHub(leaf);
}

/// <summary>
/// Any topic for anybody. One filter is refused, that of the Eclipse interoperability tests, so that a client's author can
/// see what it makes of a refusal.
/// </summary>
internal sealed class OpenTopicAccess : ITopicAccess
{
    public const string Refused = "test/nosubscribe";

    public MqttReasonCode JudgePublish(ClientIdentity client, string topic) => MqttReasonCode.Success;

    public MqttReasonCode JudgeSubscribe(ClientIdentity client, string filter) =>
        filter == Refused ? MqttReasonCode.UnspecifiedError : MqttReasonCode.Success;
}
