using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Broker;

/// <content>CONNECT and its answer.</content>
internal sealed partial class ClientConnection
{
    private async ValueTask<bool> ConnectAsync(MqttFrame frame)
    {
        var connect = ConnectPacket.Decode(frame, _decoder);
        _output.Writer.Suit(connect.Level, connect.Properties, _parts.Options.MaxSentAliases);
        var admission = Admission.Decide(connect, _parts.Options, static () => $"auto-{Guid.NewGuid():N}");
        ClientId = admission.ClientId;
        if (admission.Answer.Reason.IsError())
            return Refuse(admission.Answer, admission.Why);
        if (!_parts.Rate.TryTake())
            return Refuse(MqttReasonCode.ServerBusy, "more connect each second than Broker:MaxConnectsPerSecond");
        var verdict = await AuthenticateAsync(connect).ConfigureAwait(false);
        if (verdict.Identity is not { } identity)
            return Refuse(verdict.Reason, verdict.Why);
        if (connect.Will is { } will
            && (TopicTree<object>.IsTooDeep(will.Topic) || _parts.Access.JudgePublish(identity, will.Topic).IsError()))
        {
            return Refuse(MqttReasonCode.NotAuthorized, "The will's topic is not the client's");
        }
        if (connect.Will is not null && _parts.Sessions.Load.WillBytes >= _parts.Options.MaxWillBytes)
            return Refuse(MqttReasonCode.QuotaExceeded, "all wills together are as large as Broker:MaxWillBytes");
        ClientId = identity.ClientId;
        await TakeOverAsync().ConfigureAwait(false);
        // An even newer connection may have come while this one waited: then it never was a session, nor is its will.
        return _closing == StillOpen
            && await AcceptAsync(connect, admission, identity).ConfigureAwait(false);
    }

    private async ValueTask<ClientVerdict> AuthenticateAsync(ConnectPacket connect)
    {
        using var patience = new CancellationTokenSource();
        var asked = _parts.Authenticator.AuthenticateAsync(new ClientCredentials(ClientId)
        {
            UserName = connect.UserName,
            Password = connect.Password,
            Certificate = _peer.Certificate,
            Remote = _peer.Remote,
        }, patience.Token);
        if (asked.IsCompletedSuccessfully)
            return asked.Result;
        try
        {
            using var timer = _parts.Time.CreateTimer(
                static patience => ((CancellationTokenSource)patience!).Cancel(), patience, _parts.Options.ConnectTimeout,
                Timeout.InfiniteTimeSpan);
            return await asked.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ClientVerdict.Refuse(MqttReasonCode.ServerUnavailable, "authentication took too long");
        }
    }

    /// <summary>Closes the client's older connection and lets its will go out first [MQTT-3.1.4-3].</summary>
    private async ValueTask TakeOverAsync()
    {
        if (_parts.Sessions.TakeOver(ClientId, this) is not { } older)
            return;
        older.Close(MqttReasonCode.SessionTakenOver, "the same client connected again");
        try
        {
            await older.WhenGone().WaitAsync(TakeOverPatience, _parts.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Its last message is stuck in the inbox; the newer connection need not wait for that.
        }
    }

    private async ValueTask<bool> AcceptAsync(ConnectPacket connect, Admission admission, ClientIdentity identity)
    {
        var session = _parts.Sessions.Start(
            ClientId, connect.CleanStart, admission.SessionExpiry, out var isPresent, out var due);
        if (due is not null)
            await _parts.PublishAsync(due).ConfigureAwait(false);
        if (session is null)
            return Refuse(MqttReasonCode.QuotaExceeded, "there are as many sessions as Broker:MaxSessions");
        _identity = identity;
        _parts.Sessions.SetReader(session, _parts.ReaderOf(identity));
        _parts.Sessions.Load.AddWill(_will = connect.Will);
        _willDelay = TimeSpan.FromSeconds(connect.WillDelay);
        _expiry = admission.SessionExpiry;
        _maxSilence = admission.MaxSilence;
        // CONNACK first; what waits in the session follows it.
        _output.Send(Answer.Of(admission.Answer with { SessionPresent = isPresent }));
        var allowed = connect.Properties?.ReceiveMaximum ?? ushort.MaxValue;
        var window = (int)Math.Min(allowed, (uint)_parts.Options.MaxInFlight);
        session.Attach(this, window);
        _output.Session = session;
        Volatile.Write(ref _session, session);
        _output.Wake();
        _parts.Metrics.Accepted();
        Log.Connected(_parts.Log, ClientId, connect.KeepAlive);
        return true;
    }

    private bool Refuse(MqttReasonCode reason, string why) => Refuse(_output.Writer.ToRefusal(reason, why), why);

    private bool Refuse(ConnAckPacket answer, string why)
    {
        _parts.Metrics.Refused(answer.Reason);
        if (answer.Reason is MqttReasonCode.ServerBusy or MqttReasonCode.QuotaExceeded)
            _parts.Reach.TurnAway();
        if (_parts.MayWarn())
            Log.Refused(_parts.Log, Admission.Presentable(ClientId), why, answer.Reason);
        _output.Send(Answer.Of(answer));
        return false;
    }

    /// <summary>For a CONNECT that could not be read; the answer is in the client's level as far as it was.</summary>
    private void Refuse(MqttProtocolException error)
    {
        _parts.Metrics.Refused(error.Reason);
        _output.Writer.Suit(_decoder.Level, null, 0);
        var reason = error.Reason.IsAllowedIn(MqttPacketType.ConnAck) ? error.Reason : MqttReasonCode.ProtocolError;
        _output.Send(Answer.Of(new ConnAckPacket(reason)));
    }
}
