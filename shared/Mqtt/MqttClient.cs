using System.Net.Sockets;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Mqtt;

/// <summary>
/// One MQTT connection. After it has ended, make another; what shall outlive it is in <see cref="MqttSession"/>.
/// Strategy: the loops live as long as the connection. The receiver decodes and never waits for anybody, so
/// acknowledgements and pings get through while a handler works; the deliverer calls the handlers in order, and only
/// then the answerer acknowledges, which is flow control towards the server; keep-alive pings, and ends a connection
/// from which nothing came for one and a half Keep Alives. Whichever notices the end first calls End, once: it closes
/// the socket and fails everything that waits with the same <see cref="MqttException"/>. So nothing waits for ever.
/// </summary>
public sealed partial class MqttClient : IMqttClient
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
    private readonly MqttClientOptions _options;
    private readonly TimeProvider _time;
    private readonly MqttLink _link;
    private readonly MqttServerLimits _limits;
    private readonly MqttSession _session;
    private readonly MqttAnswers _answers = new();
    private readonly MqttDelivery _delivery;
    private readonly MqttPending _pending;
    private readonly MqttSentAliases _aliases;
    private readonly SemaphoreSlim _window;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _connection;
    private readonly Task _takenUp;
    private readonly Task _loops;
    private readonly Task _receiving;
    private MqttException? _end;

    private MqttClient(
        MqttClientOptions options, MqttSession session, TimeProvider time, MqttLink link, ConnAckPacket accepted)
    {
        _options = options;
        _session = session;
        _time = time;
        _link = link;
        _limits = MqttServerLimits.From(accepted, options);
        _aliases = new MqttSentAliases(Math.Min(_limits.TopicAliasMaximum, options.MaxSentAliases));
        _window = new SemaphoreSlim(_limits.ReceiveMaximum);
        _closed = _closing.Token;
        _delivery = new MqttDelivery(options, session, _answers);
        _pending = new MqttPending(session);
        var underWay = session.TakeUp(out _connection);
        _receiving = Guard(ReceiveAsync);
        _takenUp = underWay.Length == 0 ? Task.CompletedTask : Guard(() => SendAgainAsync(underWay));
        _loops = Task.WhenAll(_receiving, _takenUp, Guard(() => _delivery.RunAsync(_closed)),
            Guard(() => _answers.RunAsync(SendAnswersAsync, _closed)), Guard(KeepAliveAsync));
        _ = LeaveSessionAsync();
    }

    /// <summary>Connects; throws <see cref="MqttException"/> when refused.</summary>
    public static Task<MqttClient> ConnectAsync(MqttClientOptions options, CancellationToken cancellation = default) =>
        ConnectAsync(options, TimeProvider.System, cancellation);

    /// <summary>Connects; throws <see cref="MqttException"/> when refused.</summary>
    public static async Task<MqttClient> ConnectAsync(
        MqttClientOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var session = options.Session ?? new MqttSession(kept: false);
        await session.EnterAsync(options.ConnectTimeout, time, cancellation).ConfigureAwait(false);
        try
        {
            var (link, accepted) = await MqttHandshake.OpenAsync(options, session, time, cancellation)
                .ConfigureAwait(false);
            session.Establish(accepted.SessionPresent);
            return new MqttClient(options, session, time, link, accepted);
        }
        catch
        {
            session.Leave();
            throw;
        }
    }

    /// <summary>Completes (never faults) when the connection has ended, with the reason in words.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>How the connection ended: reason, server reference; null while it lasts.</summary>
    public MqttException? EndedBy => Volatile.Read(ref _end);

    /// <summary>What the server said when it accepted the connection.</summary>
    public MqttServerLimits Server => _limits;

    /// <summary>Messages at QoS 0 that were dropped because the handler was too slow.</summary>
    public long Dropped => _delivery.Dropped;

    /// <summary>Messages that the server sent beyond Receive Maximum.</summary>
    public long Overruns => _delivery.Overruns;

    internal bool IsInHandler => _delivery.IsInHandler;

    /// <inheritdoc/>
    /// <remarks>
    /// Waits while Receive Maximum is used up. When the connection ends first it throws; with a
    /// <see cref="MqttClientOptions.Session"/>, <see cref="MqttException.IsInSession"/> says whether the next
    /// connection sends the message, or it is still the caller's.
    /// </remarks>
    public async ValueTask PublishAsync(MqttMessage message, CancellationToken cancellation = default)
    {
        if (message.Qos == MqttQos.AtMostOnce)
        {
            _limits.Check(message);
            ThrowIfEnded();
            if (!await SendPublishAsync(message, 0, false, message.ExpirySeconds, cancellation).ConfigureAwait(false))
                throw TooLarge(message);
            return;
        }
        var outgoing = await BeginAsync(message, cancellation).ConfigureAwait(false);
        if (_session.IsKept)
        {
            await Task.WhenAny(outgoing.Done, _ended.Task).WaitAsync(cancellation).ConfigureAwait(false);
            if (!outgoing.Done.IsCompleted)
                ThrowIfEnded(isInSession: true);
        }
        ThrowIfRefused(message, await outgoing.Done.WaitAsync(cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<MqttQos> SubscribeAsync(
        MqttSubscription subscription, Func<MqttMessage, CancellationToken, ValueTask>? handler,
        CancellationToken cancellation = default)
    {
        _limits.Check(subscription);
        var handlers = _session.Handlers;
        var identifier = handler is not null && _limits.SubscriptionIdentifiersAvailable
            ? handlers.NextIdentifier() : 0;
        var before = handlers.Find(subscription.Filter);
        // Before SUBSCRIBE goes out: its first messages may come ahead of the answer (3.8.4).
        handlers.Set(new MqttHandled(subscription, identifier, handler));
        try
        {
            var granted = await SubscribeAsync([subscription], identifier, cancellation).ConfigureAwait(false);
            return (MqttQos)granted[0];
        }
        catch (MqttException e) when (e.ReasonCode is not null)
        {
            handlers.Restore(subscription.Filter, before);
            throw;
        }
    }

    /// <summary>Subscribes for <see cref="MqttClientOptions.OnMessage"/>; throws when any filter is refused.</summary>
    public async Task SubscribeAsync(IReadOnlyList<string> filters, MqttQos qos, CancellationToken cancellation)
    {
        MqttSubscription[] subscriptions = [.. filters.Select(f => new MqttSubscription(f, qos))];
        foreach (var subscription in subscriptions)
            _limits.Check(subscription);
        await SubscribeAsync(subscriptions, 0, cancellation).ConfigureAwait(false);
        foreach (var subscription in subscriptions)
            _session.Handlers.Set(new MqttHandled(subscription, 0, null));
    }

    /// <inheritdoc/>
    public async Task UnsubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellation = default)
    {
        ThrowIfEnded();
        var (id, answered) = _pending.Open(MqttPacketType.UnsubAck, filters.Count);
        await SendOrWithdrawAsync(new UnsubscribePacket(id, filters), id,
            static (p, w) => { p.Encode(w); return true; }, cancellation).ConfigureAwait(false);
        var answer = await answered.WaitAsync(cancellation).ConfigureAwait(false);
        for (var i = 0; i < filters.Count; i++)
        {
            if (i < answer.Reasons.Count && answer.Reasons[i].IsError())
                throw MqttException.Refused(
                    $"The server refused to unsubscribe '{filters[i]}'", answer.Reasons[i], answer.Words);
            _session.Handlers.Remove(filters[i]);
        }
    }

    /// <summary>Says goodbye: DISCONNECT 0x00, so that the will is not published.</summary>
    public Task DisconnectAsync(CancellationToken cancellation = default) =>
        DisconnectAsync(MqttReasonCode.Success, null, cancellation);

    /// <summary>Says goodbye with a reason; any but Success has the will published.</summary>
    /// <param name="reason">
    /// Success, <see cref="MqttReasonCode.DisconnectWithWill"/> or an error. 3.1.1 cannot say it and just closes.
    /// </param>
    /// <param name="words">For the server's log; null = none.</param>
    /// <param name="cancellation">Ends the wait for the server to close.</param>
    public async Task DisconnectAsync(MqttReasonCode reason, string? words, CancellationToken cancellation = default)
    {
        if (!reason.IsAllowedIn(MqttPacketType.Disconnect))
            throw new ArgumentException($"{reason} is no reason to disconnect [MQTT-3.14.2-1].", nameof(reason));
        ThrowIfEnded();
        var farewell = new DisconnectPacket(MqttPacketType.Disconnect, reason)
        {
            Properties = words is null ? null : new MqttProperties { ReasonString = words },
        };
        try
        {
            await _link.SayGoodbyeAsync(farewell, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (IsConnectionLost(e))
        {
            throw End($"the connection was lost while sending: {e.Message}", null, e);
        }
        // Closing at once could reset the connection and lose the farewell; the server closes when it has read it.
        await _link.FinishAsync(cancellation).ConfigureAwait(false);
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

    /// <summary>Closes without a goodbye, so that the will is published; returns when the last handler has.</summary>
    public async ValueTask DisposeAsync()
    {
        End("closed by this client", null, null);
        // A handler that disposes its client is part of the loops and cannot wait for itself.
        if (!_delivery.IsInHandler)
            await _loops.ConfigureAwait(false);
    }

    /// <summary>
    /// Puts a message at QoS 1 or 2 into the session and on the wire. Where the connection is lost meanwhile it stays
    /// in a session that is kept.
    /// </summary>
    internal async ValueTask<MqttOutgoing> BeginAsync(MqttMessage message, CancellationToken cancellation)
    {
        _limits.Check(message);
        ThrowIfEnded();
        await EnterWindowAsync(cancellation).ConfigureAwait(false);
        if (_session.Begin(message, _time.GetTimestamp(), _connection) is not { } outgoing)
        {
            ThrowIfEnded();
            throw new InvalidOperationException("The session has gone on to another connection.");
        }
        var isOnItsWay = false;
        try
        {
            ThrowIfEnded();
            isOnItsWay = await SendPublishAsync(message, outgoing.Id, false, message.ExpirySeconds, cancellation)
                .ConfigureAwait(false);
            return isOnItsWay ? outgoing : throw TooLarge(message);
        }
        catch (MqttException) when (_session.IsKept && EndedBy is not null)
        {
            // It may be on the wire; the next connection sends it again.
            isOnItsWay = true;
            return outgoing;
        }
        finally
        {
            if (!isOnItsWay)
            {
                _session.Withdraw(outgoing, _connection);
                _window.Release();
            }
        }
    }

    internal static void ThrowIfRefused(MqttMessage message, MqttAnswer answer)
    {
        if (answer.Reasons[0].IsError())
            throw MqttException.Refused(
                $"The server refused a message on '{message.Topic}'", answer.Reasons[0], answer.Words);
    }

    /// <summary>Subscribes without a change to the handlers; returns what was granted.</summary>
    internal async Task<IReadOnlyList<MqttReasonCode>> SubscribeAsync(
        IReadOnlyList<MqttSubscription> subscriptions, uint identifier, CancellationToken cancellation)
    {
        ThrowIfEnded();
        var (id, answered) = _pending.Open(MqttPacketType.SubAck, subscriptions.Count);
        var packet = new SubscribePacket(id, subscriptions);
        if (identifier != 0)
        {
            packet = packet with { Properties = new MqttProperties() };
            packet.Properties.AddSubscriptionIdentifier(identifier);
        }
        await SendOrWithdrawAsync(packet, id, static (p, w) => { p.Encode(w); return true; }, cancellation)
            .ConfigureAwait(false);
        var answer = await answered.WaitAsync(cancellation).ConfigureAwait(false);
        for (var i = 0; i < subscriptions.Count; i++)
        {
            if (answer.Reasons[i].IsError())
                throw MqttException.Refused(
                    $"The server refused to subscribe '{subscriptions[i].Filter}'", answer.Reasons[i], answer.Words);
        }
        return answer.Reasons;
    }

    private static bool IsConnectionLost(Exception e) =>
        e is IOException or SocketException or ObjectDisposedException or InvalidOperationException;
}
