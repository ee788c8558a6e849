using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Hub.Authority;
using CheckIn.Mqtt;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>
/// The link to an MQTT server of somebody else's: the same inbox behind it as behind the endpoint of our own, and for a
/// gate no difference. Messages go from the client's handler into a few lanes, each gate always into the same, so that
/// their order stays and many gates share a commit; a full lane holds the server back. The server's PUBACK therefore
/// comes before the commit and says nothing: the hub's own acknowledgement does, as everywhere, and a batch that was
/// lost with the process or not committed is sent again by its gate. When the connection is lost the hub's will says
/// so, and its state is published again with the next one.
/// </summary>
internal sealed class ExternalBroker : BackgroundService, IMessageBus
{
    private const int Lanes = 8;
    private const int LaneDepth = 8;
    private const ushort MostUnderWay = 64;
    private const int MostWaiting = 64 * 1024 * 1024;
    private static readonly TimeSpan PublishPatience = TimeSpan.FromSeconds(5);
    private static readonly GateTopic[] Heard = [.. TopicRights.With(TopicUse.HubReads)];
    private readonly BrokerOptions _options;
    private readonly IServiceProvider _services;
    private readonly HubReach _reach;
    private readonly TimeProvider _time;
    private readonly ILogger<ExternalBroker> _log;
    private readonly EarlierStates _earlier = new();
    private readonly Channel<GateNews>[] _lanes;
    private readonly Channel<bool> _lost =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private MqttReconnectingClient? _client;
    private MqttMessage? _announcement;

    public ExternalBroker(
        IOptions<BrokerOptions> options, IServiceProvider services, HubReach reach, TimeProvider time,
        ILogger<ExternalBroker> log)
    {
        (_options, _services, _reach, _time, _log) = (options.Value, services, reach, time, log);
        _lanes = [.. Enumerable.Range(0, Lanes).Select(_ => Channel.CreateBounded<GateNews>(LaneDepth))];
    }

    /// <inheritdoc/>
    /// <exception cref="MqttException">The server cannot be reached, or refused it.</exception>
    public async ValueTask PublishAsync(MqttMessage message, CancellationToken cancellation)
    {
        var client = _client ?? throw new MqttException("The link to the MQTT server has not been started.");
        if (message.Topic == Topics.HubState)
        {
            _announcement = message = message with { Payload = message.Payload.ToArray() };
            if (!client.IsConnected)
                return;
        }
        using var patience = new CancellationTokenSource(PublishPatience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            await client.PublishAsync(message, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MqttException(
                $"'{message.Topic}' could not be published: {_options.Server} did not take it in time.");
        }
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _client = new MqttReconnectingClient(ToClientOptions(), new MqttReconnectOptions
        {
            Cap = TimeSpan.FromSeconds(10),
            OnWait = (end, wait) =>
            {
                Log.LinkLost(_log, _options.Server, end.Message, wait);
                _reach.Close();
                _lost.Writer.TryWrite(true);
            },
        }, _time);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (_client is null)
            return;
        try
        {
            await _client.DisconnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MqttException or OperationCanceledException)
        {
            // It is gone already.
        }
        await _client.DisposeAsync().ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Asked for here, because what stands behind the inbox publishes on this link.
        var inbox = _services.GetRequiredService<IGateInbox>();
        var lanes = _lanes.Select(lane => HandInAsync(lane.Reader, inbox, stoppingToken)).ToArray();
        try
        {
            foreach (var topic in Heard)
            {
                var wanted = new MqttSubscription(FilterOf(topic), MqttQos.AtLeastOnce);
                await _client!.SubscribeAsync(wanted, TakeAsync, stoppingToken)
                    .ConfigureAwait(false);
            }
            await AnnounceAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops.
        }
        await Task.WhenAll(lanes).ConfigureAwait(false);
    }

    /// <summary>The hub's state, on every connection: its will may have spoken since.</summary>
    private async Task AnnounceAsync(CancellationToken stopping)
    {
        while (true)
        {
            await _client!.ConnectedAsync(stopping).ConfigureAwait(false);
            Log.LinkStands(_log, _options.Server);
            _reach.Open();
            // Should it be lost again already, it was said before this.
            if (!_client.IsConnected)
                _reach.Close();
            try
            {
                if (_announcement is { } state)
                    await _client.PublishAsync(AsOfNow(state), stopping).ConfigureAwait(false);
            }
            catch (MqttException e)
            {
                Log.NotAnnounced(_log, e.Message);
            }
            await _lost.Reader.ReadAsync(stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Gates take the time from it, so an earlier one would be wrong.</summary>
    private MqttMessage AsOfNow(MqttMessage announcement)
    {
        var state = JsonSerializer.Deserialize(announcement.Payload.Span, ContractJson.Default.HubStateMessage)!;
        state = state with { Timestamp = _time.GetUtcNow().ToUnixTimeMilliseconds() };
        return announcement with
        {
            Payload = JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Default.HubStateMessage),
        };
    }

    private async ValueTask TakeAsync(MqttMessage message, CancellationToken cancellation)
    {
        if (!Topics.TryParse(message.Topic, out var id, out var topic))
            return;
        var gate = id.ToString();
        var lane = _lanes[(uint)string.GetHashCode(gate, StringComparison.Ordinal) % Lanes];
        await lane.Writer.WriteAsync(new GateNews(gate, topic, message.Payload, message.Retain), cancellation)
            .ConfigureAwait(false);
    }

    private async Task HandInAsync(ChannelReader<GateNews> lane, IGateInbox inbox, CancellationToken stopping)
    {
        try
        {
            await foreach (var news in lane.ReadAllAsync(stopping).ConfigureAwait(false))
                await HandInAsync(news, inbox).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is left in the lane its gates send again.
        }
    }

    private async Task HandInAsync(GateNews news, IGateInbox inbox)
    {
        try
        {
            if (_earlier.Take(news, out var confirmed))
                return;
            if (confirmed is { } state)
                await OnPublishAsync(inbox, state).ConfigureAwait(false);
            await OnPublishAsync(inbox, news).ConfigureAwait(false);
        }
        // Whatever it is: the lane must live on for the other gates.
        catch (Exception e)
        {
            Log.NotTaken(_log, e, news.Gate, news.Topic);
        }
    }

    private static ValueTask OnPublishAsync(IGateInbox inbox, in GateNews news) => inbox.OnPublishAsync(
        news.Gate, news.Topic, new ReadOnlySequence<byte>(news.Payload), CancellationToken.None);

    private string FilterOf(GateTopic topic) => topic == GateTopic.Events && _options.ShareGroup is { } group
        ? MqttTopic.SharePrefix + group + "/" + Topics.OfAnyGate(topic)
        : Topics.OfAnyGate(topic);

    private MqttClientOptions ToClientOptions()
    {
        var lost = new HubStateMessage(false, _time.GetUtcNow().ToUnixTimeMilliseconds());
        var options = MqttClientOptions.For(_options.Server, _options.ServerClientId);
        return options with
        {
            UserName = _options.ServerUserName,
            Password = _options.ServerPassword is { } password ? Encoding.UTF8.GetBytes(password) : null,
            Tls = options.Tls is { } tls ? _services.GetRequiredService<ServerTrust>().Applied(tls) : null,
            Session = new MqttSession(),
            ReceiveMaximum = MostUnderWay,
            MaxPacketBytes = _options.MaxPacketBytes,
            MaxWaitingBytes = MostWaiting,
            Will = new MqttMessage(
                Topics.HubState, JsonSerializer.SerializeToUtf8Bytes(lost, ContractJson.Default.HubStateMessage))
            { Retain = true, ContentType = ContentTypes.HubState },
        };
    }
}

/// <summary>What came from a gate.</summary>
/// <param name="IsRetained">It is history: what the server had kept.</param>
internal readonly record struct GateNews(string Gate, GateTopic Topic, ReadOnlyMemory<byte> Payload, bool IsRetained);
