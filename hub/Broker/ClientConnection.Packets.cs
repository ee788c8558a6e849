using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Broker;

/// <content>What a connected client sends.</content>
internal sealed partial class ClientConnection
{
    private static ValueTask<bool> Continue => ValueTask.FromResult(true);

    private ValueTask<bool> HandleAsync(in MqttFrame frame)
    {
        if (_session is null)
            return ConnectAsync(frame);
        switch (frame.Type)
        {
            case MqttPacketType.Publish:
                return PublishAsync(Decode(frame));
            case MqttPacketType.PubAck:
                _session.Complete(PublishAckPacket.Decode(frame, _decoder).PacketId);
                return Continue;
            case MqttPacketType.PubRec:
                Receive(PublishAckPacket.Decode(frame, _decoder));
                return Continue;
            case MqttPacketType.PubRel:
                Release(PublishAckPacket.Decode(frame, _decoder).PacketId);
                return Continue;
            case MqttPacketType.PubComp:
                _session.Complete(PublishAckPacket.Decode(frame, _decoder).PacketId);
                return Continue;
            case MqttPacketType.PingReq:
                PingPacket.Decode(frame, _decoder);
                Send(new Answer(MqttPacketType.PingResp, 0, default, null));
                return Continue;
            case MqttPacketType.Subscribe:
                Subscribe(SubscribePacket.Decode(frame, _decoder));
                return Continue;
            case MqttPacketType.Unsubscribe:
                Unsubscribe(UnsubscribePacket.Decode(frame, _decoder));
                return Continue;
            case MqttPacketType.Disconnect:
                Disconnect(DisconnectPacket.Decode(frame, _decoder));
                return ValueTask.FromResult(false);
            default:
                // AUTH without extended authentication in CONNECT [MQTT-4.12.0-1].
                throw new MqttProtocolException(
                    MqttReasonCode.ProtocolError, $"A client never sends {frame.Type} here (2.1.2).");
        }
    }

    /// <summary>Aliases are remembered from the first one on; most clients never use any.</summary>
    private PublishPacket Decode(in MqttFrame frame)
    {
        var packet = PublishPacket.Decode(frame, _decoder);
        if (packet.Properties?.TopicAlias is null || _decoder.TopicAliasMaximum is not null)
            return packet;
        _decoder.TopicAliasMaximum = _parts.Options.TopicAliasMaximum;
        return PublishPacket.Decode(frame, _decoder);
    }

    private ValueTask<bool> PublishAsync(PublishPacket packet)
    {
        _parts.Metrics.Received();
        if (packet.Qos == MqttQos.ExactlyOnce && !MayReceive(packet))
            return Continue;
        var route = _route;
        if (route is null || (!ReferenceEquals(route.Topic, packet.Topic) && route.Topic != packet.Topic))
            _route = route = TopicRoute.Find(packet.Topic, _identity!, _parts.Access);
        if (route.Refusal.IsError())
        {
            NoteRefusal(packet.Topic);
            Finish(packet, route.Refusal);
            return Continue;
        }
        if (route.Gate is null)
        {
            Finish(packet, Dispatch(packet, route, out var behind));
            return behind?.CatchingUp is { } caughtUp ? HoldBackUntilAsync(caughtUp) : Continue;
        }
        var handing = _parts.Inbox.OnPublishAsync(route.Gate, route.Leaf, packet.Payload, CancellationToken.None);
        if (!handing.IsCompletedSuccessfully)
            return HandInAsync(handing, packet, route);
        // Done already; a pooled source wants to be asked.
        handing.GetAwaiter().GetResult();
        Finish(packet, Dispatch(packet, route, out _));
        return Continue;
    }

    /// <summary>
    /// A subscriber that falls behind holds its publishers back, by their flow control, as long as it takes a good
    /// number of messages meanwhile; otherwise housekeeping gives it up, and what becomes of its queue is its own
    /// affair.
    /// </summary>
    private async ValueTask<bool> HoldBackUntilAsync(Task caughtUp)
    {
        _output.End();
        _parts.Metrics.HeldBack();
        await caughtUp.ConfigureAwait(false);
        _output.Begin();
        return true;
    }

    private async ValueTask<bool> HandInAsync(ValueTask handing, PublishPacket packet, TopicRoute route)
    {
        // What is answered already need not wait for the inbox, nor need anything that is on its way to this client.
        _output.End();
        try
        {
            await handing.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Without PUBACK the gate keeps the message, and sends it again on its next connection.
            Log.InboxFailed(_parts.Log, e, ClientId, route.Leaf);
            if (packet.Qos == MqttQos.ExactlyOnce)
                _session!.Forget(packet.PacketId);
            Close(MqttReasonCode.ImplementationSpecificError, "the hub could not take its message");
            return false;
        }
        _output.Begin();
        Finish(packet, Dispatch(packet, route, out _));
        return true;
    }

    /// <summary>To subscribers and the retained messages; copied only when there is somebody to have it.</summary>
    private MqttReasonCode Dispatch(in PublishPacket packet, TopicRoute route, out Session? behind)
    {
        behind = null;
        if (!packet.Retain && _parts.Broker.IsDeserted(route))
            return MqttReasonCode.Success;
        var reason = _parts.Broker.Route(packet.ToMessage(), _session, out behind);
        return reason.IsError() ? reason : MqttReasonCode.Success;
    }

    private void Finish(in PublishPacket packet, MqttReasonCode reason)
    {
        if (reason.IsError())
        {
            _parts.Metrics.Denied(reason);
            if (packet.Qos == MqttQos.AtMostOnce)
                return;
            if (packet.Qos == MqttQos.ExactlyOnce)
                _session!.Forget(packet.PacketId);
            if (_decoder.Level == MqttLevel.V311)
            {
                // It knows no refusal, and must not take silence for success (MQTT 3.1.1, 3.3.5).
                Close(reason, "its message was refused");
                return;
            }
        }
        if (packet.Qos != MqttQos.AtMostOnce)
        {
            Send(new Answer(
                packet.Qos == MqttQos.AtLeastOnce ? MqttPacketType.PubAck : MqttPacketType.PubRec,
                packet.PacketId, reason, null));
        }
    }

    /// <summary>False for one that was here before: it is answered again and goes no further [MQTT-4.3.3-10].</summary>
    private bool MayReceive(in PublishPacket packet)
    {
        var max = _decoder.Level == MqttLevel.V311 ? ushort.MaxValue : _parts.Options.ReceiveMaximum;
        switch (_session!.TryReceive(packet.PacketId, max))
        {
            case true:
                return true;
            case false:
                Send(new Answer(MqttPacketType.PubRec, packet.PacketId, MqttReasonCode.Success, null));
                return false;
            default:
                throw new MqttProtocolException(
                    MqttReasonCode.ReceiveMaximumExceeded,
                    "More messages under way than Receive Maximum [MQTT-3.3.4-9]");
        }
    }

    private void Receive(in PublishAckPacket packet)
    {
        if (packet.Reason.IsError())
        {
            _session!.Complete(packet.PacketId);
            return;
        }
        var isKnown = _session!.Release(packet.PacketId);
        Send(new Answer(MqttPacketType.PubRel, packet.PacketId,
            isKnown ? MqttReasonCode.Success : MqttReasonCode.PacketIdentifierNotFound, null));
    }

    private void Release(ushort id)
    {
        var isKnown = _session!.Forget(id);
        Send(new Answer(MqttPacketType.PubComp, id,
            isKnown ? MqttReasonCode.Success : MqttReasonCode.PacketIdentifierNotFound, null));
    }

    private void Subscribe(SubscribePacket packet)
    {
        var identifier = packet.Properties?.SubscriptionIdentifiers is [var only, ..] ? only : 0;
        var wanted = packet.Subscriptions.Select(s => new Subscription(s, identifier)).ToArray();
        var reasons = packet.Subscriptions.Select(Grant).ToArray();
        _parts.Broker.Subscribe(_session!, wanted, reasons,
            () => Send(Answer.Of(new SubAckPacket(MqttPacketType.SubAck, packet.PacketId, reasons))));
        foreach (var reason in reasons)
        {
            if (reason.IsError())
                _parts.Metrics.SubscriptionRefused(reason);
        }
    }

    private MqttReasonCode Grant(MqttSubscription wanted)
    {
        ReadOnlySpan<char> filter = wanted.Filter;
        if (wanted.Filter.StartsWith(MqttTopic.SharePrefix, StringComparison.Ordinal)
            && !MqttTopic.TrySplitShared(wanted.Filter, out _, out filter))
        {
            return MqttReasonCode.TopicFilterInvalid;
        }
        if (!MqttTopic.IsValidFilter(filter) || TopicTree<object>.IsTooDeep(filter))
            return MqttReasonCode.TopicFilterInvalid;
        var refusal = _parts.Access.JudgeSubscribe(_identity!, filter.ToString());
        return refusal.IsError() ? refusal : (MqttReasonCode)wanted.Qos;
    }

    private void Unsubscribe(UnsubscribePacket packet)
    {
        var reasons = new MqttReasonCode[packet.Filters.Count];
        for (var i = 0; i < reasons.Length; i++)
        {
            reasons[i] = !MqttTopic.IsValidFilter(packet.Filters[i]) ? MqttReasonCode.TopicFilterInvalid
                : _parts.Broker.Unsubscribe(_session!, packet.Filters[i]) ? MqttReasonCode.Success
                : MqttReasonCode.NoSubscriptionExisted;
        }
        Send(Answer.Of(new SubAckPacket(MqttPacketType.UnsubAck, packet.PacketId, reasons)));
    }

    private void Disconnect(DisconnectPacket packet)
    {
        if (packet.Properties?.SessionExpiryInterval is { } expiry)
        {
            if (expiry > 0 && _expiry == TimeSpan.Zero)
            {
                throw new MqttProtocolException(
                    MqttReasonCode.ProtocolError, "Session Expiry was 0 at CONNECT (3.14.2.2.2).");
            }
            _expiry = Admission.Bounded(expiry, _parts.Options);
        }
        // Any other reason asks for the will (3.14.2.1, [MQTT-3.14.4-3]).
        if (packet.Reason == MqttReasonCode.Success)
        {
            _parts.Sessions.Load.AddWill(null, _will);
            _will = null;
            Log.Disconnected(_parts.Log, ClientId);
        }
        Close(MqttReasonCode.Success, $"it disconnected with {packet.Reason.InWords()}");
    }

    private void NoteRefusal(string topic)
    {
        if (!_refusalLogged && _parts.MayWarn())
            Log.NotAuthorized(_parts.Log, ClientId, topic);
        _refusalLogged = true;
    }

    private void Send(in Answer answer) => _output.Send(answer);
}
