using System.Buffers;
using System.Net.Sockets;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Mqtt;

/// <summary>
/// One MQTT 5 connection, clean start, QoS 0 and 1. After it has ended, make another.
/// Strategy: three loops live as long as the connection. The receiver decodes and never waits for anybody, so
/// acknowledgements and pings get through while a handler works; the deliverer calls the handler in order and then
/// acknowledges, which is flow control towards the server; keep-alive pings, and ends a connection from which nothing
/// came for one and a half Keep Alives. Whichever notices the end first calls End, once: it closes the
/// socket and fails everything that waits with the same <see cref="MqttException"/>. So nothing waits for ever.
/// </summary>
public sealed class MqttClient : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
    private readonly MqttClientOptions _options;
    private readonly TimeProvider _time;
    private readonly MqttLink _link;
    private readonly MqttServerLimits _limits;
    private readonly MqttDelivery _delivery;
    private readonly MqttRequests _requests = new();
    private readonly SemaphoreSlim _window;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _loops;
    private readonly Task _receiving;
    private MqttException? _end;

    private MqttClient(MqttClientOptions options, TimeProvider time, MqttLink link, ConnAckPacket accepted)
    {
        _options = options;
        _time = time;
        _link = link;
        _limits = MqttServerLimits.From(accepted, options);
        _window = new SemaphoreSlim(_limits.ReceiveMaximum);
        _closed = _closing.Token;
        _delivery = new MqttDelivery(options, AcknowledgeAsync);
        _receiving = Guard(ReceiveAsync);
        _loops = Task.WhenAll(_receiving, Guard(() => _delivery.RunAsync(_closed)), Guard(KeepAliveAsync));
    }

    /// <summary>Connects; throws <see cref="MqttException"/> when refused.</summary>
    public static async Task<MqttClient> ConnectAsync(
        MqttClientOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var (link, accepted) = await MqttHandshake.OpenAsync(options, time, cancellation).ConfigureAwait(false);
        return new MqttClient(options, time, link, accepted);
    }

    /// <summary>Completes (never faults) when the connection has ended, with the reason in words.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Messages at QoS 0 that were dropped because the handler was too slow.</summary>
    public long Dropped => _delivery.Dropped;

    /// <summary>
    /// Publishes; completes on the wire (QoS 0) or with PUBACK (QoS 1). Waits while Receive Maximum is used up.
    /// </summary>
    /// <exception cref="MqttException">The server refused it, forbids it, or the connection ended.</exception>
    public async ValueTask PublishAsync(MqttMessage message, CancellationToken cancellation)
    {
        _limits.Check(message);
        ThrowIfEnded();
        if (message.Qos == MqttQos.AtMostOnce)
        {
            await SendPublishAsync(message, 0, cancellation).ConfigureAwait(false);
            return;
        }
        await EnterWindowAsync(cancellation).ConfigureAwait(false);
        var (id, acknowledged) = _requests.Open(MqttPacketType.PubAck);
        try
        {
            await SendPublishAsync(message, id, cancellation).ConfigureAwait(false);
        }
        catch
        {
            _requests.Withdraw(id);
            _window.Release();
            throw;
        }
        var answer = await acknowledged.WaitAsync(cancellation).ConfigureAwait(false);
        if (answer.Reasons[0].IsError())
            throw MqttException.Refused(
                $"The server refused a message on '{message.Topic}'", answer.Reasons[0], answer.Words);
    }

    /// <summary>Subscribes; throws when any filter is refused.</summary>
    public async Task SubscribeAsync(IReadOnlyList<string> filters, MqttQos qos, CancellationToken cancellation)
    {
        if (qos == MqttQos.ExactlyOnce)
            throw new MqttException("This client receives QoS 0 and 1; QoS 2 was asked for.") { ReasonCode = 0x9B };
        foreach (var filter in filters)
        {
            if (!MqttTopic.IsValidFilter(filter))
                throw new ArgumentException($"'{filter}' is not a topic filter.", nameof(filters));
        }
        ThrowIfEnded();
        var (id, answered) = _requests.Open(MqttPacketType.SubAck);
        var packet = new SubscribePacket(id, [.. filters.Select(f => new MqttSubscription(f, qos))]);
        await SendOrWithdrawAsync(packet, id, static (p, w) => { p.Encode(w); return true; }, cancellation)
            .ConfigureAwait(false);
        var answer = await answered.WaitAsync(cancellation).ConfigureAwait(false);
        for (var i = 0; i < filters.Count && i < answer.Reasons.Count; i++)
        {
            if (answer.Reasons[i].IsError())
                throw MqttException.Refused(
                    $"The server refused to subscribe '{filters[i]}'", answer.Reasons[i], answer.Words);
        }
    }

    /// <summary>Takes subscriptions back.</summary>
    public async Task UnsubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellation)
    {
        ThrowIfEnded();
        var (id, answered) = _requests.Open(MqttPacketType.UnsubAck);
        await SendOrWithdrawAsync(new UnsubscribePacket(id, filters), id,
            static (p, w) => { p.Encode(w); return true; }, cancellation).ConfigureAwait(false);
        await answered.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Says goodbye: DISCONNECT 0x00, so that the will is not published.</summary>
    public async Task DisconnectAsync(CancellationToken cancellation)
    {
        ThrowIfEnded();
        await SendAsync(new DisconnectPacket(MqttPacketType.Disconnect, MqttReasonCode.Success),
            static (p, w) => { p.Encode(w); return true; }, cancellation).ConfigureAwait(false);
        // Closing at once could reset the connection and lose the farewell; the server closes when it has read it.
        _link.ShutdownSending();
        try
        {
            await _receiving.WaitAsync(Farewell, _time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It had its time; what it has not read by now is lost.
        }
        finally
        {
            End("disconnected by this client", null, null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        End("closed by this client", null, null);
        // A handler that disposes its client is part of the loops and cannot wait for itself.
        if (!_delivery.IsInHandler)
            await _loops.ConfigureAwait(false);
    }

    private async Task ReceiveAsync()
    {
        await _link.ReceiveAsync(Take, _closed).ConfigureAwait(false);
        End("the server closed the connection", null, null);
    }

    private bool Take(MqttFrame frame)
    {
        var decoder = _link.Decoder;
        switch (frame.Type)
        {
            case MqttPacketType.Publish:
                _delivery.Add(PublishPacket.Decode(frame, decoder));
                return true;
            case MqttPacketType.PubAck:
                var ack = PublishAckPacket.Decode(frame, decoder);
                _requests.Answer(frame.Type, ack.PacketId, new([ack.Reason], ack.Properties?.ReasonString));
                _window.Release();
                return true;
            case MqttPacketType.SubAck or MqttPacketType.UnsubAck:
                var subAck = SubAckPacket.Decode(frame, decoder);
                _requests.Answer(frame.Type, subAck.PacketId, new(subAck.Reasons, subAck.Properties?.ReasonString));
                return true;
            case MqttPacketType.PingResp:
                PingPacket.Decode(frame, decoder);
                return true;
            case MqttPacketType.Disconnect:
                var farewell = DisconnectPacket.Decode(frame, decoder);
                var words = farewell.Properties?.ReasonString is { } said ? $", '{said}'" : "";
                End($"the server ended the connection: {farewell.Reason.InWords()}{words}", farewell.Reason, null);
                return false;
            default:
                throw MqttProtocolException.Violation($"A server never sends {frame.Type} here.");
        }
    }

    private async Task KeepAliveAsync()
    {
        var interval = _limits.KeepAlive;
        if (interval == TimeSpan.Zero)
            return;
        while (true)
        {
            await Task.Delay(interval / 4, _time, _closed).ConfigureAwait(false);
            if (_link.SinceReceived > interval * 1.5)
            {
                End($"nothing came from the server for {_link.SinceReceived.TotalSeconds:0.0} s", null, null);
                return;
            }
            // Not awaited: a ping that cannot be written must not keep the silence from being noticed.
            if (_link.SinceSent >= interval * 0.75 || _link.SinceReceived >= interval * 0.75)
                _ = Guard(SendPingAsync);
        }
    }

    private async Task SendPingAsync() => await SendAsync(
        new PingPacket(MqttPacketType.PingReq), static (p, w) => { p.Encode(w); return true; }, _closed)
        .ConfigureAwait(false);

    private async ValueTask AcknowledgeAsync(ushort packetId) => await SendAsync(
        new PublishAckPacket(MqttPacketType.PubAck, packetId, MqttReasonCode.Success),
        static (p, w) => { p.Encode(w); return true; }, _closed).ConfigureAwait(false);

    private async ValueTask SendPublishAsync(MqttMessage message, ushort id, CancellationToken cancellation)
    {
        var packet = new PublishPacket(message.Topic, new ReadOnlySequence<byte>(message.Payload))
        {
            Qos = message.Qos,
            Retain = message.Retain,
            PacketId = id,
            Properties = PublishPacket.ToProperties(message),
        };
        var limit = _limits.MaxPacketBytes;
        var sent = await SendAsync((packet, limit), static (p, w) => p.packet.Encode(w, p.limit), cancellation)
            .ConfigureAwait(false);
        if (!sent)
        {
            throw new MqttException(
                $"A message of {message.Payload.Length} bytes exceeds the server's packet limit of {limit} bytes.")
            {
                ReasonCode = (byte)MqttReasonCode.PacketTooLarge,
            };
        }
    }

    private async Task SendOrWithdrawAsync<T>(
        T packet, ushort id, Func<T, MqttWriter, bool> encode, CancellationToken cancellation)
    {
        try
        {
            await SendAsync(packet, encode, cancellation).ConfigureAwait(false);
        }
        catch
        {
            _requests.Withdraw(id);
            throw;
        }
    }

    private async ValueTask<bool> SendAsync<T>(
        T packet, Func<T, MqttWriter, bool> encode, CancellationToken cancellation)
    {
        try
        {
            return await _link.SendAsync(packet, encode, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException
            or ObjectDisposedException or InvalidOperationException)
        {
            throw End($"the connection was lost while sending: {e.Message}", null, e);
        }
    }

    private async ValueTask EnterWindowAsync(CancellationToken cancellation)
    {
        if (_window.Wait(0, CancellationToken.None))
            return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closed);
        try
        {
            await _window.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            ThrowIfEnded();
        }
    }

    /// <summary>Runs a loop; however it fails, the connection ends and says why.</summary>
    private async Task Guard(Func<Task> loop)
    {
        try
        {
            await loop().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The connection has ended; End said why.
        }
        catch (MqttProtocolException e)
        {
            await SayWhyAsync(e.Reason).ConfigureAwait(false);
            End($"the server broke the protocol: {e.Message}", e.Reason, e);
        }
        catch (MqttException)
        {
            // Thrown by End.
        }
        catch (Exception e) when (e is IOException or SocketException
            or ObjectDisposedException or InvalidOperationException)
        {
            End($"the connection was lost: {e.Message}", null, e);
        }
        catch (Exception e)
        {
            await SayWhyAsync(MqttReasonCode.ImplementationSpecificError).ConfigureAwait(false);
            End($"the message handler failed: {e.Message}", MqttReasonCode.ImplementationSpecificError, e);
        }
    }

    private async Task SayWhyAsync(MqttReasonCode reason)
    {
        using var patience = new CancellationTokenSource(Farewell, _time);
        try
        {
            await _link.SendAsync(new DisconnectPacket(MqttPacketType.Disconnect, reason),
                static (p, w) => { p.Encode(w); return true; }, patience.Token).AsTask()
                .WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException
            or InvalidOperationException or OperationCanceledException)
        {
            // It could not be said; the connection closes all the same.
        }
    }

    private void ThrowIfEnded()
    {
        if (Volatile.Read(ref _end) is { } end)
            throw new MqttException(end.Message, end) { ReasonCode = end.ReasonCode };
    }

    private MqttException End(string why, MqttReasonCode? reason, Exception? cause)
    {
        var message = $"The MQTT connection of '{_options.ClientId}' has ended: {why}.";
        var end = new MqttException(message, cause!) { ReasonCode = (byte?)reason };
        if (Interlocked.CompareExchange(ref _end, end, null) is { } earlier)
            return earlier;
        _closing.Cancel();
        _link.Dispose();
        _requests.FailAll(end);
        _ended.TrySetResult(why);
        return end;
    }
}
