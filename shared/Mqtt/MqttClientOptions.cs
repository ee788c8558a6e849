namespace CheckIn.Mqtt;

/// <summary>How to connect.</summary>
public sealed record MqttClientOptions
{
    public string Host { get; init; } = "127.0.0.1";
    /// <summary>TCP port, 1 to 65535.</summary>
    public int Port { get; init; } = 1883;
    public required string ClientId { get; init; }
    /// <summary>Keep Alive, 0 = off; MQTT's range is 0 to 65,535 s. Default 25 s.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(25);
    /// <summary>How long connecting may take, from the socket to CONNACK. Default 15 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);
    public MqttMessage? Will { get; init; }
    /// <summary>
    /// Called for every message received, one at a time, in order; its completion releases flow control. It may
    /// publish. When it throws, the connection ends, because the message would otherwise be lost in silence.
    /// </summary>
    public Func<MqttMessage, CancellationToken, ValueTask>? OnMessage { get; init; }
    /// <summary>QoS 1 messages that the server may have on the way to us, 1 to 65,535. Default 16.</summary>
    public ushort ReceiveMaximum { get; init; } = 16;
    /// <summary>Largest packet that we accept, bytes. Default 256 KB.</summary>
    public int MaxPacketBytes { get; init; } = 256 * 1024;
}
