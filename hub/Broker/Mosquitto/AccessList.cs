using System.Text;
using CheckIn.Contract;

namespace CheckIn.Hub.Broker.Mosquitto;

/// <summary>
/// <see cref="TopicRights"/> as mosquitto's acl_file. A client's user name is the common name of its certificate, and
/// <c>%u</c> stands for it; what is not allowed is refused.
/// </summary>
internal static class AccessList
{
    /// <param name="hubs">Names of the hubs' certificates.</param>
    internal static string Write(IEnumerable<string> hubs)
    {
        var text = new StringBuilder("""
            # Who may publish (write) and receive (read) what. Written by checkin-hub, which replaces it; do not edit.
            # The user is the common name of the client's certificate.

            """);
        foreach (var hub in hubs)
        {
            text.Append("\n# A hub.\nuser ").Append(hub).Append('\n');
            Add(text, "topic read", Leaves(TopicUse.HubReads, "+"));
            Add(text, "topic write", Leaves(TopicUse.HubPublishes, "+"));
            Add(text, "topic write", Own(TopicUse.HubPublishes).Append(DiscoveryTopics.Filter));
        }
        text.Append("\n# A gate: below its own id, and what the hub says to all. ")
            .Append("mosquitto warns of the line without %u; it is meant.\n");
        Add(text, "pattern write", Leaves(TopicUse.GatePublishes, "%u"));
        Add(text, "pattern read", Leaves(TopicUse.GateReads, "%u"));
        Add(text, "pattern read", Own(TopicUse.GateReads));
        return text.ToString();
    }

    private static IEnumerable<string> Leaves(TopicUse use, string id) =>
        TopicRights.With(use).Select(leaf => Topics.OfAnyGate(leaf).Replace("+", id, StringComparison.Ordinal));

    private static IEnumerable<string> Own(TopicUse use) =>
        TopicRights.OfHub.Where(own => own.Use.HasFlag(use)).Select(static own => own.Topic);

    private static void Add(StringBuilder text, string right, IEnumerable<string> topics)
    {
        foreach (var topic in topics)
            text.Append(right).Append(' ').Append(topic).Append('\n');
    }
}
