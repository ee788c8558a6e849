using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Gate.Clock;
using CheckIn.Mqtt;

namespace CheckIn.Gate.Uplink;

/// <summary>
/// The hub's time on one connection. What was retained is history and tells no time; what is heard live was published
/// after the subscription was asked for, and a round trip is what the answer to that took.
/// </summary>
internal sealed class HubTimeSource(GateClock clock, ILogger logger)
{
    private long _asked;
    private long _roundTripTicks = -1;

    /// <summary>
    /// Listens to the hub; a server that does not allow it costs the gate this source and nothing else.
    /// </summary>
    internal async Task SubscribeAsync(MqttClient client, CancellationToken cancellation)
    {
        Volatile.Write(ref _asked, clock.GetTimestamp());
        try
        {
            await client.SubscribeAsync([Topics.HubState], MqttQos.AtLeastOnce, cancellation);
            Volatile.Write(ref _roundTripTicks, clock.GetElapsedTime(_asked).Ticks);
        }
        catch (MqttException e) when (e.ReasonCode is not null)
        {
            Log.NoHubTime(logger, e.Message);
        }
    }

    /// <summary>A message on the hub's state topic.</summary>
    internal void Take(MqttMessage message)
    {
        if (message.Retain)
            return;
        var (asked, ticks) = (Volatile.Read(ref _asked), Volatile.Read(ref _roundTripTicks));
        try
        {
            if (JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.HubStateMessage) is { } state)
                clock.Hear(state, ticks < 0 ? clock.GetElapsedTime(asked) : new TimeSpan(ticks), asked);
        }
        catch (JsonException e)
        {
            Log.Unreadable(logger, message.Topic, e.Message);
        }
    }
}
