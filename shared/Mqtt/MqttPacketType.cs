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
    /// <summary>MQTT 3.1.1: no properties, no reasons but those of CONNACK and SUBACK.</summary>
    V311 = 4,
    /// <summary>MQTT 5.0.</summary>
    V5 = 5,
}

/// <summary>Who receives: some packets travel one way only.</summary>
public enum MqttRole : byte
{
    /// <summary>Takes any packet at any time, as tools and tests want it.</summary>
    Any = 0,
    /// <summary>Receives what clients send: CONNECT first and once.</summary>
    Server = 1,
    /// <summary>Receives what servers send: CONNACK first and once.</summary>
    Client = 2,
}
