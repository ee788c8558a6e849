using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Mqtt;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>
/// How it takes up what the hub wants of it: at once, unless it is one that never answers, or that cannot have its relay
/// on another pin.
/// </summary>
internal sealed partial class SyntheticGate
{
    private long _applied;

    private Task HearSettingsAsync() => place.IsSilent ? Task.CompletedTask : _client!.SubscribeAsync(
        new MqttSubscription(Topics.Of(Id, GateTopic.Desired), MqttQos.AtLeastOnce), TakeUpAsync);

    private async ValueTask TakeUpAsync(MqttMessage message, CancellationToken cancellation)
    {
        if (message.Payload.IsEmpty)
            return;
        var desired = JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.DesiredMessage)!;
        var report = ReportOf(desired.Settings) with
        {
            Modes = [.. (desired.Modes ?? []).Select(static order => new ModeReport(order.Id, ModeReport.InForce))],
        };
        await _client!.PublishAsync(new MqttMessage(Topics.Of(Id, GateTopic.Reported),
            JsonSerializer.SerializeToUtf8Bytes(report, ContractJson.Default.ReportedMessage))
        { Qos = MqttQos.AtLeastOnce, Retain = true, ContentType = ContentTypes.Reported }, cancellation);
    }

    private ReportedMessage ReportOf(SettingsWanted? wanted)
    {
        if (wanted is null)
            return new(_applied = 0, ReportedStates.Applied);
        if (place.CannotMoveRelay && wanted.Values["Lanes"]?["*"]?["Turnstile"]?["RelayPin"] is JsonValue)
        {
            return new(_applied, ReportedStates.Refused, wanted.Version,
                [new("Lanes:vao:Turnstile:RelayPin", "Pin 27 of gpiochip0 is held by the exit button of lane vao.")]);
        }
        _applied = wanted.Version;
        return new(_applied, ReportedStates.Applied);
    }
}
