using System.Threading.Channels;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Mqtt;

/// <summary>
/// Messages on their way to the handlers, one at a time. At QoS 1 and 2 the server may have Receive Maximum of them
/// unacknowledged; at QoS 0 nothing holds it back, so that past a fixed number they are dropped and
/// counted. A message at QoS 2 counts as received when its handler has completed: one whose handler failed, or was
/// never called because the connection was lost, is taken again when the server sends it again, and no other.
/// </summary>
internal sealed class MqttDelivery(MqttClientOptions options, MqttSession session, MqttAnswers answers)
{
    private const int QosZeroWaiting = 256;
    private const int Overhead = 256;
    private readonly Channel<(MqttMessage Message, ushort PacketId)> _waiting =
        Channel.CreateUnbounded<(MqttMessage, ushort)>(new() { SingleReader = true, SingleWriter = true });
    private readonly AsyncLocal<bool> _inHandler = new();
    private readonly Lock _lock = new();
    // At QoS 2, from PUBLISH to PUBREL on this connection.
    private readonly HashSet<ushort> _exactlyOnce = [];
    private int _unacknowledged;
    private int _qosZero;
    private long _waitingBytes;
    private long _dropped;
    private long _overruns;

    public long Dropped => Volatile.Read(ref _dropped);

    public long Overruns => Volatile.Read(ref _overruns);

    public bool IsInHandler => _inHandler.Value;

    /// <exception cref="MqttProtocolException">The server sends more than it may.</exception>
    public void Add(in PublishPacket packet)
    {
        var bytes = CostOf(packet.Payload.Length, packet.Topic);
        var isFull = Volatile.Read(ref _waitingBytes) + bytes > options.MaxWaitingBytes;
        if (packet.Qos == MqttQos.AtMostOnce)
        {
            if (isFull || Volatile.Read(ref _qosZero) >= QosZeroWaiting)
            {
                Interlocked.Increment(ref _dropped);
                return;
            }
            Interlocked.Increment(ref _qosZero);
        }
        else if (packet.Qos == MqttQos.ExactlyOnce && IsRepeated(packet.PacketId))
        {
            return;
        }
        else
        {
            Count();
            if (isFull)
            {
                throw new MqttProtocolException(MqttReasonCode.QuotaExceeded,
                    $"More than {options.MaxWaitingBytes} bytes wait for the message handler (2.4).");
            }
        }
        Interlocked.Add(ref _waitingBytes, bytes);
        _waiting.Writer.TryWrite((packet.ToMessage(), packet.PacketId));
    }

    /// <summary>PUBREL: the server will not send this message again.</summary>
    public void Release(ushort packetId)
    {
        var known = session.Release(packetId);
        lock (_lock)
        {
            if (_exactlyOnce.Contains(packetId) && !known)
                throw MqttProtocolException.Violation($"PUBREL for identifier {packetId} before PUBREC (4.3.3).");
            if (_exactlyOnce.Remove(packetId))
                _unacknowledged--;
        }
        answers.Add(new PublishAckPacket(MqttPacketType.PubComp, packetId,
            known ? MqttReasonCode.Success : MqttReasonCode.PacketIdentifierNotFound));
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        _inHandler.Value = true;
        await foreach (var (message, packetId) in _waiting.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                await HandleAsync(message, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                throw new MqttHandlerFailure(e);
            }
            Interlocked.Add(ref _waitingBytes, -CostOf(message.Payload.Length, message.Topic));
            switch (message.Qos)
            {
                case MqttQos.AtMostOnce:
                    Interlocked.Decrement(ref _qosZero);
                    break;
                case MqttQos.AtLeastOnce:
                    lock (_lock)
                    {
                        _unacknowledged--;
                    }
                    answers.Add(new PublishAckPacket(MqttPacketType.PubAck, packetId, MqttReasonCode.Success));
                    break;
                default:
                    session.MarkHandled(packetId);
                    answers.Add(new PublishAckPacket(MqttPacketType.PubRec, packetId, MqttReasonCode.Success));
                    break;
            }
        }
    }

    private async ValueTask HandleAsync(MqttMessage message, CancellationToken cancellation)
    {
        var handlers = session.Handlers.Wanting(message);
        foreach (var handler in handlers)
            await handler(message, cancellation).ConfigureAwait(false);
        if (handlers.Count > 0)
            return;
        if (options.OnMessage is { } otherwise)
            await otherwise(message, cancellation).ConfigureAwait(false);
        else if (options.Into is { } channel)
            await channel.WriteAsync(message, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sent again: handled before on an earlier connection, or waiting for its handler on this one.</summary>
    private bool IsRepeated(ushort packetId)
    {
        if (session.WasHandled(packetId))
        {
            answers.Add(new PublishAckPacket(MqttPacketType.PubRec, packetId, MqttReasonCode.Success));
            return true;
        }
        lock (_lock)
        {
            return !_exactlyOnce.Add(packetId);
        }
    }

    private void Count()
    {
        lock (_lock)
        {
            // 3.1.1 has no Receive Maximum; the bytes that wait are bounded all the same.
            if (++_unacknowledged <= options.ReceiveMaximum || options.Level == MqttLevel.V311)
                return;
        }
        Interlocked.Increment(ref _overruns);
        if (options.WhenReceiveMaximumIsExceeded == MqttOverrunPolicy.Disconnect)
        {
            throw new MqttProtocolException(MqttReasonCode.ReceiveMaximumExceeded,
                $"More than {options.ReceiveMaximum} messages without acknowledgement [MQTT-3.3.4-9].");
        }
    }

    private static long CostOf(long payload, string topic) => payload + 2 * topic.Length + Overhead;
}

/// <summary>A message handler threw.</summary>
internal sealed class MqttHandlerFailure(Exception inner) : Exception(inner.Message, inner);
