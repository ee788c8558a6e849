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
    /// <summary>Called for every message received, one at a time, in order; its completion releases flow control.</summary>
    public Func<MqttMessage, CancellationToken, ValueTask>? OnMessage { get; init; }
}

/// <summary>The server refused, or the connection was lost. <see cref="ReasonCode"/> is MQTT 5's (0x80 and above), or null.</summary>
public sealed class MqttException : Exception
{
    public MqttException() { }
    public MqttException(string message) : base(message) { }
    public MqttException(string message, Exception inner) : base(message, inner) { }
    public byte? ReasonCode { get; init; }
}

/// <summary>One MQTT 5 connection, clean start. After it has ended, make another.</summary>
public sealed class MqttClient : IAsyncDisposable
{
    /// <summary>Connects; throws <see cref="MqttException"/> when refused.</summary>
    public static Task<MqttClient> ConnectAsync(MqttClientOptions options, TimeProvider time, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Completes (never faults) when the connection has ended, with the reason in words.</summary>
    public Task<string> Ended => throw new NotImplementedException();

    /// <summary>Publishes; completes on the wire (QoS 0) or with PUBACK (QoS 1). Waits while Receive Maximum is used up.</summary>
    public ValueTask PublishAsync(MqttMessage message, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Subscribes; throws when any filter is refused.</summary>
    public Task SubscribeAsync(IReadOnlyList<string> filters, MqttQos qos, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Says goodbye: DISCONNECT 0x00, so that the will is not published.</summary>
    public Task DisconnectAsync(CancellationToken cancellation) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
