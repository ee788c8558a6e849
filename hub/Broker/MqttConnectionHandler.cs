using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Hub.Authority;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>
/// Kestrel's side of the MQTT endpoints. The inbox is asked for here and not by the bus, because what stands behind the
/// inbox publishes on the bus.
/// </summary>
internal sealed class MqttConnectionHandler : ConnectionHandler
{
    /// <summary>So many at a time are told why they are sent away; further ones are just closed.</summary>
    private const int MaxRefusing = 1000;
    private const int WarningsPerSecond = 10;
    private readonly BrokerParts _parts;
    private readonly GateIdentities? _identities;
    private int _refusing;

    public MqttConnectionHandler(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<BrokerOptions>>().Value;
        var time = services.GetRequiredService<TimeProvider>();
        var metrics = services.GetRequiredService<BrokerMetrics>();
        var receiving = new ByteBudget(options.MaxReceivingBytes);
        metrics.Meter.CreateObservableGauge(
            "checkin_mqtt_receiving_bytes", () => receiving.Reserved, "By", "Bytes of large packets being received");
        metrics.Meter.CreateObservableCounter(
            "checkin_mqtt_receiving_waits_total", () => receiving.Waits, "{packet}", "Large packets that had to wait");
        _parts = new BrokerParts(
            options,
            services.GetRequiredService<EmbeddedBroker>(),
            services.GetRequiredService<SessionTable>(),
            services.GetRequiredService<IGateInbox>(),
            services.GetRequiredService<IClientAuthenticator>(),
            services.GetRequiredService<ITopicAccess>(),
            receiving,
            new RateLimit(options.MaxConnectsPerSecond, time),
            new RateLimit(WarningsPerSecond, time),
            metrics,
            services.GetRequiredService<HubReach>(),
            time,
            services.GetRequiredService<ILogger<MqttConnectionHandler>>());
        _identities = services.GetService<GateIdentities>();
        if (_identities is not null)
            _identities.Revoked += (_, serials) => _parts.Sessions.CloseRevoked(serials);
    }

    public BrokerParts Parts => _parts;

    public override Task OnConnectedAsync(ConnectionContext connection) =>
        RunAsync(connection.Transport, new KestrelPeer(connection));

    /// <summary>Serves one connection until its end.</summary>
    public Task RunAsync(IDuplexPipe transport, Peer peer)
    {
        var connection = new ClientConnection(_parts, transport, peer);
        if (!_parts.Sessions.TryOpen(connection))
            return RefuseAsync(transport);
        // A revocation is known first and then closes what is in the table; a connection enters the table first and then
        // asks: one of the two finds the other.
        if (peer.CertificateSerial is { } serial && _identities?.IsRevoked(serial) == true)
            connection.CloseRevoked();
        // Kestrel's context is of no use to it, and to restore it for each packet is not free.
        using (ExecutionContext.SuppressFlow())
            return connection.RunAsync();
    }

    /// <summary>
    /// Server busy, in the level of the client, which only its CONNECT tells; whoever sends none in one piece is just
    /// closed, because waiting for it would be what there is no room for.
    /// </summary>
    private async Task RefuseAsync(IDuplexPipe transport)
    {
        _parts.Metrics.Refused(MqttReasonCode.ServerBusy);
        _parts.Reach.TurnAway();
        if (Interlocked.Increment(ref _refusing) <= MaxRefusing)
            await AnswerBusyAsync(transport).ConfigureAwait(false);
        Interlocked.Decrement(ref _refusing);
    }

    private async Task AnswerBusyAsync(IDuplexPipe transport)
    {
        if (_parts.MayWarn())
            Log.TooManyConnections(_parts.Log, _parts.Sessions.Count);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1), _parts.Time);
        try
        {
            var read = await transport.Input.ReadAsync(patience.Token).ConfigureAwait(false);
            var decoder = MqttDecoder.ForServer(_parts.Options.MaxPacketBytes);
            var buffer = read.Buffer;
            if (decoder.TryReadFrame(ref buffer, out var frame))
            {
                ConnectPacket.Decode(frame, decoder);
                new ConnAckPacket(MqttReasonCode.ServerBusy).Encode(
                    new MqttWriter(transport.Output) { Level = decoder.Level });
                await transport.Output.FlushAsync(patience.Token).ConfigureAwait(false);
            }
            transport.Input.AdvanceTo(read.Buffer.End);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or MqttProtocolException)
        {
            // It is sent away all the same.
        }
    }

    private sealed class KestrelPeer(ConnectionContext connection) : Peer
    {
        public override EndPoint? Remote => connection.RemoteEndPoint;

        public override X509Certificate2? Certificate { get; } =
            connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;

        public override void Abort() => connection.Abort();
    }
}
