using System.Buffers;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Broker;

/// <summary>The hub's way onto MQTT: the embedded endpoint, or later a link to an external broker.</summary>
public interface IMessageBus
{
    /// <summary>Publishes for the hub. Completes when the broker has taken it; it promises no delivery.</summary>
    ValueTask PublishAsync(MqttMessage message, CancellationToken cancellation);
}

/// <summary>
/// What the hub hears of its gates. Called on the connection's own loop, in the order of arrival: while a call has not
/// completed, that gate's next message is not read, which is how backpressure reaches the sender.
/// </summary>
public interface IGateInbox
{
    /// <summary>
    /// A live publish on a gate's topic (never a retained replay); wills come through here as well.
    /// For <c>events</c> the PUBACK is sent after completion. <paramref name="payload"/> is valid until then.
    /// </summary>
    ValueTask OnPublishAsync(
        string gate, Contract.GateTopic topic, ReadOnlySequence<byte> payload, CancellationToken cancellation);
}
