namespace CheckIn.Mqtt;

/// <summary>Reason codes of MQTT 5.0, 2.4. Below 0x80 = success.</summary>
public enum MqttReasonCode : byte
{
    /// <summary>Success; Normal disconnection; Granted QoS 0.</summary>
    Success = 0x00,
    GrantedQos1 = 0x01,
    GrantedQos2 = 0x02,
    DisconnectWithWill = 0x04,
    NoMatchingSubscribers = 0x10,
    NoSubscriptionExisted = 0x11,
    ContinueAuthentication = 0x18,
    ReAuthenticate = 0x19,
    UnspecifiedError = 0x80,
    MalformedPacket = 0x81,
    ProtocolError = 0x82,
    ImplementationSpecificError = 0x83,
    UnsupportedProtocolVersion = 0x84,
    ClientIdentifierNotValid = 0x85,
    BadUserNameOrPassword = 0x86,
    NotAuthorized = 0x87,
    ServerUnavailable = 0x88,
    ServerBusy = 0x89,
    Banned = 0x8A,
    ServerShuttingDown = 0x8B,
    BadAuthenticationMethod = 0x8C,
    KeepAliveTimeout = 0x8D,
    SessionTakenOver = 0x8E,
    TopicFilterInvalid = 0x8F,
    TopicNameInvalid = 0x90,
    PacketIdentifierInUse = 0x91,
    PacketIdentifierNotFound = 0x92,
    ReceiveMaximumExceeded = 0x93,
    TopicAliasInvalid = 0x94,
    PacketTooLarge = 0x95,
    MessageRateTooHigh = 0x96,
    QuotaExceeded = 0x97,
    AdministrativeAction = 0x98,
    PayloadFormatInvalid = 0x99,
    RetainNotSupported = 0x9A,
    QosNotSupported = 0x9B,
    UseAnotherServer = 0x9C,
    ServerMoved = 0x9D,
    SharedSubscriptionsNotSupported = 0x9E,
    ConnectionRateExceeded = 0x9F,
    MaximumConnectTime = 0xA0,
    SubscriptionIdentifiersNotSupported = 0xA1,
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
