using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Tests.Notices;

/// <summary>A bus that remembers what was published, and fails while it is told to.</summary>
internal sealed class FailingBus : IMessageBus
{
    private readonly Lock _lock = new();
    private readonly List<MqttMessage> _messages = [];

    internal bool IsDown { get; set; }

    /// <summary>It goes down once it has taken so many; null = never.</summary>
    internal int? Takes { get; set; }

    internal IReadOnlyList<MqttMessage> Messages
    {
        get
        {
            lock (_lock)
                return [.. _messages];
        }
    }

    internal IReadOnlyList<AlertMessage> Alerts => [.. Messages.Select(
        message => JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.AlertMessage)!)];

    public ValueTask PublishAsync(MqttMessage message, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (IsDown || _messages.Count >= Takes)
                return ValueTask.FromException(new MqttException("the server is gone"));
            _messages.Add(message);
            return ValueTask.CompletedTask;
        }
    }
}
