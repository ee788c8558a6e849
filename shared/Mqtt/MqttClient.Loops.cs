using System.Buffers;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Mqtt;

/// <content>What runs while the connection lasts, and how it ends.</content>
public sealed partial class MqttClient
{
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
            case MqttPacketType.PubAck or MqttPacketType.PubRec or MqttPacketType.PubComp:
                TakeAcknowledgement(PublishAckPacket.Decode(frame, decoder));
                return true;
            case MqttPacketType.PubRel:
                _delivery.Release(PublishAckPacket.Decode(frame, decoder).PacketId);
                return true;
            case MqttPacketType.SubAck or MqttPacketType.UnsubAck:
                var subAck = SubAckPacket.Decode(frame, decoder);
                _pending.Answer(frame.Type, subAck.PacketId, new(subAck.Reasons, subAck.Properties?.ReasonString));
                return true;
            case MqttPacketType.PingResp:
                PingPacket.Decode(frame, decoder);
                return true;
            case MqttPacketType.Disconnect:
                TakeFarewell(DisconnectPacket.Decode(frame, decoder));
                return false;
            default:
                throw MqttProtocolException.Violation($"{frame.Type} without having been asked for [MQTT-4.12.0-6].");
        }
    }

    private void TakeAcknowledgement(in PublishAckPacket packet)
    {
        switch (_session.Acknowledge(packet, out var leavesWindow))
        {
            case MqttStep.Release:
                _answers.Add(new PublishAckPacket(MqttPacketType.PubRel, packet.PacketId, MqttReasonCode.Success));
                break;
            case MqttStep.ReleaseUnknown:
                _answers.Add(new PublishAckPacket(
                    MqttPacketType.PubRel, packet.PacketId, MqttReasonCode.PacketIdentifierNotFound));
                break;
        }
        if (leavesWindow)
            _window.Release();
    }

    private void TakeFarewell(DisconnectPacket farewell)
    {
        var words = farewell.Properties?.ReasonString is { } said ? $", '{said}'" : "";
        var reference = farewell.Properties?.ServerReference;
        var elsewhere = reference is null ? "" : $"; it refers to '{reference}'";
        End($"the server ended the connection: {farewell.Reason.InWords()}{words}{elsewhere}",
            farewell.Reason, null, reference);
    }

    private async Task SendAgainAsync(MqttOutgoing[] underWay)
    {
        foreach (var outgoing in underWay)
        {
            await _window.WaitAsync(_closed).ConfigureAwait(false);
            outgoing.InWindow = true;
            if (outgoing.Released)
            {
                await SendAsync(
                    new PublishAckPacket(MqttPacketType.PubRel, outgoing.Id, MqttReasonCode.Success),
                    static (p, w) => { p.Encode(w); return true; }, _closed).ConfigureAwait(false);
            }
            else if (!await SendPublishAsync(
                outgoing.Message, outgoing.Id, true, outgoing.ExpiryAfter(_time), _closed).ConfigureAwait(false))
            {
                _session.Withdraw(outgoing, _connection);
                _window.Release();
                outgoing.Fail(TooLarge(outgoing.Message));
            }
        }
    }

    private async ValueTask SendAnswersAsync(Func<MqttWriter, bool> write) =>
        await SendAsync(write, static (answers, w) => answers(w), _closed).ConfigureAwait(false);

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

    /// <summary>False when the packet exceeds the server's limit, and was not sent.</summary>
    private ValueTask<bool> SendPublishAsync(
        MqttMessage message, ushort id, bool duplicate, uint? expiry, CancellationToken cancellation) => SendAsync(
            (Client: this, Message: message, Id: id, Duplicate: duplicate, Expiry: expiry),
            static (p, w) => p.Client.EncodePublish(w, p.Message, p.Id, p.Duplicate, p.Expiry), cancellation);

    private bool EncodePublish(MqttWriter writer, MqttMessage message, ushort id, bool duplicate, uint? expiry)
    {
        var properties = PublishPacket.ToProperties(message);
        if (expiry is not null)
            (properties ??= new MqttProperties()).MessageExpiryInterval = expiry;
        var packet = new PublishPacket(message.Topic, new ReadOnlySequence<byte>(message.Payload))
        {
            Qos = message.Qos,
            Retain = message.Retain,
            Duplicate = duplicate,
            PacketId = id,
            Properties = properties,
        };
        var alias = _aliases.Find(message.Topic, out var known);
        if (alias == 0)
            return packet.Encode(writer, _limits.MaxPacketBytes);
        (properties ??= new MqttProperties()).TopicAlias = alias;
        packet = packet with { Topic = known ? "" : message.Topic, Properties = properties };
        if (packet.Encode(writer, _limits.MaxPacketBytes))
        {
            _aliases.Confirm(message.Topic, alias);
            return true;
        }
        properties.TopicAlias = null;
        return (packet with { Topic = message.Topic }).Encode(writer, _limits.MaxPacketBytes);
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
            _pending.Withdraw(id);
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
        catch (Exception e) when (IsConnectionLost(e))
        {
            throw End($"the connection was lost while sending: {e.Message}", null, e);
        }
    }

    private async ValueTask EnterWindowAsync(CancellationToken cancellation)
    {
        if (_takenUp.IsCompleted && _window.Wait(0, CancellationToken.None))
            return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closed);
        try
        {
            // What is sent again goes first, in its order [MQTT-4.6.0-1].
            await _takenUp.WaitAsync(either.Token).ConfigureAwait(false);
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
        catch (Exception e) when (IsConnectionLost(e))
        {
            End($"the connection was lost: {e.Message}", null, e);
        }
        catch (Exception e)
        {
            var what = e is MqttHandlerFailure ? "the message handler failed" : "an unexpected error";
            await SayWhyAsync(MqttReasonCode.ImplementationSpecificError).ConfigureAwait(false);
            End($"{what}: {e.Message}", MqttReasonCode.ImplementationSpecificError, e.InnerException ?? e);
        }
    }

    private async Task SayWhyAsync(MqttReasonCode reason)
    {
        using var patience = new CancellationTokenSource(Farewell, _time);
        await MqttHandshake.SayWhyAsync(_link, reason, patience.Token).ConfigureAwait(false);
    }

    private async Task LeaveSessionAsync()
    {
        await _loops.ConfigureAwait(false);
        _session.Leave();
    }

    private MqttException TooLarge(MqttMessage message) => new(
        $"A message of {message.Payload.Length} bytes exceeds the server's packet limit of {_limits.MaxPacketBytes} "
        + "bytes [MQTT-3.2.2-15].")
    {
        ReasonCode = (byte)MqttReasonCode.PacketTooLarge,
    };

    private void ThrowIfEnded(bool isInSession = false)
    {
        if (EndedBy is not { } end)
            return;
        throw new MqttException(end.Message, end)
        {
            ReasonCode = end.ReasonCode,
            ServerReference = end.ServerReference,
            IsInSession = isInSession,
        };
    }

    private MqttException End(string why, MqttReasonCode? reason, Exception? cause, string? reference = null)
    {
        var name = _limits.ClientId;
        var end = new MqttException($"The MQTT connection of '{name}' has ended: {why}.", cause!)
        {
            ReasonCode = (byte?)reason,
            ServerReference = reference,
        };
        if (Interlocked.CompareExchange(ref _end, end, null) is { } earlier)
            return earlier;
        _closing.Cancel();
        _link.Dispose();
        _pending.FailAll(end);
        _session.ConnectionEnded(end);
        _ended.TrySetResult(why);
        return end;
    }
}
