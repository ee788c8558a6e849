namespace CheckIn.Mqtt;

/// <summary>
/// A client that comes back. One session goes from connection to connection, so messages at QoS 1 and 2 that were under
/// way arrive (those at QoS 2 once), and subscriptions stay; a server that no longer knows the session gets the
/// subscriptions again. Publishing and subscribing wait for a connection; nothing is queued beyond those who wait.
/// </summary>
public sealed class MqttReconnectingClient : IMqttClient
{
    private readonly MqttClientOptions _options;
    private readonly MqttReconnectOptions _reconnect;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stopped;
    private readonly Task _running;
    private Slot _current = new();
    private bool _leaving;

    /// <summary>Starts connecting; returns at once.</summary>
    /// <param name="options">How to connect. Without a session of its own it gets one.</param>
    /// <param name="reconnect">When to come back; null = the defaults.</param>
    /// <param name="time">Null = the system's.</param>
    public MqttReconnectingClient(
        MqttClientOptions options, MqttReconnectOptions? reconnect = null, TimeProvider? time = null)
    {
        _options = options.Session is null ? options with { Session = new MqttSession() } : options;
        _reconnect = reconnect ?? new MqttReconnectOptions();
        _time = time ?? TimeProvider.System;
        _stopped = _stopping.Token;
        _running = RunAsync();
    }

    /// <summary>True while a connection stands.</summary>
    public bool IsConnected => Volatile.Read(ref _current).Client.Task.IsCompletedSuccessfully;

    /// <summary>Completes once a connection stands, with what its server said.</summary>
    /// <exception cref="ObjectDisposedException">The client has been disposed.</exception>
    public async Task<MqttServerLimits> ConnectedAsync(CancellationToken cancellation = default) =>
        (await CurrentAsync(Volatile.Read(ref _current), cancellation).ConfigureAwait(false)).Server;

    /// <inheritdoc/>
    /// <remarks>
    /// Waits for a connection, however long; a message's expiry counts from when it is sent first. At QoS 0 it is tried
    /// once, on a connection that stands. At QoS 1 it is published anew when the server lost the session; at QoS 2 that
    /// throws with <see cref="MqttException.IsSessionLost"/>, because nobody knows whether it arrived.
    /// </remarks>
    public async ValueTask PublishAsync(MqttMessage message, CancellationToken cancellation = default)
    {
        while (true)
        {
            var slot = Volatile.Read(ref _current);
            var client = await CurrentAsync(slot, cancellation).ConfigureAwait(false);
            try
            {
                if (message.Qos == MqttQos.AtMostOnce)
                {
                    await client.PublishAsync(message, cancellation).ConfigureAwait(false);
                    return;
                }
                var outgoing = await client.BeginAsync(message, cancellation).ConfigureAwait(false);
                var answer = await WaitAsync(outgoing.Done, cancellation).ConfigureAwait(false);
                MqttClient.ThrowIfRefused(message, answer);
                return;
            }
            catch (MqttException e) when (message.Qos != MqttQos.ExactlyOnce && e.IsSessionLost)
            {
                // It goes out again as a new message.
            }
            catch (MqttException e) when (!e.IsSessionLost && client.EndedBy is not null && !IsRefusal(client, e)
                && message.Qos != MqttQos.AtMostOnce)
            {
                // The connection ended before the message was on its way.
                await WaitAsync(slot.Gone.Task, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Stays until it is taken back, whatever becomes of connections and sessions.</remarks>
    public async Task<MqttQos> SubscribeAsync(
        MqttSubscription subscription, Func<MqttMessage, CancellationToken, ValueTask>? handler,
        CancellationToken cancellation = default)
    {
        while (true)
        {
            var slot = Volatile.Read(ref _current);
            var client = await CurrentAsync(slot, cancellation).ConfigureAwait(false);
            try
            {
                return await client.SubscribeAsync(subscription, handler, cancellation).ConfigureAwait(false);
            }
            catch (MqttException e) when (client.EndedBy is not null && !IsRefusal(client, e))
            {
                await WaitAsync(slot.Gone.Task, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public async Task UnsubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellation = default)
    {
        while (true)
        {
            var slot = Volatile.Read(ref _current);
            var client = await CurrentAsync(slot, cancellation).ConfigureAwait(false);
            try
            {
                await client.UnsubscribeAsync(filters, cancellation).ConfigureAwait(false);
                return;
            }
            catch (MqttException e) when (client.EndedBy is not null && !IsRefusal(client, e))
            {
                await WaitAsync(slot.Gone.Task, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Says goodbye if a connection stands, and comes back no more.</summary>
    public async Task DisconnectAsync(CancellationToken cancellation = default)
    {
        Volatile.Write(ref _leaving, true);
        var current = Volatile.Read(ref _current).Client.Task;
        if (current.IsCompletedSuccessfully)
        {
            var client = await current.ConfigureAwait(false);
            if (client.EndedBy is null)
                await client.DisconnectAsync(cancellation).ConfigureAwait(false);
        }
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Closes without a goodbye, and comes back no more.</summary>
    public async ValueTask DisposeAsync()
    {
        var current = Volatile.Read(ref _current).Client.Task;
        var isInHandler = current.IsCompletedSuccessfully && (await current.ConfigureAwait(false)).IsInHandler;
        await _stopping.CancelAsync().ConfigureAwait(false);
        // A handler that disposes its client cannot wait for itself.
        if (!isInHandler)
            await _running.ConfigureAwait(false);
    }

    /// <summary>An answer to this very request, in contrast to the end of the connection.</summary>
    private static bool IsRefusal(MqttClient client, MqttException e) =>
        e.ReasonCode is not null && e.ReasonCode != client.EndedBy?.ReasonCode;

    private async Task RunAsync()
    {
        var pipeline = _reconnect.ToPipeline(_time);
        try
        {
            while (!_stopped.IsCancellationRequested)
                await pipeline.ExecuteAsync(RunOnceAsync, _stopped).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // Told to stop.
        }
        catch (Exception e)
        {
            // Wrong options and the like: whoever waits is told, since no later attempt will do better.
            _current.Client.TrySetException(e);
        }
        finally
        {
            _current.Client.TrySetException(new ObjectDisposedException(nameof(MqttReconnectingClient)));
            _ = _current.Client.Task.Exception;
        }
    }

    /// <summary>
    /// One connection, from CONNECT to its end; throws when it was not stable. After a stable one the waits start over,
    /// with a first one even so: a server that stops loses all its clients in one moment.
    /// </summary>
    private async ValueTask RunOnceAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _leaving))
        {
            // Disconnected for good; the token says so in a moment.
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellation).ConfigureAwait(false);
        }
        var began = _time.GetTimestamp();
        var client = await MqttClient.ConnectAsync(_options, _time, cancellation).ConfigureAwait(false);
        try
        {
            if (!client.Server.SessionPresent)
                await SubscribeAgainAsync(client, cancellation).ConfigureAwait(false);
            _current.Client.TrySetResult(client);
            await client.Ended.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            if (_current.Client.Task.IsCompleted)
                Interlocked.Exchange(ref _current, new Slot()).Gone.TrySetResult(true);
            await client.DisposeAsync().ConfigureAwait(false);
        }
        var end = client.EndedBy!;
        if (_time.GetElapsedTime(began) < _reconnect.StableAfter)
            throw end;
        var wait = _reconnect.WaitBefore(0, end.Reason, Random.Shared.NextDouble());
        _reconnect.OnWait?.Invoke(end, wait);
        await Task.Delay(wait, _time, cancellation).ConfigureAwait(false);
    }

    private async Task SubscribeAgainAsync(MqttClient client, CancellationToken cancellation)
    {
        foreach (var handled in _options.Session!.Handlers.All)
        {
            var identifier = client.Server.SubscriptionIdentifiersAvailable ? handled.Identifier : 0;
            await client.SubscribeAsync([handled.Subscription], identifier, cancellation).ConfigureAwait(false);
        }
    }

    private Task<MqttClient> CurrentAsync(Slot slot, CancellationToken cancellation) =>
        WaitAsync(slot.Client.Task, cancellation);

    private async Task<T> WaitAsync<T>(Task<T> task, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stopped);
        try
        {
            return await task.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(MqttReconnectingClient));
        }
    }

    /// <summary>The place of one connection: first awaited, then there, then gone.</summary>
    private sealed class Slot
    {
        public TaskCompletionSource<MqttClient> Client { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<bool> Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
