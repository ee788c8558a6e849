using System.Buffers;
using System.IO.Pipelines;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Broker;

/// <summary>
/// What one client is to be sent, and the only writer of its connection. Answers go ahead of messages; messages at
/// QoS 1 wait while the client's Receive Maximum is used up. Adding never blocks: past its bounds the queue says no,
/// and the session disconnects the client. The loop writes whatever has gathered before it flushes once.
/// </summary>
internal sealed class OutgoingQueue(BrokerOptions options, TimeProvider time)
{
    private const int FlushAt = 16 * 1024;
    private readonly Lock _lock = new();
    private readonly WakeSignal _wake = new();
    private readonly Queue<(MqttPacketType Type, ushort Id, MqttReasonCode Reason, object? Packet)> _answers = new();
    private readonly Queue<Delivery> _messages = new();
    private readonly HashSet<ushort> _inFlight = [];
    private int _window = options.MaxInFlight;
    private long _maxPacketBytes = MqttWriter.MaxRemainingLength + 5L;
    private long _queuedBytes;
    private ushort _lastId;
    private bool _finished;
    private MqttReasonCode? _farewell;

    /// <summary>The client's own limits, from CONNECT.</summary>
    public void Limit(uint? receiveMaximum, uint? maxPacketBytes)
    {
        lock (_lock)
        {
            _window = (int)Math.Min(receiveMaximum ?? ushort.MaxValue, (uint)options.MaxInFlight);
            _maxPacketBytes = maxPacketBytes ?? _maxPacketBytes;
        }
    }

    /// <summary>Queues an acknowledgement or PINGRESP; false when the client does not read what it is sent.</summary>
    public bool TryAnswer(MqttPacketType type, ushort id = 0, MqttReasonCode reason = MqttReasonCode.Success) =>
        TryAnswer(type, id, reason, null);

    public bool TryAnswer(ConnAckPacket packet) => TryAnswer(MqttPacketType.ConnAck, 0, packet.Reason, packet);

    public bool TryAnswer(SubAckPacket packet) => TryAnswer(packet.Type, packet.PacketId, default, packet);

    private bool TryAnswer(MqttPacketType type, ushort id, MqttReasonCode reason, object? packet)
    {
        lock (_lock)
        {
            if (_finished)
                return true;
            if (_answers.Count >= options.MaxQueuedMessages)
                return false;
            _answers.Enqueue((type, id, reason, packet));
        }
        _wake.Set();
        return true;
    }

    public bool TryAdd(in Delivery delivery)
    {
        lock (_lock)
        {
            if (_finished)
                return true;
            var bytes = _queuedBytes + delivery.Routed.Bytes;
            if (_messages.Count >= options.MaxQueuedMessages || bytes > options.MaxQueuedBytes)
                return false;
            _queuedBytes = bytes;
            _messages.Enqueue(delivery);
        }
        _wake.Set();
        return true;
    }

    /// <summary>The client acknowledged a message; an identifier that was not in flight changes nothing.</summary>
    public void Acknowledge(ushort id)
    {
        lock (_lock)
        {
            if (!_inFlight.Remove(id) || _messages.Count == 0)
                return;
        }
        _wake.Set();
    }

    /// <summary>
    /// Drops the messages, sends the answers and then DISCONNECT with the reason (null = none); the loop ends.
    /// </summary>
    public void Finish(MqttReasonCode? farewell)
    {
        lock (_lock)
        {
            if (_finished)
                return;
            _finished = true;
            _farewell = farewell;
            _messages.Clear();
        }
        _wake.Set();
    }

    public async Task RunAsync(PipeWriter output)
    {
        var writer = new MqttWriter(output);
        while (true)
        {
            await _wake.WaitAsync().ConfigureAwait(false);
            bool finished;
            while (WriteSome(output, writer, out finished))
            {
                if ((await output.FlushAsync().ConfigureAwait(false)).IsCompleted)
                    return;
            }
            if (finished)
                return;
        }
    }

    private bool WriteSome(PipeWriter output, MqttWriter writer, out bool finished)
    {
        var before = output.UnflushedBytes;
        finished = false;
        while (output.UnflushedBytes < FlushAt && WriteNext(writer))
        {
        }
        lock (_lock)
        {
            finished = _finished && _answers.Count == 0;
            if (finished && _farewell is { } reason)
            {
                _farewell = null;
                new DisconnectPacket(MqttPacketType.Disconnect, reason).Encode(writer);
            }
        }
        return output.UnflushedBytes > before;
    }

    private bool WriteNext(MqttWriter writer)
    {
        (MqttPacketType, ushort, MqttReasonCode, object?) answer;
        Delivery delivery = default;
        ushort id = 0;
        lock (_lock)
        {
            if (!_answers.TryDequeue(out answer) && !TryTakeMessage(out delivery, out id))
                return false;
        }
        if (delivery.Routed is null)
            WriteAnswer(writer, answer);
        else if (!WriteMessage(writer, delivery, id))
            Acknowledge(id);
        return true;
    }

    private bool TryTakeMessage(out Delivery delivery, out ushort id)
    {
        id = 0;
        if (!_messages.TryPeek(out delivery))
            return false;
        if (delivery.Qos != MqttQos.AtMostOnce)
        {
            if (_inFlight.Count >= _window)
            {
                delivery = default;
                return false;
            }
            do
            {
                _lastId = (ushort)(_lastId % ushort.MaxValue + 1);
            }
            while (!_inFlight.Add(_lastId));
            id = _lastId;
        }
        _messages.Dequeue();
        _queuedBytes -= delivery.Routed.Bytes;
        return true;
    }

    private static void WriteAnswer(
        MqttWriter writer, (MqttPacketType Type, ushort Id, MqttReasonCode Reason, object? Packet) answer)
    {
        switch (answer.Packet)
        {
            case ConnAckPacket connAck: connAck.Encode(writer); break;
            case SubAckPacket subAck: subAck.Encode(writer); break;
            default:
                if (answer.Type == MqttPacketType.PingResp)
                    new PingPacket(answer.Type).Encode(writer);
                else
                    new PublishAckPacket(answer.Type, answer.Id, answer.Reason).Encode(writer);
                break;
        }
    }

    /// <summary>
    /// False when the message was dropped: expired [MQTT-3.3.2-5], or too large for the client [MQTT-3.1.2-25].
    /// </summary>
    private bool WriteMessage(MqttWriter writer, in Delivery delivery, ushort id)
    {
        if (!delivery.Routed.TryGetExpiry(time, out var expiry))
            return false;
        var message = delivery.Routed.Message;
        var properties = PublishPacket.ToProperties(message);
        if (expiry is not null)
            properties!.MessageExpiryInterval = expiry;
        foreach (var identifier in delivery.SubscriptionIdentifiers)
            (properties ??= new MqttProperties()).AddSubscriptionIdentifier(identifier);
        var packet = new PublishPacket(message.Topic, new ReadOnlySequence<byte>(message.Payload))
        {
            Qos = delivery.Qos,
            Retain = delivery.Retain,
            PacketId = id,
            Properties = properties,
        };
        return packet.Encode(writer, _maxPacketBytes);
    }
}
