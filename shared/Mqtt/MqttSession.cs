using CheckIn.Mqtt.Packets;

namespace CheckIn.Mqtt;

/// <summary>
/// The client's half of a session (MQTT 5.0 and 3.1.1, 4.1), in memory: messages at QoS 1 and 2 that the server has not
/// acknowledged completely, and the identifiers of messages at QoS 2 that have been handled but not released. Given to
/// one connection after another (one at a time), it makes QoS 2 exactly once across them: messages are sent again with
/// DUP in their first order, PUBREL likewise, and what the server sends again is not handled twice. It remembers the
/// subscriptions' handlers too.
/// </summary>
public sealed class MqttSession
{
    private readonly Lock _lock = new();
    private readonly HashSet<ushort> _ids = [];
    private readonly Dictionary<ushort, MqttOutgoing> _outgoing = [];
    private readonly HashSet<ushort> _received = [];
    private readonly bool _kept;
    private TaskCompletionSource? _use;
    private ushort _lastId;
    private long _order;
    private int _connection;

    /// <summary>A session without anything in it.</summary>
    public MqttSession() : this(kept: true) { }

    internal MqttSession(bool kept) => _kept = kept;

    /// <summary>Messages of ours that the server has not acknowledged completely.</summary>
    public int Unacknowledged
    {
        get
        {
            lock (_lock)
            {
                return _outgoing.Count;
            }
        }
    }

    /// <summary>A server has accepted it before, so the next connection goes on with it.</summary>
    internal bool IsEstablished { get; private set; }

    internal bool IsKept => _kept;

    internal MqttHandlers Handlers { get; } = new();

    /// <summary>Waits until the last handler of the connection before has returned.</summary>
    /// <exception cref="InvalidOperationException">Another connection uses it.</exception>
    internal async Task EnterAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        while (true)
        {
            Task earlier;
            lock (_lock)
            {
                if (_use is null)
                {
                    _use = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    return;
                }
                earlier = _use.Task;
            }
            try
            {
                await earlier.WaitAsync(patience, time, cancellation).ConfigureAwait(false);
            }
            catch (TimeoutException e)
            {
                throw new InvalidOperationException("The session is in use by another connection.", e);
            }
        }
    }

    internal void Leave()
    {
        TaskCompletionSource? use;
        lock (_lock)
        {
            (use, _use) = (_use, null);
        }
        use?.TrySetResult();
    }

    /// <summary>The server has it as well, or has begun a new one: then our half is void [MQTT-3.2.2-5].</summary>
    internal void Establish(bool present)
    {
        IsEstablished = true;
        if (!present)
            Lose();
    }

    internal ushort TakeId()
    {
        lock (_lock)
        {
            return TakeIdLocked();
        }
    }

    internal void ReturnId(ushort id)
    {
        lock (_lock)
        {
            _ids.Remove(id);
        }
    }

    /// <summary>Puts a message in.</summary>
    /// <returns>Null when a later connection than <paramref name="connection"/> has taken the session up.</returns>
    internal MqttOutgoing? Begin(MqttMessage message, long now, int connection)
    {
        // Whoever waits may stop waiting, and use its buffer again, before the message has been sent again.
        var own = _kept ? message with { Payload = message.Payload.ToArray() } : message;
        lock (_lock)
        {
            if (connection != _connection)
                return null;
            var outgoing = new MqttOutgoing(TakeIdLocked(), own, now) { Order = ++_order, InWindow = true };
            _outgoing.Add(outgoing.Id, outgoing);
            return outgoing;
        }
    }

    /// <summary>
    /// Takes back a message that never went on the wire, unless a later connection has put it there meanwhile.
    /// </summary>
    internal void Withdraw(MqttOutgoing outgoing, int connection)
    {
        lock (_lock)
        {
            if (connection == _connection)
                Remove(outgoing.Id);
        }
    }

    /// <summary>
    /// A connection begins: what is to be sent again, PUBREL in the order of PUBREC, then PUBLISH in its first order
    /// [MQTT-4.6.0-1].
    /// </summary>
    internal MqttOutgoing[] TakeUp(out int connection)
    {
        lock (_lock)
        {
            connection = ++_connection;
            foreach (var outgoing in _outgoing.Values)
                outgoing.InWindow = false;
            return [.. _outgoing.Values.OrderBy(o => !o.Released).ThenBy(o => o.Order)];
        }
    }

    /// <summary>Takes an acknowledgement; says what is to be done about it.</summary>
    /// <exception cref="MqttProtocolException">Nothing waits for it.</exception>
    internal MqttStep Acknowledge(in PublishAckPacket packet, out bool leavesWindow)
    {
        leavesWindow = false;
        MqttOutgoing? outgoing;
        lock (_lock)
        {
            _outgoing.TryGetValue(packet.PacketId, out outgoing);
            var step = Judge(packet, outgoing);
            if (step != MqttStep.Done)
            {
                if (step == MqttStep.Release && !outgoing!.Released)
                    (outgoing.Released, outgoing.Order) = (true, ++_order);
                return step;
            }
            leavesWindow = outgoing!.InWindow;
            Remove(packet.PacketId);
        }
        // PUBCOMP may say that the server no longer knew the identifier; then it had let go of it before.
        var reason = packet.Type == MqttPacketType.PubComp ? MqttReasonCode.Success : packet.Reason;
        outgoing.Complete(new([reason], packet.Properties?.ReasonString));
        return MqttStep.Done;
    }

    internal bool WasHandled(ushort id)
    {
        lock (_lock)
        {
            return _received.Contains(id);
        }
    }

    internal void MarkHandled(ushort id)
    {
        lock (_lock)
        {
            _received.Add(id);
        }
    }

    /// <summary>PUBREL came; false when its message was not known.</summary>
    internal bool Release(ushort id)
    {
        lock (_lock)
        {
            return _received.Remove(id);
        }
    }

    /// <summary>Ends everything that waits, unless a later connection will take it up.</summary>
    internal void ConnectionEnded(MqttException end)
    {
        if (!_kept)
            FailAll(end);
    }

    private static MqttStep Judge(in PublishAckPacket packet, MqttOutgoing? outgoing)
    {
        switch (packet.Type)
        {
            case MqttPacketType.PubRec when outgoing is null:
                return MqttStep.ReleaseUnknown;
            case MqttPacketType.PubComp when outgoing is null:
                return MqttStep.None;
            case MqttPacketType.PubRec when outgoing!.Message.Qos == MqttQos.ExactlyOnce:
                return outgoing.Released || !packet.Reason.IsError() ? MqttStep.Release : MqttStep.Done;
            case MqttPacketType.PubComp when outgoing!.Released:
            case MqttPacketType.PubAck when outgoing?.Message.Qos == MqttQos.AtLeastOnce:
                return MqttStep.Done;
            default:
                throw MqttProtocolException.Violation(
                    $"{packet.Type} for identifier {packet.PacketId}, which does not wait for it (4.3).");
        }
    }

    private void Lose()
    {
        FailAll(new MqttException("The server no longer knew the session; what was under way may have been lost.")
        {
            IsSessionLost = true,
        });
        lock (_lock)
        {
            _received.Clear();
        }
    }

    private void FailAll(MqttException error)
    {
        MqttOutgoing[] all;
        lock (_lock)
        {
            all = [.. _outgoing.Values];
            foreach (var outgoing in all)
                Remove(outgoing.Id);
        }
        foreach (var outgoing in all)
            outgoing.Fail(error);
    }

    private ushort TakeIdLocked()
    {
        if (_ids.Count == ushort.MaxValue)
            throw new MqttException("All 65535 packet identifiers wait for an answer.");
        do
        {
            _lastId = (ushort)(_lastId % ushort.MaxValue + 1);
        }
        while (!_ids.Add(_lastId));
        return _lastId;
    }

    private void Remove(ushort id)
    {
        if (_outgoing.Remove(id))
            _ids.Remove(id);
    }
}

/// <summary>What an acknowledgement asks for.</summary>
internal enum MqttStep : byte
{
    None = 0,
    /// <summary>The message has arrived, or was refused.</summary>
    Done,
    /// <summary>Send PUBREL.</summary>
    Release,
    /// <summary>Send PUBREL with Packet identifier not found.</summary>
    ReleaseUnknown,
}
