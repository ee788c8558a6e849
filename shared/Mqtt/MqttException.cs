namespace CheckIn.Mqtt;

/// <summary>
/// The server refused, or the connection was lost. <see cref="ReasonCode"/> is MQTT 5's (0x80 and above), or null.
/// </summary>
public sealed class MqttException : Exception
{
    public MqttException() { }
    public MqttException(string message) : base(message) { }
    public MqttException(string message, Exception inner) : base(message, inner) { }
    public byte? ReasonCode { get; init; }

    internal static MqttException Refused(string what, MqttReasonCode reason, string? inServersWords) =>
        new($"{what}: {reason.InWords()}{(inServersWords is null ? "" : $", '{inServersWords}'")}.")
        {
            ReasonCode = (byte)reason,
        };
}
