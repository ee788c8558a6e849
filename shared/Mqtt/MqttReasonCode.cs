namespace CheckIn.Mqtt;

/// <summary>Reason codes of MQTT 5.0, 2.4. Below 0x80 = success.</summary>
public enum MqttReasonCode : byte
{
    /// <summary>Success; Normal disconnection; Granted QoS 0.</summary>
    Success = 0x00,
    /// <summary>SUBACK: QoS 1 at most.</summary>
    GrantedQos1 = 0x01,
    /// <summary>SUBACK: QoS 2 at most.</summary>
    GrantedQos2 = 0x02,
    /// <summary>DISCONNECT: publish the will all the same.</summary>
    DisconnectWithWill = 0x04,
    /// <summary>PUBACK, PUBREC: taken, and nobody has subscribed.</summary>
    NoMatchingSubscribers = 0x10,
    /// <summary>UNSUBACK: there was nothing to take back.</summary>
    NoSubscriptionExisted = 0x11,
    /// <summary>AUTH: another step.</summary>
    ContinueAuthentication = 0x18,
    /// <summary>AUTH: from the beginning.</summary>
    ReAuthenticate = 0x19,
    /// <summary>No reason is given.</summary>
    UnspecifiedError = 0x80,
    /// <summary>The packet cannot be read.</summary>
    MalformedPacket = 0x81,
    /// <summary>The packet has no place here.</summary>
    ProtocolError = 0x82,
    /// <summary>Valid, and not taken by this implementation.</summary>
    ImplementationSpecificError = 0x83,
    /// <summary>The level is not spoken.</summary>
    UnsupportedProtocolVersion = 0x84,
    /// <summary>The client identifier is not allowed.</summary>
    ClientIdentifierNotValid = 0x85,
    /// <summary>User name or password is wrong.</summary>
    BadUserNameOrPassword = 0x86,
    /// <summary>Not allowed.</summary>
    NotAuthorized = 0x87,
    /// <summary>The server is not there for clients.</summary>
    ServerUnavailable = 0x88,
    /// <summary>Try again later.</summary>
    ServerBusy = 0x89,
    /// <summary>This client has been banned.</summary>
    Banned = 0x8A,
    /// <summary>The server stops.</summary>
    ServerShuttingDown = 0x8B,
    /// <summary>The method is not offered, or not the one begun with.</summary>
    BadAuthenticationMethod = 0x8C,
    /// <summary>Nothing came for one and a half Keep Alives.</summary>
    KeepAliveTimeout = 0x8D,
    /// <summary>The same client connected again.</summary>
    SessionTakenOver = 0x8E,
    /// <summary>The filter is well formed and not taken.</summary>
    TopicFilterInvalid = 0x8F,
    /// <summary>The topic is not a topic name, or not taken.</summary>
    TopicNameInvalid = 0x90,
    /// <summary>The identifier is in use already.</summary>
    PacketIdentifierInUse = 0x91,
    /// <summary>The identifier is not known; after a lost session no error.</summary>
    PacketIdentifierNotFound = 0x92,
    /// <summary>More messages without acknowledgement than allowed.</summary>
    ReceiveMaximumExceeded = 0x93,
    /// <summary>The alias is 0 or too large.</summary>
    TopicAliasInvalid = 0x94,
    /// <summary>Larger than Maximum Packet Size.</summary>
    PacketTooLarge = 0x95,
    /// <summary>Too many messages in too short a time.</summary>
    MessageRateTooHigh = 0x96,
    /// <summary>A limit of the implementation or the operator has been reached.</summary>
    QuotaExceeded = 0x97,
    /// <summary>An operator ended the connection.</summary>
    AdministrativeAction = 0x98,
    /// <summary>The payload is not what its format says.</summary>
    PayloadFormatInvalid = 0x99,
    /// <summary>The server keeps no messages.</summary>
    RetainNotSupported = 0x9A,
    /// <summary>The QoS is higher than allowed.</summary>
    QosNotSupported = 0x9B,
    /// <summary>For now, use another server.</summary>
    UseAnotherServer = 0x9C,
    /// <summary>For ever, use another server.</summary>
    ServerMoved = 0x9D,
    /// <summary>Subscriptions are not shared here.</summary>
    SharedSubscriptionsNotSupported = 0x9E,
    /// <summary>Too many connections in too short a time.</summary>
    ConnectionRateExceeded = 0x9F,
    /// <summary>The connection has lasted as long as it may.</summary>
    MaximumConnectTime = 0xA0,
    /// <summary>Subscriptions have no identifiers here.</summary>
    SubscriptionIdentifiersNotSupported = 0xA1,
    /// <summary>Filters have no wildcards here.</summary>
    WildcardSubscriptionsNotSupported = 0xA2,
}

/// <summary>Reason codes in words, and where each may stand.</summary>
public static class MqttReasonCodes
{
    /// <summary>True for 0x80 and above.</summary>
    public static bool IsError(this MqttReasonCode reason) => (byte)reason >= 0x80;

    /// <summary>The code as an operator wants to read it, such as <c>session taken over (0x8E)</c>.</summary>
    public static string InWords(this MqttReasonCode reason)
    {
        var name = Enum.GetName(reason);
        if (name is null)
            return $"unknown reason (0x{(byte)reason:X2})";
        var words = new System.Text.StringBuilder(name.Length + 16);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && words.Length > 0)
                words.Append(' ');
            words.Append(char.ToLowerInvariant(c));
        }
        return $"{words} (0x{(byte)reason:X2})";
    }

    /// <summary>
    /// The return code by which CONNACK says it in MQTT 3.1.1, 3.2.2.3; null when there is none, and the connection is
    /// closed without CONNACK [MQTT-3.2.2-6], [MQTT-3.1.4-1].
    /// </summary>
    public static byte? ToConnectReturnCode(this MqttReasonCode reason) => reason switch
    {
        MqttReasonCode.Success => 0,
        MqttReasonCode.UnsupportedProtocolVersion => 1,
        MqttReasonCode.ClientIdentifierNotValid => 2,
        MqttReasonCode.ServerUnavailable or MqttReasonCode.ServerBusy or MqttReasonCode.QuotaExceeded
            or MqttReasonCode.ConnectionRateExceeded or MqttReasonCode.ServerShuttingDown
            or MqttReasonCode.UseAnotherServer or MqttReasonCode.ServerMoved => 3,
        MqttReasonCode.BadUserNameOrPassword => 4,
        MqttReasonCode.NotAuthorized or MqttReasonCode.Banned or MqttReasonCode.BadAuthenticationMethod => 5,
        _ => null,
    };

    /// <summary>What CONNACK's return code of MQTT 3.1.1 means; null for those that are reserved.</summary>
    public static MqttReasonCode? FromConnectReturnCode(byte code) => code switch
    {
        0 => MqttReasonCode.Success,
        1 => MqttReasonCode.UnsupportedProtocolVersion,
        2 => MqttReasonCode.ClientIdentifierNotValid,
        3 => MqttReasonCode.ServerUnavailable,
        4 => MqttReasonCode.BadUserNameOrPassword,
        5 => MqttReasonCode.NotAuthorized,
        _ => null,
    };

    /// <summary>Whether the table of MQTT 5.0, 2.4 lists the code for this packet.</summary>
    public static bool IsAllowedIn(this MqttReasonCode reason, MqttPacketType packet) => packet switch
    {
        MqttPacketType.ConnAck => (byte)reason is 0 or (>= 0x80 and <= 0x8A) or 0x8C or 0x90 or 0x95 or 0x97
            or (>= 0x99 and <= 0x9D) or 0x9F,
        MqttPacketType.PubAck or MqttPacketType.PubRec => (byte)reason is 0 or 0x10 or 0x80 or 0x83 or 0x87
            or 0x90 or 0x91 or 0x97 or 0x99,
        MqttPacketType.PubRel or MqttPacketType.PubComp => (byte)reason is 0 or 0x92,
        MqttPacketType.SubAck => (byte)reason is <= 2 or 0x80 or 0x83 or 0x87 or 0x8F or 0x91 or 0x97
            or 0x9E or 0xA1 or 0xA2,
        MqttPacketType.UnsubAck => (byte)reason is 0 or 0x11 or 0x80 or 0x83 or 0x87 or 0x8F or 0x91,
        MqttPacketType.Disconnect => (byte)reason is 0 or 0x04 or (>= 0x80 and <= 0x83) or 0x87 or 0x89
            or (>= 0x8B and <= 0x90) or (>= 0x93 and <= 0xA2),
        MqttPacketType.Auth => (byte)reason is 0 or 0x18 or 0x19,
        _ => false,
    };
}
