namespace CheckIn.Mqtt;

/// <summary>
/// What one connection (<see cref="MqttClient"/>) and one that comes back (<see cref="MqttReconnectingClient"/>) share.
/// </summary>
public interface IMqttClient : IAsyncDisposable
{
    /// <summary>
    /// Publishes; completes when the message is on the wire (QoS 0), acknowledged (QoS 1) or has arrived once (QoS 2).
    /// </summary>
    /// <exception cref="MqttException">
    /// The server refused it, forbids it, or the connection or session was lost.
    /// </exception>
    ValueTask PublishAsync(MqttMessage message, CancellationToken cancellation = default);

    /// <summary>Subscribes; completes with what the server granted.</summary>
    /// <param name="subscription">Filter, QoS and options.</param>
    /// <param name="handler">
    /// Called for each of its messages, one at a time, in order, and never two handlers of one client at once; the
    /// message is acknowledged when it has completed. Null = the client's <see cref="MqttClientOptions.OnMessage"/>.
    /// </param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="MqttException">The server refused it, or the connection was lost.</exception>
    Task<MqttQos> SubscribeAsync(
        MqttSubscription subscription, Func<MqttMessage, CancellationToken, ValueTask>? handler,
        CancellationToken cancellation = default);

    /// <summary>Takes subscriptions back.</summary>
    /// <exception cref="MqttException">The connection was lost.</exception>
    Task UnsubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellation = default);
}
