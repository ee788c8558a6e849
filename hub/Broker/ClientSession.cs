using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using CheckIn.Contract;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Broker;

/// <summary>
/// One connection, from CONNECT to its end. Strategy: this loop reads, the queue's loop writes, and they share
/// nothing else. Packets are handled one after another, and a gate's message is handed to the inbox and awaited
/// before it is acknowledged or anything further is read; so a slow commit slows its gate and nobody else, with
/// no buffer that could grow. Whoever wants the connection to end calls Close from anywhere: the first reason wins, the
/// loop wakes, the will goes out (before a successor's birth can), and only then is the client id's next
/// connection accepted.
/// </summary>
internal sealed class ClientSession
{
    private const int StillOpen = -1;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TakeOverPatience = TimeSpan.FromSeconds(5);
    private readonly BrokerParts _parts;
    private readonly PipeReader _input;
    private readonly PipeWriter _output;
    private readonly Action _abort;
    private readonly MqttDecoder _decoder;
    private readonly OutgoingQueue _queue;
    private readonly ClientSubscriptions _subscriptions;
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ConnectPacket? _connect;
    private MqttMessage? _will;
    private long _lastHeard;
    private TimeSpan _maxSilence;
    private bool _accepted;
    private bool _handling;
    private bool _refusalLogged;
    private int _closing = StillOpen;
    private string _why = "the connection was lost";

    public ClientSession(BrokerParts parts, IDuplexPipe transport, Action abort)
    {
        _parts = parts;
        _input = transport.Input;
        _output = transport.Output;
        _abort = abort;
        _decoder = new MqttDecoder(MqttLevel.V5, parts.Options.MaxPacketBytes);
        _queue = new OutgoingQueue(parts.Options, parts.Time);
        _subscriptions = new ClientSubscriptions(this, parts);
        _maxSilence = parts.Options.ConnectTimeout;
        _lastHeard = parts.Time.GetTimestamp();
    }

    public string ClientId { get; private set; } = "";

    /// <summary>Not while a message is being handled: then it is we who are slow.</summary>
    public bool IsSilent(TimeProvider time) =>
        !Volatile.Read(ref _handling) && time.GetElapsedTime(Volatile.Read(ref _lastHeard)) > _maxSilence;

    /// <summary>Ends the connection; only the first call counts.</summary>
    public void Close(MqttReasonCode reason, string why)
    {
        if (Interlocked.CompareExchange(ref _closing, (int)reason, StillOpen) != StillOpen)
            return;
        _why = why;
        if (reason is not (MqttReasonCode.Success or MqttReasonCode.ServerShuttingDown))
            Log.Closing(_parts.Log, ClientId, why, reason);
        // DISCONNECT must not go before CONNACK [MQTT-3.14.0-1], nor answer a DISCONNECT.
        _queue.Finish(Volatile.Read(ref _accepted) && reason != MqttReasonCode.Success ? reason : null);
        _input.CancelPendingRead();
    }

    /// <summary>Queues a message; a client that lets too much pile up is disconnected.</summary>
    public void Deliver(in Delivery delivery)
    {
        if (!_queue.TryAdd(delivery))
            Close(MqttReasonCode.QuotaExceeded, "it reads too slowly, and its queue is full");
    }

    public async Task RunAsync()
    {
        var writing = WriteAsync();
        try
        {
            await ReceiveAsync().ConfigureAwait(false);
        }
        catch (MqttProtocolException e)
        {
            if (!_accepted)
                _queue.TryAnswer(Admission.Unreadable(e));
            Close(e.Reason, e.Message);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The connection is gone; the will speaks for the client.
        }
        catch (Exception e)
        {
            Log.SessionFailed(_parts.Log, e, ClientId);
            Close(MqttReasonCode.UnspecifiedError, "an unexpected error");
        }
        await EndAsync(writing).ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        try
        {
            await _queue.RunAsync(_output).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (IOException or OperationCanceledException))
        {
            Log.SessionFailed(_parts.Log, e, ClientId);
            Close(MqttReasonCode.UnspecifiedError, "a packet for it could not be written");
        }
    }

    private async Task EndAsync(Task writing)
    {
        _subscriptions.RemoveAll();
        _queue.Finish(null);
        await PublishWillAsync().ConfigureAwait(false);
        _parts.Sessions.Close(this);
        _gone.TrySetResult();
        try
        {
            await writing.WaitAsync(Farewell, _parts.Time).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or IOException or OperationCanceledException
            or InvalidOperationException)
        {
            _abort();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReceiveAsync()
    {
        while (true)
        {
            var read = await _input.ReadAsync().ConfigureAwait(false);
            var buffer = read.Buffer;
            var more = !read.IsCanceled;
            while (more && _closing == StillOpen && _decoder.TryReadFrame(ref buffer, out var frame))
            {
                Volatile.Write(ref _handling, true);
                more = await HandleAsync(frame).ConfigureAwait(false);
                Volatile.Write(ref _lastHeard, _parts.Time.GetTimestamp());
                Volatile.Write(ref _handling, false);
            }
            _input.AdvanceTo(buffer.Start, buffer.End);
            if (!more || read.IsCompleted || _closing != StillOpen)
                return;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> HandleAsync(MqttFrame frame)
    {
        if (_connect is null)
            return await ConnectAsync(frame).ConfigureAwait(false);
        switch (frame.Type)
        {
            case MqttPacketType.Publish:
                await PublishAsync(PublishPacket.Decode(frame, _decoder)).ConfigureAwait(false);
                return true;
            case MqttPacketType.PubAck:
                _queue.Acknowledge(PublishAckPacket.Decode(frame, _decoder).PacketId);
                return true;
            case MqttPacketType.PingReq:
                PingPacket.Decode(frame, _decoder);
                AnswerOrClose(_queue.TryAnswer(MqttPacketType.PingResp));
                return true;
            case MqttPacketType.Subscribe:
                Subscribe(SubscribePacket.Decode(frame, _decoder));
                return true;
            case MqttPacketType.Unsubscribe:
                var unsubscribe = UnsubscribePacket.Decode(frame, _decoder);
                AnswerOrClose(_queue.TryAnswer(_subscriptions.Remove(unsubscribe)));
                return true;
            case MqttPacketType.Disconnect:
                Disconnect(DisconnectPacket.Decode(frame, _decoder));
                return false;
            case MqttPacketType.Connect:
                throw new MqttProtocolException(MqttReasonCode.ProtocolError, "A second CONNECT [MQTT-3.1.0-2].");
            default:
                throw new MqttProtocolException(
                    MqttReasonCode.ProtocolError, $"A client never sends {frame.Type} here (2.1.2).");
        }
    }

    private async ValueTask<bool> ConnectAsync(MqttFrame frame)
    {
        if (frame.Type != MqttPacketType.Connect)
            throw new MqttProtocolException(
                MqttReasonCode.ProtocolError, "The first packet is not CONNECT [MQTT-3.1.0-1].");
        var connect = ConnectPacket.Decode(frame, _decoder);
        var admission = Admission.Decide(connect, _parts.Options, static () => $"anonymous-{Guid.NewGuid():N}");
        ClientId = admission.ClientId;
        if (admission.Answer.Reason.IsError())
        {
            Log.Refused(_parts.Log, ClientId, admission.Why, admission.Answer.Reason);
            _queue.TryAnswer(admission.Answer);
            return false;
        }
        await TakeOverAsync().ConfigureAwait(false);
        // An even newer connection may have come while this one waited: then it never was a session, nor is its will.
        if (_closing != StillOpen)
            return false;
        _connect = connect;
        _will = connect.Will;
        _maxSilence = admission.MaxSilence;
        _queue.Limit(connect.Properties?.ReceiveMaximum, connect.Properties?.MaximumPacketSize);
        _queue.TryAnswer(admission.Answer);
        Volatile.Write(ref _accepted, true);
        Log.Connected(_parts.Log, ClientId, admission.MaxSilence.TotalSeconds / 1.5);
        return true;
    }

    /// <summary>Closes the client's older connection and lets its will go out first [MQTT-3.1.4-3].</summary>
    private async Task TakeOverAsync()
    {
        if (_parts.Sessions.TakeOver(ClientId, this) is not { } older)
            return;
        older.Close(MqttReasonCode.SessionTakenOver, "the same client connected again");
        try
        {
            await older._gone.Task.WaitAsync(TakeOverPatience, _parts.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Its last message is stuck in the inbox; the newer connection need not wait for that.
        }
    }

    private async ValueTask PublishAsync(PublishPacket packet)
    {
        if (packet.Qos == MqttQos.ExactlyOnce)
            throw new MqttProtocolException(
                MqttReasonCode.QosNotSupported, "QoS 2 exceeds Maximum QoS [MQTT-3.2.2-11].");
        if (packet.Properties?.TopicAlias is not null)
            throw new MqttProtocolException(
                MqttReasonCode.TopicAliasInvalid, "No Topic Alias was offered [MQTT-3.3.2-9].");
        if (packet.Properties?.SubscriptionIdentifiers.Count > 0)
            throw new MqttProtocolException(
                MqttReasonCode.ProtocolError, "A client's Subscription Identifier [MQTT-3.3.4-6].");
        MqttReasonCode reason;
        if (TopicTree<ClientSession>.IsTooDeep(packet.Topic))
            reason = MqttReasonCode.TopicNameInvalid;
        else if (!PublishAccess.Allows(ClientId, packet.Topic, out var leaf))
            reason = NotAuthorized(packet.Topic);
        else if (leaf is null)
            reason = Dispatch(packet);
        else if (await TryHandInAsync(leaf.Value, packet.Payload).ConfigureAwait(false))
            reason = Dispatch(packet);
        else
            return;
        if (packet.Qos == MqttQos.AtLeastOnce)
            AnswerOrClose(_queue.TryAnswer(MqttPacketType.PubAck, packet.PacketId, reason));
    }

    private async ValueTask<bool> TryHandInAsync(GateTopic leaf, ReadOnlySequence<byte> payload)
    {
        try
        {
            await _parts.Inbox.OnPublishAsync(ClientId, leaf, payload, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception e)
        {
            // Without PUBACK the gate keeps the message, and sends it again on its next connection.
            Log.InboxFailed(_parts.Log, e, ClientId, leaf);
            Close(MqttReasonCode.ImplementationSpecificError, "the hub could not take its message");
            return false;
        }
    }

    /// <summary>To subscribers and the retained messages; copied only when there is somebody to have it.</summary>
    private MqttReasonCode Dispatch(in PublishPacket packet)
    {
        if (!packet.Retain && !_parts.Broker.HasSubscriber(packet.Topic))
            return MqttReasonCode.Success;
        var reason = _parts.Broker.Route(packet.ToMessage(), this);
        return reason.IsError() ? reason : MqttReasonCode.Success;
    }

    private MqttReasonCode NotAuthorized(string topic)
    {
        if (!_refusalLogged)
            Log.NotAuthorized(_parts.Log, ClientId, topic);
        _refusalLogged = true;
        return MqttReasonCode.NotAuthorized;
    }

    private void Subscribe(SubscribePacket packet)
    {
        var granted = new List<Subscription>(packet.Subscriptions.Count);
        var answer = _subscriptions.Grant(packet, granted);
        _parts.Broker.Subscribe(this, granted, () => AnswerOrClose(_queue.TryAnswer(answer)));
    }

    private void Disconnect(DisconnectPacket packet)
    {
        if (packet.Properties?.SessionExpiryInterval > 0 && _connect!.Properties?.SessionExpiryInterval is null or 0)
            throw new MqttProtocolException(
                MqttReasonCode.ProtocolError, "Session Expiry was 0 at CONNECT (3.14.2.2.2).");
        // Any other reason asks for the will (3.14.2.1, [MQTT-3.14.4-3]).
        if (packet.Reason == MqttReasonCode.Success)
        {
            _will = null;
            Log.Disconnected(_parts.Log, ClientId);
        }
        Close(MqttReasonCode.Success, $"it disconnected with {packet.Reason.InWords()}");
    }

    private void AnswerOrClose(bool taken)
    {
        if (!taken)
            Close(MqttReasonCode.QuotaExceeded, "it does not read its answers");
    }

    /// <summary>
    /// The will, unless the client said goodbye. Nor when this server stops: the loss would be the hub's, not the
    /// gates' (3.1.2.5 lets a stopping server withhold it).
    /// </summary>
    private async Task PublishWillAsync()
    {
        if (_will is not { } will || _closing == (int)MqttReasonCode.ServerShuttingDown)
            return;
        Log.Lost(_parts.Log, ClientId, _why);
        PublishAccess.Allows(ClientId, will.Topic, out var leaf);
        try
        {
            if (leaf is { } topic)
            {
                await _parts.Inbox.OnPublishAsync(
                    ClientId, topic, new ReadOnlySequence<byte>(will.Payload), CancellationToken.None)
                    .ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Log.WillFailed(_parts.Log, e, ClientId);
        }
        _parts.Broker.Route(will, this);
    }
}
