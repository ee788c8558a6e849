namespace CheckIn.Mqtt;

/// <summary>
/// The server refused, or the connection was lost. <see cref="ReasonCode"/> is MQTT 5's (0x80 and above), or null.
/// </summary>
public sealed class MqttException : Exception
{
    /// <inheritdoc/>
    public MqttException() { }
    /// <inheritdoc/>
    public MqttException(string message) : base(message) { }
    /// <inheritdoc/>
    public MqttException(string message, Exception inner) : base(message, inner) { }

    /// <summary>The reason as on the wire, or null when none was given.</summary>
    public byte? ReasonCode { get; init; }

    /// <summary>The reason, or null when none was given.</summary>
    public MqttReasonCode? Reason => (MqttReasonCode?)ReasonCode;

    /// <summary>
    /// The server to use instead (Use another server 0x9C, Server moved 0x9D), in the server's own words such as
    /// <c>host:port</c>; null when it named none. Nothing follows it by itself.
    /// </summary>
    public string? ServerReference { get; init; }

    /// <summary>
    /// The server no longer knew the session, so whether a message of QoS 2 that was under way arrived is not known.
    /// </summary>
    public bool IsSessionLost { get; init; }

    /// <summary>
    /// The message was not acknowledged before the connection ended, but stays in
    /// <see cref="MqttClientOptions.Session"/>, and the next connection sends it (again): do not publish it once more.
    /// </summary>
    public bool IsInSession { get; init; }

    internal static MqttException Refused(
        string what, MqttReasonCode reason, string? inServersWords, string? reference = null) =>
        new($"{what}: {reason.InWords()}{(inServersWords is null ? "" : $", '{inServersWords}'")}"
            + $"{(reference is null ? "" : $"; it refers to '{reference}'")}.")
        {
            ReasonCode = (byte)reason,
            ServerReference = reference,
        };
}
