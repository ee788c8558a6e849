namespace CheckIn.Mqtt;

/// <summary>The packet types of MQTT 5.0, 2.1.2.</summary>
public enum MqttPacketType : byte
{
    /// <summary>Forbidden on the wire.</summary>
    Reserved = 0,
    Connect = 1,
    ConnAck = 2,
    Publish = 3,
    PubAck = 4,
    PubRec = 5,
    PubRel = 6,
    PubComp = 7,
    Subscribe = 8,
    SubAck = 9,
    Unsubscribe = 10,
    UnsubAck = 11,
    PingReq = 12,
    PingResp = 13,
    Disconnect = 14,
    Auth = 15,
}

/// <summary>Protocol level, the byte after the protocol name in CONNECT; held per connection.</summary>
public enum MqttLevel : byte
{
    V5 = 5,
}
