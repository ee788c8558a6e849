using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Options;

namespace CheckIn.Hub.Broker;

/// <summary>
/// Kestrel's side of the MQTT endpoint: <c>listenOptions.UseConnectionHandler&lt;MqttConnectionHandler&gt;()</c>. The
/// inbox is asked for here and not by the bus, because what stands behind the inbox publishes on the bus.
/// </summary>
public sealed class MqttConnectionHandler : ConnectionHandler
{
    private readonly BrokerParts _parts;

    public MqttConnectionHandler(IServiceProvider services)
    {
        _parts = new BrokerParts(
            services.GetRequiredService<IOptions<BrokerOptions>>().Value,
            services.GetRequiredService<EmbeddedBroker>(),
            services.GetRequiredService<SessionTable>(),
            services.GetRequiredService<IGateInbox>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<MqttConnectionHandler>>());
    }

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var session = new ClientSession(_parts, connection.Transport, connection.Abort);
        if (!_parts.Sessions.TryOpen(session))
        {
            Log.TooManyConnections(_parts.Log, _parts.Sessions.Count);
            new ConnAckPacket(MqttReasonCode.ServerBusy).Encode(new MqttWriter(connection.Transport.Output));
            await connection.Transport.Output.FlushAsync().ConfigureAwait(false);
            return;
        }
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested;
        await using var registration = (stopping ?? default).UnsafeRegister(
            static s => ((ClientSession)s!).Close(MqttReasonCode.ServerShuttingDown, "the hub stops"), session)
            .ConfigureAwait(false);
        await session.RunAsync().ConfigureAwait(false);
    }
}
