using System.Text.Json;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Mqtt;

namespace CheckIn.FleetSimulator;

/// <summary>
/// A gate without lanes: it connects, appears, sends what its journal holds and believes only the hub's own
/// acknowledgement, as <c>checkin-gate</c> does and by the same window, chain and waits. Strategy: one task a gate,
/// which mostly waits for its channel; acknowledgements come in by it, and all else (new events, time, the end of the
/// connection) only wakes it to look around. What it looks at lies in a few fields, and nothing ticks for it alone,
/// so that many thousands fit into one process.
/// </summary>
internal sealed class SimulatedGate
{
    private static readonly TimeSpan HealthEvery = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SlowReading = TimeSpan.FromSeconds(2);
    private readonly GateSurroundings _around;
    private readonly int _number;
    private readonly Random _dice;
    private readonly GateSettings _settings;
    private readonly Channel<AckMessage?> _signals = Channel.CreateBounded<AckMessage?>(
        new BoundedChannelOptions(64) { SingleReader = true });
    private MqttClient? _client;
    private GateDelivery? _delivery;
    private long _session;
    private long _lostAt;
    private long _healthAt;
    private long _awayTicks;
    private long _sentThrough;
    private volatile bool _birthWanted;
    private volatile bool _isLeaving;
    private volatile bool _isCut;

    internal SimulatedGate(int number, GateSurroundings around)
    {
        (_number, _around) = (number, around);
        Id = $"{around.Options.Prefix}-{number + 1:00000}";
        _dice = new Random(HashCode.Combine(around.Options.Seed, number));
        _session = around.FirstSession;
        _settings = new GateSettings(Id, around.Options.IsFailing(number), around);
        Journal = new SimulatedJournal($"{around.Run}-{number + 1}", around.Mint, number);
    }

    internal string Id { get; }

    internal SimulatedJournal Journal { get; }

    /// <summary>Takes its time over every message; its latencies are its own doing, and not counted.</summary>
    internal bool IsSlow { get; init; }

    /// <summary>An event came about.</summary>
    internal void Record(long monotonicNs)
    {
        Journal.Record(monotonicNs);
        _around.Counters.Record(1);
        Wake();
    }

    /// <summary>The link breaks.</summary>
    internal async Task CutAsync()
    {
        if (Volatile.Read(ref _client) is not { } client)
            return;
        _isCut = true;
        await client.DisposeAsync();
    }

    /// <summary>Says goodbye, and is back after a while.</summary>
    internal void Leave(TimeSpan away)
    {
        Volatile.Write(ref _awayTicks, away.Ticks);
        _isLeaving = true;
        Wake();
    }

    /// <summary>Time has passed.</summary>
    internal void Look(long now)
    {
        if (now >= Volatile.Read(ref _healthAt) || _delivery?.IsLate(now) == true)
            Wake();
    }

    internal async Task RunAsync(TimeSpan startAfter, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(startAfter, _around.Time, stopping);
            while (true)
                await _around.ReconnectPipeline.ExecuteAsync(ConnectOnceAsync, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The run is over, and the farewell is said.
        }
    }

    /// <summary>One connection; throws when it was not stable, so that the waits between connections grow.</summary>
    private async ValueTask ConnectOnceAsync(CancellationToken stopping)
    {
        var away = new TimeSpan(Interlocked.Exchange(ref _awayTicks, 0));
        if (away > TimeSpan.Zero)
            await Task.Delay(away, _around.Time, stopping);
        var began = _around.Time.GetTimestamp();
        try
        {
            await RunSessionAsync(stopping);
        }
        catch (MqttException e)
        {
            if (!_isCut)
                _around.Counters.Lose(e);
            _lostAt = _lostAt == 0 ? _around.Time.GetTimestamp() : _lostAt;
            if (_around.Time.GetElapsedTime(began) < _around.Reconnect.StableAfter)
                throw;
            await Task.Delay(_around.Reconnect.WaitBefore(0, e.Reason, _dice.NextDouble()), _around.Time, stopping);
        }
    }

    private async Task RunSessionAsync(CancellationToken stopping)
    {
        _session++;
        (_isCut, _isLeaving, _birthWanted) = (false, false, false);
        while (_signals.Reader.TryRead(out _)) { }
        var options = _around.ClientOptions(_number, Id) with
        {
            Will = StateMessage(GateState.Lost),
            OnMessage = OnMessageAsync,
        };
        await using var client = await MqttClient.ConnectAsync(options, _around.Time, stopping);
        _around.Counters.Connect();
        var delivery = new GateDelivery(Journal, _around, !IsSlow, _sentThrough);
        try
        {
            _healthAt = _around.Time.GetTimestamp() + Ns(HealthEvery * _dice.NextDouble());
            Volatile.Write(ref _client, client);
            Volatile.Write(ref _delivery, delivery);
            _ = WakeAtEndAsync(client);
            await client.SubscribeAsync(
                [Topics.Of(Id, GateTopic.Ack), Topics.Of(Id, GateTopic.State), Topics.Of(Id, GateTopic.Desired)],
                MqttQos.AtLeastOnce, stopping);
            await client.PublishAsync(StateMessage(GateState.Ready), stopping);
            _settings.Begin();
            await DeliverAsync(client, delivery, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await SayGoodbyeAsync(client);
            throw;
        }
        finally
        {
            Volatile.Write(ref _client, null);
            Volatile.Write(ref _delivery, null);
            _sentThrough = delivery.SentThrough;
            _around.Counters.Disconnect(delivery.IsPositioned);
        }
    }

    private async Task DeliverAsync(MqttClient client, GateDelivery delivery, CancellationToken stopping)
    {
        while (client.EndedBy is null)
        {
            while (_signals.Reader.TryRead(out var ack))
                Apply(delivery, ack);
            if (_isLeaving)
            {
                _lostAt = _around.Time.GetTimestamp();
                await SayGoodbyeAsync(client);
                return;
            }
            if (_birthWanted || delivery.AskAgain(_around.Time.GetTimestamp()))
            {
                _birthWanted = false;
                await client.PublishAsync(StateMessage(GateState.Ready), stopping);
            }
            if (_settings.Take() is { } report)
                await client.PublishAsync(report, stopping);
            if (_around.Time.GetTimestamp() >= _healthAt)
                await SendHealthAsync(client, stopping);
            if (!await delivery.TrySendAsync(client, Id, stopping))
                await _signals.Reader.WaitToReadAsync(stopping);
        }
        throw new MqttException(client.EndedBy.Message, client.EndedBy.InnerException!)
        {
            ReasonCode = client.EndedBy.ReasonCode,
        };
    }

    private void Apply(GateDelivery delivery, AckMessage? ack)
    {
        if (ack is null)
            return;
        var isFirst = !delivery.IsPositioned;
        delivery.Apply(ack);
        if (!isFirst || !delivery.IsPositioned)
            return;
        _around.Counters.Position();
        if (_lostAt != 0 && !IsSlow)
            _around.Counters.Back.Add(_around.Time.GetTimestamp() - _lostAt);
        _lostAt = 0;
    }

    private async ValueTask OnMessageAsync(MqttMessage message, CancellationToken cancellation)
    {
        if (IsSlow)
            await Task.Delay(SlowReading, _around.Time, cancellation);
        if (!Topics.TryParse(message.Topic, out _, out var topic))
            return;
        try
        {
            if (topic == GateTopic.Ack
                && JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.AckMessage) is { } ack)
                await _signals.Writer.WriteAsync(ack, cancellation);
            // What was kept from an earlier session the birth, which follows the subscription, replaces anyway.
            else if (topic == GateTopic.State && !message.Retain
                && JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.StateMessage) is { } state
                && state.Session != _session)
            {
                _birthWanted = true;
                Wake();
            }
            else if (topic == GateTopic.Desired)
            {
                _settings.Want(message.Payload.IsEmpty ? null
                    : JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.DesiredMessage));
                Wake();
            }
        }
        catch (JsonException)
        {
            _around.Counters.CountUnreadable();
        }
    }

    private async Task WakeAtEndAsync(MqttClient client)
    {
        await client.Ended;
        Wake();
    }

    /// <summary>A full channel is looked at in any case.</summary>
    private void Wake() => _signals.Writer.TryWrite(null);

    private async Task SendHealthAsync(MqttClient client, CancellationToken stopping)
    {
        _healthAt = _around.Time.GetTimestamp() + Ns(HealthEvery * (0.9 + 0.2 * _dice.NextDouble()));
        var health = new HealthMessage(_session, 0, Backlog, Journal.LastSeq, Journal.LastSeq, 0, 0, 0, 0);
        await client.PublishAsync(
            new MqttMessage(Topics.Of(Id, GateTopic.Health),
                JsonSerializer.SerializeToUtf8Bytes(health, ContractJson.Default.HealthMessage))
            { Qos = MqttQos.AtMostOnce, ContentType = ContentTypes.Health }, stopping);
    }

    private async Task SayGoodbyeAsync(MqttClient client)
    {
        using var patience = new CancellationTokenSource(Farewell, _around.Time);
        try
        {
            await client.PublishAsync(StateMessage(GateState.Stopped), patience.Token);
            await client.DisconnectAsync(patience.Token);
        }
        catch (Exception e) when (e is MqttException or OperationCanceledException)
        {
            // The will speaks in its place.
        }
    }

    private long Backlog => Journal.LastSeq - Journal.Delivered.Seq;

    private MqttMessage StateMessage(GateState state) =>
        new(Topics.Of(Id, GateTopic.State), JsonSerializer.SerializeToUtf8Bytes(
            new StateMessage(state, _session, CheckIn.Time.Boot.Id, "simulated", Backlog, Journal.Epoch),
            ContractJson.Default.StateMessage))
        { Retain = true, ContentType = ContentTypes.State };

    private long Ns(TimeSpan span) => (long)(span.TotalSeconds * _around.Time.TimestampFrequency);
}
