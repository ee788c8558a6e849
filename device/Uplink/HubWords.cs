using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Mqtt;

namespace CheckIn.Gate.Uplink;

/// <summary>
/// What the hub says to this gate beside its acknowledgements: what it wants of it, and how many are inside the site. An older
/// hub, or a server with older rules, does not let a gate hear of one or the other; that costs it this word and nothing else.
/// </summary>
internal sealed class HubWords(GateIdentity gate, ILogger logger)
{
    /// <summary>Most bytes of a count.</summary>
    private const int MostOfCount = 1024;

    /// <summary>Asks to hear it.</summary>
    internal async Task ListenAsync(MqttClient client, CancellationToken stopping)
    {
        if (await TryListenAsync(client, GateTopic.Desired, stopping) is { } deaf)
            Log.NoWishes(logger, deaf);
        if (gate.Inside is not null && await TryListenAsync(client, GateTopic.Inside, stopping) is { } silent)
            Log.NoCounts(logger, silent);
    }

    /// <summary>Something was heard.</summary>
    /// <param name="topic">On which topic; another than these two is passed over.</param>
    /// <param name="message">What.</param>
    /// <exception cref="JsonException">It cannot be read; nothing was done.</exception>
    internal void Hear(GateTopic topic, MqttMessage message)
    {
        if (topic is not (GateTopic.Desired or GateTopic.Inside))
            return;
        if (message.Payload.Length > (topic == GateTopic.Desired ? DesiredMessage.MaxBytes : MostOfCount))
            Log.Unreadable(logger, message.Topic, $"it has {message.Payload.Length} bytes");
        else if (topic == GateTopic.Desired)
            HearWishes(message);
        // What somebody had a server keep is of no moment that is known.
        else if (!message.Retain
            && JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.InsideMessage) is { } word)
            gate.Inside?.Invoke(word);
    }

    private void HearWishes(MqttMessage message)
    {
        var desired = message.Payload.Length == 0 ? null
            : JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.DesiredMessage);
        if (desired is not null)
            gate.Link.Wanted(desired);
        gate.Wishes.Hear(desired);
    }

    /// <returns>Why the server does not let it; null = it does.</returns>
    private async Task<string?> TryListenAsync(MqttClient client, GateTopic topic, CancellationToken stopping)
    {
        try
        {
            await client.SubscribeAsync([Topics.Of(gate.Id, topic)], MqttQos.AtLeastOnce, stopping);
            return null;
        }
        catch (MqttException e) when (e.ReasonCode is not null)
        {
            return e.Message;
        }
    }
}
