using System.Buffers;

namespace CheckIn.Hub.Broker;

/// <summary>What every connection shares.</summary>
internal sealed record BrokerParts(
    BrokerOptions Options, EmbeddedBroker Broker, SessionTable Sessions, IGateInbox Inbox,
    IClientAuthenticator Authenticator, ITopicAccess Access, ByteBudget Receiving, RateLimit Rate,
    RateLimit Warnings, BrokerMetrics Metrics, HubReach Reach, TimeProvider Time, ILogger Log)
{
    /// <summary>What the client may read; null = all that it subscribes to, where topics are anybody's.</summary>
    public Reader? ReaderOf(ClientIdentity client) => Access is not StrictTopicAccess ? null
        : client.Reader ?? new OwnReader(client.ClientId, client.Role == StrictTopicAccess.GateRole);

    /// <summary>
    /// Whether a client's fault may be logged: strangers must not fill the disk. What is not logged is counted.
    /// </summary>
    public bool MayWarn()
    {
        if (Warnings.TryTake())
            return true;
        Metrics.NotLogged();
        return false;
    }

    /// <summary>Speaks for a client that is gone: to the hub when it is a gate's word, and to subscribers.</summary>
    public async ValueTask PublishAsync(PendingWill will)
    {
        var route = TopicRoute.Find(will.Message.Topic, will.Client, Access);
        try
        {
            if (route.Gate is { } gate)
            {
                var payload = new ReadOnlySequence<byte>(will.Message.Payload);
                await Inbox.OnPublishAsync(gate, route.Leaf, payload, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Hub.Broker.Log.WillFailed(Log, e, will.Client.ClientId);
        }
        Broker.Route(will.Message, null);
    }
}
