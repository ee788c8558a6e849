using System.Security.Authentication;
using System.Text.Json;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Gate.Journal;
using CheckIn.Gate.Supervision;
using CheckIn.Mqtt;

namespace CheckIn.Gate.Uplink;

/// <summary>
/// One connection to the hub, from birth to farewell. The birth and the will carry the same session number, so a will
/// that fires late cannot pass for news of a later connection; should an older will overwrite our retained state, the
/// birth is published again. Events (<see cref="EventSender"/>), health and birth go their ways side by side; none waits
/// for another.
/// </summary>
internal sealed class HubSession
{
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan AlarmsTogether = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReportsTogether = TimeSpan.FromMilliseconds(250);
    private readonly GateJournal _journal;
    private readonly UplinkOptions _options;
    private readonly GateIdentity _gate;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _session;
    private readonly HubTimeSource _hubTime;
    private readonly HubWords _words;
    private readonly EventSender _sender;
    private readonly Channel<bool> _birthWanted =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private GateState _birth;

    internal HubSession(
        GateJournal journal, UplinkOptions options, GateIdentity gate, DeliveryPace pace, long session, TimeProvider time,
        ILogger logger, Liveness? liveness = null)
    {
        (_journal, _options, _gate, _session, _time, _logger) = (journal, options, gate, session, time, logger);
        (_hubTime, _words) = (new HubTimeSource(gate.Clock, logger), new HubWords(gate, logger));
        _sender = new EventSender(journal, options, gate.Id, pace, AskForBirth, time, logger, liveness);
    }

    /// <summary>What the hub said when it ended the connection, if anything.</summary>
    internal MqttReasonCode? EndReason { get; private set; }

    /// <summary>Runs until the connection ends (returns why) or <paramref name="stopping"/> asks for the farewell.</summary>
    internal async Task<string> RunAsync(CancellationToken stopping)
    {
        await using var client = await MqttClient.ConnectAsync(OwnOptions(), _time, stopping);
        Log.Connected(_logger, _options.Hub, _session);
        try
        {
            return await RunAsync(client, stopping);
        }
        finally
        {
            EndReason = client.EndedBy?.Reason;
            if (EndReason == MqttReasonCode.SessionTakenOver)
                _gate.Link.TakenOver();
        }
    }

    private async Task<string> RunAsync(MqttClient client, CancellationToken stopping)
    {
        try
        {
            _gate.Link.Connected(_session, await AppearAsync(client, stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The birth may be out already; without a farewell the hub would take the stop for a loss.
            await SayGoodbyeAsync(client);
            return "the gate stops";
        }

        using var ending = new CancellationTokenSource();
        Task[] loops =
        [
            _sender.RunAsync(client, ending.Token),
            SendHealthAsync(client, ending.Token),
            KeepBirthAsync(client, ending.Token),
            _gate.Commands?.SendRepliesAsync(client, ending.Token) ?? Task.Delay(Timeout.InfiniteTimeSpan, ending.Token),
            ReportAsync(client, ending.Token),
        ];
        var asked = Task.Delay(Timeout.InfiniteTimeSpan, stopping);
        var first = await Task.WhenAny([client.Ended, asked, .. loops]);
        if (first == asked)
            await DeliverLastAsync(client);
        await ending.CancelAsync();
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stopping.IsCancellationRequested)
        {
            await SayGoodbyeAsync(client);
            return "the gate stops";
        }
        try
        {
            if (first != client.Ended)
                await first;
        }
        catch (MqttException) when (client.EndedBy is not null)
        {
            // A loop saw the end before this did.
        }
        return await client.Ended;
    }

    /// <returns>The time to the hub and back.</returns>
    private async Task<TimeSpan> AppearAsync(MqttClient client, CancellationToken stopping)
    {
        var began = _time.GetTimestamp();
        await client.SubscribeAsync(
            [Topics.Of(_gate.Id, GateTopic.Ack), Topics.Of(_gate.Id, GateTopic.State)], MqttQos.AtLeastOnce, stopping);
        var roundTrip = _time.GetElapsedTime(began);
        // Before the birth: whoever hears of that may give one.
        if (_gate.Commands is { } commands)
            await commands.ListenAsync(client, stopping);
        _birth = _gate.Now;
        await PublishStateAsync(client, _birth, stopping);
        await _hubTime.SubscribeAsync(client, stopping);
        await _words.ListenAsync(client, stopping);
        return roundTrip;
    }

    /// <summary>How a gate connects.</summary>
    /// <param name="options">Where to.</param>
    /// <param name="gate">Its client id.</param>
    /// <param name="tls">How it is encrypted; null = not.</param>
    internal static MqttClientOptions ClientOptions(UplinkOptions options, string gate, MqttTlsOptions? tls) =>
        MqttClientOptions.For(options.Hub, gate) with { KeepAlive = options.KeepAlive, Tls = tls };

    private MqttClientOptions OwnOptions()
    {
        try
        {
            return ClientOptions(_options, _gate.Id, _gate.Tls()) with
            {
                Will = StateMessage(GateState.Lost),
                OnMessage = OnMessageAsync,
            };
        }
        catch (AuthenticationException e)
        {
            throw new MqttException($"No encrypted connection to {_options.Hub}: {e.Message}", e);
        }
    }

    private ValueTask OnMessageAsync(MqttMessage message, CancellationToken cancellation)
    {
        if (message.Topic == Topics.HubState)
            _hubTime.Take(message);
        if (!Topics.TryParse(message.Topic, out var gate, out var topic) || !gate.SequenceEqual(_gate.Id))
            return ValueTask.CompletedTask;
        try
        {
            if (topic == GateTopic.Ack
                && JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.AckMessage) is { } ack)
                _sender.Hear(ack);
            else if (topic == GateTopic.Commands)
                _gate.Commands?.Hear(message);
            // What was retained from before is this gate's own past; the birth that follows replaces it. Another journal's
            // session may have the same number.
            else if (topic == GateTopic.State && !message.Retain
                && JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.StateMessage) is { } state
                && (state.Session != _session || state.State is GateState.Lost or GateState.Stopped))
            {
                Log.StateOverwritten(_logger, _session);
                AskForBirth();
            }
            else
                _words.Hear(topic, message);
        }
        catch (JsonException e)
        {
            Log.Unreadable(_logger, message.Topic, e.Message);
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>What became of what the hub wants, now and whenever it is something else; at most once a moment.</summary>
    private async Task ReportAsync(MqttClient client, CancellationToken ending)
    {
        try
        {
            while (true)
            {
                var changed = _gate.Wishes.Changed;
                await client.PublishAsync(ReportMessage(), ending);
                await Task.Delay(ReportsTogether, _time, ending);
                await changed.WaitAsync(ending);
            }
        }
        catch (MqttException e) when (e.ReasonCode is not null && client.EndedBy is null)
        {
            // An older server's rules; nothing but this word of the gate is missing there.
            Log.NoReports(_logger, e.Message);
            await client.Ended.WaitAsync(ending);
        }
    }

    private MqttMessage ReportMessage() => new(Topics.Of(_gate.Id, GateTopic.Reported), JsonSerializer.SerializeToUtf8Bytes(
        _gate.Wishes.Report, ContractJson.Default.ReportedMessage))
    { Retain = true, ContentType = ContentTypes.Reported };

    private async Task SendHealthAsync(MqttClient client, CancellationToken ending)
    {
        var alarms = _gate.AlarmsChanged;
        // The first one soon: whoever was away says what became of it, and at once what is wrong.
        var share = _gate.HasAlarms ? 0 : 0.1 * Random.Shared.NextDouble();
        while (true)
        {
            await WaitForHealthAsync(_options.HealthEvery * share, alarms, ending);
            share = 0.9 + (0.2 * Random.Shared.NextDouble());
            // Before the figures are put together: what changes meanwhile is told next.
            alarms = _gate.AlarmsChanged;
            var payload = JsonSerializer.SerializeToUtf8Bytes(
                _gate.Health(_session, _journal) with { EveryS = (int)_options.HealthEvery.TotalSeconds },
                ContractJson.Default.HealthMessage);
            await client.PublishAsync(
                new MqttMessage(Topics.Of(_gate.Id, GateTopic.Health), payload)
                { Qos = MqttQos.AtMostOnce, ContentType = ContentTypes.Health }, ending);
        }
    }

    /// <summary>An alarm is told at once, and not with the next figures; one that trembles, once a second.</summary>
    private async Task WaitForHealthAsync(TimeSpan wait, Task alarms, CancellationToken ending)
    {
        var least = wait < AlarmsTogether ? wait : AlarmsTogether;
        await Task.Delay(least, _time, ending);
        await alarms.WaitAsync(wait - least, _time, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.ThrowIfCancellationRequested();
    }

    private async Task KeepBirthAsync(MqttClient client, CancellationToken ending)
    {
        // By what was said, not by how it is: it may have become ready since.
        if (_birth == GateState.Init)
            _ = TellReadyAsync(ending);
        await foreach (var _ in _birthWanted.Reader.ReadAllAsync(ending))
            await PublishStateAsync(client, _gate.Now, ending);
    }

    private async Task TellReadyAsync(CancellationToken ending)
    {
        await _gate.Tried.WaitAsync(ending);
        AskForBirth();
    }

    private void AskForBirth() => _birthWanted.Writer.TryWrite(true);

    /// <summary>The gate stops: its last events get a moment to be acknowledged; what does not make it waits in the journal.</summary>
    private async Task DeliverLastAsync(MqttClient client)
    {
        var began = _time.GetTimestamp();
        while (_journal.Backlog > 0 && !client.Ended.IsCompleted && _time.GetElapsedTime(began) < Farewell)
            await Task.Delay(TimeSpan.FromMilliseconds(10), _time);
    }

    private async Task SayGoodbyeAsync(MqttClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), _time);
        try
        {
            await PublishStateAsync(client, GateState.Stopped, patience.Token);
            await client.DisconnectAsync(patience.Token);
        }
        catch (Exception e) when (e is MqttException or OperationCanceledException or IOException)
        {
            Log.GoodbyeFailed(_logger, e.Message);
        }
    }

    private ValueTask PublishStateAsync(MqttClient client, GateState state, CancellationToken cancellation) =>
        client.PublishAsync(StateMessage(state), cancellation);

    private MqttMessage StateMessage(GateState state) =>
        new(Topics.Of(_gate.Id, GateTopic.State), JsonSerializer.SerializeToUtf8Bytes(
            _gate.State(state, _session, _journal), ContractJson.Default.StateMessage))
        { Retain = true, ContentType = ContentTypes.State };
}
