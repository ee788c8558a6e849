namespace CheckIn.Mqtt;

/// <summary>The packet types of MQTT 5.0, 2.1.2.</summary>
public enum MqttPacketType : byte
{
    /// <summary>Forbidden on the wire.</summary>
    Reserved = 0,
    /// <summary>The client asks for a connection.</summary>
    Connect = 1,
    /// <summary>The server accepts or refuses it.</summary>
    ConnAck = 2,
    /// <summary>A message, either way.</summary>
    Publish = 3,
    /// <summary>QoS 1: the message has arrived.</summary>
    PubAck = 4,
    /// <summary>QoS 2, first answer: received.</summary>
    PubRec = 5,
    /// <summary>QoS 2: let go of.</summary>
    PubRel = 6,
    /// <summary>QoS 2, last answer: complete.</summary>
    PubComp = 7,
    /// <summary>The client wants messages.</summary>
    Subscribe = 8,
    /// <summary>What the server grants.</summary>
    SubAck = 9,
    /// <summary>The client wants them no more.</summary>
    Unsubscribe = 10,
    /// <summary>The server agrees.</summary>
    UnsubAck = 11,
    /// <summary>The client is alive.</summary>
    PingReq = 12,
    /// <summary>So is the server.</summary>
    PingResp = 13,
    /// <summary>Goodbye, either way (3.1.1: from the client only).</summary>
    Disconnect = 14,
    /// <summary>A step of extended authentication; not at 3.1.1.</summary>
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
