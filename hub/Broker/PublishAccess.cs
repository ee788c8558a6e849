using CheckIn.Contract;

namespace CheckIn.Hub.Broker;

/// <summary>
/// Who may publish where. A gate's topics belong to the client that bears the gate's id, and only those that lead to
/// the hub; the rest of the product's topics are the hub's alone. Anything else is open to everybody, which is
/// tolerable because the endpoint listens on loopback only.
/// </summary>
internal static class PublishAccess
{
    private const string Product = "checkin/";

    /// <summary>True when allowed; <paramref name="leaf"/> is set when the hub itself wants the message.</summary>
    public static bool Allows(string clientId, string topic, out GateTopic? leaf)
    {
        leaf = null;
        if (!topic.StartsWith(Product, StringComparison.Ordinal))
            return true;
        if (!Topics.TryParse(topic, out var gate, out var found) || !gate.SequenceEqual(clientId))
            return false;
        leaf = found;
        return found is GateTopic.State or GateTopic.Events or GateTopic.Replies
            or GateTopic.Health or GateTopic.Reported;
    }
}
