using CheckIn.Contract;

namespace CheckIn.Hub.Broker;

/// <summary>
/// A gate's topics belong to the client that bears the gate's id, and only those that lead to the hub; the rest of the
/// product's topics are the hub's alone. Anything else is open to everybody, and so is reading, which is tolerable
/// because the endpoints are loopback only.
/// </summary>
internal sealed class StrictTopicAccess : ITopicAccess
{
    private const string Product = "checkin/";

    public bool MayPublish(ClientIdentity client, string topic) =>
        !topic.StartsWith(Product, StringComparison.Ordinal)
        || (Topics.TryParse(topic, out var gate, out var leaf)
            && gate.SequenceEqual(client.ClientId) && TopicRoute.LeadsToHub(leaf));

    public bool MaySubscribe(ClientIdentity client, string filter) => true;
}

/// <summary>Any topic for anybody.</summary>
internal sealed class OpenTopicAccess : ITopicAccess
{
    public bool MayPublish(ClientIdentity client, string topic) => true;

    public bool MaySubscribe(ClientIdentity client, string filter) => true;
}
