namespace CheckIn.Mqtt;

/// <summary>The peer broke the protocol. The connection must end with <see cref="Reason"/> (MQTT 5.0, 4.13).</summary>
public sealed class MqttProtocolException : Exception
{
    /// <inheritdoc/>
    public MqttProtocolException() { }
    /// <inheritdoc/>
    public MqttProtocolException(string message) : base(message) { }
    /// <inheritdoc/>
    public MqttProtocolException(string message, Exception inner) : base(message, inner) { }
    /// <summary>Made with its reason.</summary>
    public MqttProtocolException(MqttReasonCode reason, string message) : base(message) => Reason = reason;

    /// <summary>
    /// What to say in DISCONNECT or CONNACK; <see cref="MqttReasonCode.MalformedPacket"/> unless told.
    /// </summary>
    public MqttReasonCode Reason { get; } = MqttReasonCode.MalformedPacket;

    internal static MqttProtocolException Malformed(string message) => new(MqttReasonCode.MalformedPacket, message);

    internal static MqttProtocolException Violation(string message) => new(MqttReasonCode.ProtocolError, message);
}
