using System.Text.Json;
using System.Threading.Channels;
using CheckIn.Contract;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Tests.Desired;

/// <summary>A gate's end of settings over a real connection: hears what is wanted, and says what it is told to say.</summary>
internal sealed class ReportingGate : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Channel<DesiredMessage?> _heard = Channel.CreateUnbounded<DesiredMessage?>();
    private readonly string _id;
    private MqttClient _client = null!;
    private long _applied;

    private ReportingGate(string id) => _id = id;

    internal static async Task<ReportingGate> ConnectAsync(string id, int port)
    {
        using var patience = new CancellationTokenSource(Patience);
        var gate = new ReportingGate(id);
        gate._client = await MqttClient.ConnectAsync(new MqttClientOptions
        {
            Host = "127.0.0.1",
            Port = port,
            ClientId = id,
            OnMessage = (message, cancellation) => gate._heard.Writer.WriteAsync(
                message.Payload.IsEmpty ? null
                    : JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.DesiredMessage), cancellation),
        }, patience.Token);
        await gate._client.SubscribeAsync([Topics.Of(id, GateTopic.Desired)], MqttQos.AtLeastOnce, patience.Token);
        await gate.SayAsync(GateTopic.State, JsonSerializer.SerializeToUtf8Bytes(
            new StateMessage(GateState.Ready, 1, "boot-1", "1.0", 0, "epoch-1"), ContractJson.Default.StateMessage));
        return gate;
    }

    /// <summary>The next settings that it hears of.</summary>
    internal async Task<SettingsWanted> WantedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if ((await _heard.Reader.ReadAsync(patience.Token))?.Settings is { } settings)
                return settings;
        }
    }

    internal Task ApplyAsync(SettingsWanted wanted)
    {
        _applied = wanted.Version;
        return ReportAsync(new ReportedMessage(wanted.Version, ReportedStates.Applied));
    }

    internal Task RefuseAsync(SettingsWanted wanted, string path, string problem) => ReportAsync(
        new ReportedMessage(_applied, ReportedStates.Refused, wanted.Version, [new SettingsError(path, problem)]));

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private Task ReportAsync(ReportedMessage report) => SayAsync(
        GateTopic.Reported, JsonSerializer.SerializeToUtf8Bytes(report, ContractJson.Default.ReportedMessage));

    private async Task SayAsync(GateTopic topic, byte[] payload)
    {
        using var patience = new CancellationTokenSource(Patience);
        await _client.PublishAsync(new MqttMessage(Topics.Of(_id, topic), payload) { Retain = true }, patience.Token);
    }
}
