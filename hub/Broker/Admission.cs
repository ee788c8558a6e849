using CheckIn.Contract;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Broker;

/// <summary>What CONNECT is answered, and what then holds for the session. No I/O, no clock.</summary>
internal sealed record Admission(ConnAckPacket Answer)
{
    private const int MaxClientIdLength = 256;

    public string ClientId { get; private init; } = "";
    /// <summary>Longest silence of the client: one and a half Keep Alives [MQTT-3.1.2-22].</summary>
    public TimeSpan MaxSilence { get; private init; }
    public string Why { get; private init; } = "";

    public static Admission Decide(ConnectPacket connect, BrokerOptions options, Func<string> newClientId)
    {
        if (connect.Properties?.AuthenticationMethod is not null)
        {
            return Refuse(connect, MqttReasonCode.BadAuthenticationMethod,
                "Extended authentication is not offered [MQTT-4.12.0-1]");
        }
        if (connect.ClientId.Length > MaxClientIdLength || connect.ClientId.AsSpan().ContainsAnyInRange('\0', '\x1F'))
            return Refuse(
                connect, MqttReasonCode.ClientIdentifierNotValid, "The client identifier is too long or unprintable");
        if (connect.Will is { } will)
        {
            if (will.Qos == MqttQos.ExactlyOnce)
                return Refuse(connect, MqttReasonCode.QosNotSupported, "The will's QoS is 2 [MQTT-3.2.2-12]");
            if (TopicTree<object>.IsTooDeep(will.Topic))
                return Refuse(connect, MqttReasonCode.TopicNameInvalid, "The will's topic has too many levels");
            if (!PublishAccess.Allows(connect.ClientId, will.Topic, out _))
                return Refuse(connect, MqttReasonCode.NotAuthorized, "The will's topic is not the client's");
        }
        return Accept(connect, options, newClientId);
    }

    /// <summary>For a CONNECT that could not be read.</summary>
    public static ConnAckPacket Unreadable(MqttProtocolException error) =>
        new(error.Reason.IsAllowedIn(MqttPacketType.ConnAck) ? error.Reason : MqttReasonCode.ProtocolError);

    private static Admission Accept(ConnectPacket connect, BrokerOptions options, Func<string> newClientId)
    {
        var assigned = connect.ClientId.Length == 0 ? newClientId() : null;
        var longest = (ushort)Math.Min(options.MaxKeepAlive.TotalSeconds, ushort.MaxValue);
        ushort? told = connect.KeepAlive == 0 || connect.KeepAlive > longest ? longest : null;
        return new Admission(new ConnAckPacket(MqttReasonCode.Success)
        {
            Properties = new MqttProperties
            {
                AssignedClientIdentifier = assigned,
                ServerKeepAlive = told,
                ReceiveMaximum = (uint)options.ReceiveMaximum,
                MaximumPacketSize = (uint)options.MaxPacketBytes,
                MaximumQos = 1,
                SharedSubscriptionAvailable = 0,
                // Sessions end with their connection; a client that asked for more is told (3.2.2.3.2).
                SessionExpiryInterval = connect.Properties?.SessionExpiryInterval > 0 ? 0u : null,
            },
        })
        {
            ClientId = assigned ?? connect.ClientId,
            MaxSilence = TimeSpan.FromSeconds((told ?? connect.KeepAlive) * 1.5),
        };
    }

    private static Admission Refuse(ConnectPacket connect, MqttReasonCode reason, string why) =>
        new(new ConnAckPacket(reason) { Properties = new MqttProperties { ReasonString = why } })
        {
            // Whatever a stranger calls itself does not belong in our log.
            ClientId = GateId.IsValid(connect.ClientId) ? connect.ClientId : "(not a gate id)",
            Why = why,
        };
}
