using CheckIn.Contract;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Broker;

/// <summary>What CONNECT is answered, and what then holds for the connection. No I/O, no clock.</summary>
internal sealed record Admission(ConnAckPacket Answer)
{
    private const int MaxClientIdLength = 256;
    private const int RoomForReason = 512;

    public string ClientId { get; private init; } = "";

    /// <summary>Longest silence of the client: one and a half Keep Alives [MQTT-3.1.2-22].</summary>
    public TimeSpan MaxSilence { get; private init; }

    /// <summary>How long the session lives after the connection.</summary>
    public TimeSpan SessionExpiry { get; private init; }

    public string Why { get; private init; } = "";

    public static Admission Decide(ConnectPacket connect, BrokerOptions options, Func<string> newClientId)
    {
        if (connect.Properties?.AuthenticationMethod is not null)
        {
            return Refuse(connect, MqttReasonCode.BadAuthenticationMethod,
                "Extended authentication is not offered [MQTT-4.12.0-1]");
        }
        if (connect.ClientId.Length > MaxClientIdLength || connect.ClientId.AsSpan().ContainsAnyInRange('\0', '\x1F'))
        {
            return Refuse(
                connect, MqttReasonCode.ClientIdentifierNotValid, "The client identifier is too long or unprintable");
        }
        var assigned = connect.ClientId.Length == 0 ? newClientId() : null;
        return connect.Level == MqttLevel.V311
            ? AcceptV311(connect, options, assigned)
            : AcceptV5(connect, options, assigned);
    }

    /// <summary>A session's life as asked for, 0xFFFFFFFF = for ever, within what is allowed.</summary>
    public static TimeSpan Bounded(uint expiry, BrokerOptions options) =>
        expiry <= options.MaxSessionExpiry.TotalSeconds ? TimeSpan.FromSeconds(expiry) : options.MaxSessionExpiry;

    /// <summary>Whatever a stranger calls itself does not belong in our log.</summary>
    public static string Presentable(string clientId) => GateId.IsValid(clientId) ? clientId : "(not a gate id)";

    /// <summary>
    /// At 3.1.1 a session without Clean Session has no end of its own, and Keep Alive is the client's.
    /// </summary>
    private static Admission AcceptV311(ConnectPacket connect, BrokerOptions options, string? assigned) =>
        new(new ConnAckPacket(MqttReasonCode.Success))
        {
            ClientId = assigned ?? connect.ClientId,
            MaxSilence = connect.KeepAlive == 0 ? TimeSpan.MaxValue : TimeSpan.FromSeconds(connect.KeepAlive * 1.5),
            SessionExpiry = connect.CleanStart ? TimeSpan.Zero : options.MaxSessionExpiry,
        };

    private static Admission AcceptV5(ConnectPacket connect, BrokerOptions options, string? assigned)
    {
        var longest = (ushort)Math.Min(options.MaxKeepAlive.TotalSeconds, ushort.MaxValue);
        ushort? told = connect.KeepAlive == 0 || connect.KeepAlive > longest ? longest : null;
        var asked = connect.Properties?.SessionExpiryInterval ?? 0;
        var expiry = Bounded(asked, options);
        return new Admission(new ConnAckPacket(MqttReasonCode.Success)
        {
            Properties = new MqttProperties
            {
                AssignedClientIdentifier = assigned,
                ServerKeepAlive = told,
                ReceiveMaximum = (uint)options.ReceiveMaximum,
                MaximumPacketSize = (uint)options.MaxPacketBytes,
                TopicAliasMaximum = (uint)options.TopicAliasMaximum,
                SessionExpiryInterval = expiry.TotalSeconds < asked ? (uint)expiry.TotalSeconds : null,
            },
        })
        {
            ClientId = assigned ?? connect.ClientId,
            MaxSilence = TimeSpan.FromSeconds((told ?? connect.KeepAlive) * 1.5),
            SessionExpiry = expiry,
        };
    }

    private static Admission Refuse(ConnectPacket connect, MqttReasonCode reason, string why) =>
        new(new ConnAckPacket(reason)
        {
            // Not where it might exceed the client's packet size [MQTT-3.2.2-19].
            Properties = connect.Properties?.MaximumPacketSize < RoomForReason
                ? null : new MqttProperties { ReasonString = why },
        })
        {
            ClientId = connect.ClientId,
            Why = why,
        };
}
