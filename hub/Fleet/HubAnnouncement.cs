using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Fleet;

/// <summary>Says on <c>hub/state</c>, retained, that the hub is there, and that it goes.</summary>
internal sealed class HubAnnouncement(IMessageBus bus, TimeProvider time) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => SayAsync(true, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => SayAsync(false, cancellationToken);

    private Task SayAsync(bool online, CancellationToken cancellation)
    {
        var state = new HubStateMessage(online, time.GetUtcNow().ToUnixTimeMilliseconds());
        var payload = JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Default.HubStateMessage);
        return bus.PublishAsync(
            new MqttMessage(Topics.HubState, payload) { Retain = true, ContentType = ContentTypes.HubState },
            cancellation).AsTask();
    }
}
