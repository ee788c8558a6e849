using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Broker;

/// <summary>The filters of one client: which it may have, and what it is answered.</summary>
internal sealed class ClientSubscriptions(ClientSession session, BrokerParts parts)
{
    private readonly HashSet<string> _filters = [];

    /// <summary>Decides on each filter; those granted are yet to be put into the tree.</summary>
    public SubAckPacket Grant(SubscribePacket packet, List<Subscription> granted)
    {
        var identifier = packet.Properties?.SubscriptionIdentifiers is [var only, ..] ? only : 0;
        var reasons = new List<MqttReasonCode>(packet.Subscriptions.Count);
        foreach (var wanted in packet.Subscriptions)
        {
            var reason = Grant(wanted);
            reasons.Add(reason);
            if (!reason.IsError())
                granted.Add(new Subscription(wanted with { Qos = (MqttQos)reason }, identifier));
        }
        return new SubAckPacket(MqttPacketType.SubAck, packet.PacketId, reasons);
    }

    public SubAckPacket Remove(UnsubscribePacket packet)
    {
        var reasons = new List<MqttReasonCode>(packet.Filters.Count);
        foreach (var filter in packet.Filters)
        {
            if (!MqttTopic.IsValidFilter(filter))
                reasons.Add(MqttReasonCode.TopicFilterInvalid);
            else if (_filters.Remove(filter) && parts.Broker.Unsubscribe(session, filter))
                reasons.Add(MqttReasonCode.Success);
            else
                reasons.Add(MqttReasonCode.NoSubscriptionExisted);
        }
        return new SubAckPacket(MqttPacketType.UnsubAck, packet.PacketId, reasons);
    }

    public void RemoveAll()
    {
        foreach (var filter in _filters)
            parts.Broker.Unsubscribe(session, filter);
        _filters.Clear();
    }

    private MqttReasonCode Grant(in MqttSubscription wanted)
    {
        if (wanted.Filter.StartsWith(MqttTopic.SharePrefix, StringComparison.Ordinal))
            return MqttReasonCode.SharedSubscriptionsNotSupported;
        if (!MqttTopic.IsValidFilter(wanted.Filter) || TopicTree<ClientSession>.IsTooDeep(wanted.Filter))
            return MqttReasonCode.TopicFilterInvalid;
        if (_filters.Count >= parts.Options.MaxSubscriptions && !_filters.Contains(wanted.Filter))
            return MqttReasonCode.QuotaExceeded;
        _filters.Add(wanted.Filter);
        return (MqttReasonCode)Math.Min((byte)wanted.Qos, (byte)MqttQos.AtLeastOnce);
    }
}
