using System.Buffers;
using System.IO.Pipelines;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Broker;

/// <summary>
/// Writes packets for one client: in its level, within its packet size, with aliases as far as it allows.
/// </summary>
internal sealed class MessageWriter(PipeWriter output, TimeProvider time)
{
    private const int RoomForReason = 512;
    private readonly MqttWriter _writer = new(output);
    private MqttSentAliases? _aliases;
    private long _maxPacketBytes = MqttWriter.MaxRemainingLength + 5L;

    /// <summary>What CONNECT said of the client; for its answer and all that follows.</summary>
    public void Suit(MqttLevel level, MqttProperties? connect, int maxAliases)
    {
        _writer.Level = level;
        _maxPacketBytes = connect?.MaximumPacketSize ?? _maxPacketBytes;
        var aliases = (int)Math.Min(connect?.TopicAliasMaximum ?? 0, (uint)maxAliases);
        _aliases = aliases > 0 ? new MqttSentAliases(aliases) : null;
    }

    public void Write(in Answer answer)
    {
        switch (answer.Packet)
        {
            case ConnAckPacket connAck:
                connAck.Encode(_writer);
                break;
            case SubAckPacket subAck:
                subAck.Encode(_writer);
                break;
            default:
                if (answer.Type == MqttPacketType.PingResp)
                    new PingPacket(answer.Type).Encode(_writer);
                else
                    new PublishAckPacket(answer.Type, answer.Id, answer.Reason).Encode(_writer);
                break;
        }
    }

    /// <summary>CONNACK; its text is left out where it might exceed the client's packet size [MQTT-3.2.2-19].</summary>
    public ConnAckPacket ToRefusal(MqttReasonCode reason, string why) => new(reason)
    {
        Properties = _maxPacketBytes < RoomForReason ? null : new MqttProperties { ReasonString = why },
    };

    /// <summary>
    /// DISCONNECT; its text is left out where it might exceed the client's packet size [MQTT-3.14.2-3].
    /// </summary>
    public void WriteFarewell(MqttReasonCode reason, string why)
    {
        var properties = _maxPacketBytes < RoomForReason || why.Length > RoomForReason / 4
            ? null : new MqttProperties { ReasonString = why };
        new DisconnectPacket(MqttPacketType.Disconnect, reason) { Properties = properties }.Encode(_writer);
    }

    public void WriteRelease(ushort id) =>
        new PublishAckPacket(MqttPacketType.PubRel, id, MqttReasonCode.Success).Encode(_writer);

    /// <summary>
    /// Null when it is written; else why it was dropped: expired [MQTT-3.3.2-5], or too large for the client
    /// [MQTT-3.1.2-25].
    /// </summary>
    public string? Write(in Sending sending)
    {
        var delivery = sending.Delivery;
        var routed = delivery.Routed;
        // What was sent before is seen through, expired or not [MQTT-4.3.3-7].
        if (!routed.TryGetExpiry(time, out var expiry) && !sending.Duplicate)
            return "expired";
        var message = routed.Message;
        ushort alias = 0;
        var isKnown = false;
        if (_aliases is not null)
            alias = _aliases.Find(message.Topic, out isKnown);
        var packet = new PublishPacket(isKnown ? "" : message.Topic, new ReadOnlySequence<byte>(message.Payload))
        {
            Qos = delivery.Qos,
            Retain = delivery.Retain,
            Duplicate = sending.Duplicate,
            PacketId = sending.PacketId,
            Properties = _writer.Level == MqttLevel.V311 ? null : Properties(delivery, expiry, alias),
        };
        if (!packet.Encode(_writer, _maxPacketBytes))
            return "too_large";
        if (alias != 0)
            _aliases!.Confirm(message.Topic, alias);
        return null;
    }

    private static MqttProperties? Properties(in Delivery delivery, uint? expiry, ushort alias)
    {
        if (expiry is null && alias == 0 && delivery.Identifiers is null)
            return delivery.Routed.Properties;
        var properties = PublishPacket.ToProperties(delivery.Routed.Message) ?? new MqttProperties();
        if (expiry is not null)
            properties.MessageExpiryInterval = expiry;
        if (alias != 0)
            properties.TopicAlias = alias;
        foreach (var identifier in delivery.Identifiers ?? [])
            properties.AddSubscriptionIdentifier(identifier);
        return properties;
    }
}
