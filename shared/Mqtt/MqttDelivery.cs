using System.Threading.Channels;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Mqtt;

/// <summary>
/// Messages on their way to the handler, one at a time. At QoS 1 the server may have Receive Maximum of them
/// unacknowledged, and no more; at QoS 0 nothing holds it back, so that past a fixed number they are dropped and
/// counted.
/// </summary>
internal sealed class MqttDelivery
{
    private const int QosZeroWaiting = 256;
    private readonly Channel<(MqttMessage Message, ushort PacketId)> _waiting =
        Channel.CreateUnbounded<(MqttMessage, ushort)>(new() { SingleReader = true, SingleWriter = true });
    private readonly MqttClientOptions _options;
    private readonly Func<ushort, ValueTask> _acknowledge;
    private readonly AsyncLocal<bool> _inHandler = new();
    private int _unacknowledged;
    private int _qosZero;
    private long _dropped;

    public MqttDelivery(MqttClientOptions options, Func<ushort, ValueTask> acknowledge)
    {
        _options = options;
        _acknowledge = acknowledge;
    }

    public long Dropped => Volatile.Read(ref _dropped);

    public bool IsInHandler => _inHandler.Value;

    /// <exception cref="MqttProtocolException">The server sends more than it may.</exception>
    public void Add(in PublishPacket packet)
    {
        switch (packet.Qos)
        {
            case MqttQos.ExactlyOnce:
                throw new MqttProtocolException(MqttReasonCode.QosNotSupported, "QoS 2 was never subscribed.");
            case MqttQos.AtLeastOnce when Interlocked.Increment(ref _unacknowledged) > _options.ReceiveMaximum:
                throw new MqttProtocolException(MqttReasonCode.ReceiveMaximumExceeded,
                    $"More than {_options.ReceiveMaximum} messages without PUBACK [MQTT-3.3.4-9].");
            case MqttQos.AtMostOnce when Interlocked.Increment(ref _qosZero) > QosZeroWaiting:
                Interlocked.Decrement(ref _qosZero);
                Interlocked.Increment(ref _dropped);
                return;
        }
        if (packet.Properties?.TopicAlias is not null)
            throw new MqttProtocolException(
                MqttReasonCode.TopicAliasInvalid, "No Topic Alias was offered [MQTT-3.1.2-26].");
        _waiting.Writer.TryWrite((packet.ToMessage(), packet.PacketId));
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        _inHandler.Value = true;
        await foreach (var (message, packetId) in _waiting.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            if (_options.OnMessage is { } handler)
                await handler(message, cancellation).ConfigureAwait(false);
            if (message.Qos == MqttQos.AtMostOnce)
            {
                Interlocked.Decrement(ref _qosZero);
                continue;
            }
            Interlocked.Decrement(ref _unacknowledged);
            await _acknowledge(packetId).ConfigureAwait(false);
        }
    }
}
