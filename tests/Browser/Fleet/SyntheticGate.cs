using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Hub.Fleet;
using CheckIn.Mqtt;

namespace CheckIn.Browser.Tests.Fleet;

/// <summary>One of the synthetic gates on a real connection: it appears, and tells how it is as often as a gate does.</summary>
internal sealed partial class SyntheticGate(PlaceGate place, Uri broker) : IAsyncDisposable
{
    private const string Version = "0.1.0";
    private const long Uptime = 172_800;
    private static readonly TimeSpan HealthEvery = TimeSpan.FromSeconds(30);
    private long _session = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
    private MqttClient? _client;
    private CancellationTokenSource? _connection;
    private Task _telling = Task.CompletedTask;

    internal string Id => place.Id;

    internal PlaceGate Place => place;

    /// <summary>Connects, and says so.</summary>
    internal async Task ComeAsync()
    {
        _session++;
        _client = await MqttClient.ConnectAsync(
            MqttClientOptions.For(broker, Id) with { Will = State(GateState.Lost) });
        await HearCommandsAsync();
        await _client.PublishAsync(State(place.Alarms.Count > 0 ? GateState.Degraded : GateState.Ready));
        await HearSettingsAsync();
        await TellAsync(CancellationToken.None);
        _connection = new CancellationTokenSource();
        _telling = KeepTellingAsync(_connection.Token);
    }

    /// <summary>The connection ends without a word.</summary>
    internal async Task VanishAsync()
    {
        if (_connection is not null)
            await _connection.CancelAsync();
        await _telling;
        _connection?.Dispose();
        _connection = null;
        if (_client is not null)
            await _client.DisposeAsync();
        _client = null;
    }

    public async ValueTask DisposeAsync() => await VanishAsync();

    /// <summary>Whoever says nothing for three minutes is lost, connected or not.</summary>
    private async Task KeepTellingAsync(CancellationToken ended)
    {
        using var timer = new PeriodicTimer(HealthEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
                await TellAsync(ended);
        }
        catch (Exception e) when (e is OperationCanceledException or MqttException)
        {
            // The connection ended.
        }
    }

    private ValueTask TellAsync(CancellationToken cancellation) =>
        _client!.PublishAsync(new MqttMessage(Topics.Of(Id, GateTopic.Health),
            JsonSerializer.SerializeToUtf8Bytes(Health(), ContractJson.Default.HealthMessage))
        { Qos = MqttQos.AtLeastOnce, ContentType = ContentTypes.Health }, cancellation);

    private HealthMessage Health()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return new HealthMessage(_session, Uptime, place.Backlog, 18_204, 17_950, 254, 0, 18_260, 41_000_000,
            new ClockReading(Boot, 1, now, new ClockQuality(12, 40)))
        {
            Alarms = place.Alarms,
            JournalPercent = 4,
            Version = Version,
            CertificateDaysLeft = 210,
            Board = new BoardHealth(place.Alarms.Contains("too_hot") ? 84 : 47, false, false, null),
            Disk = new DiskHealth(place.Alarms.Contains("disk_low") ? 90_000_000 : 21_000_000_000, 31_000_000_000),
            Memory = new MemoryHealth(61_000_000, 24_000_000),
            Link = new LinkHealth(Uptime, null, 1, 14.2),
            Lists =
            [
                new ListHealth(ListNames.Cards, 31, 40), new ListHealth(ListNames.Passes, 3, 40),
                    new ListHealth(ListNames.Revocations, 1_208, 40),
                new ListHealth(ListNames.Trust, 9, place.Alarms.Contains("too_hot") ? 260_000 : 40),
            ],
            Lanes =
            [
                new LaneHealth("vao", true, 9_130, 21, Device: "camera"),
                place.Alarms.Contains("scanner_lost")
                    ? new LaneHealth("ra", false, 8_100, 5_400, Device: "camera", Problem: "no such device")
                    : new LaneHealth("ra", true, 9_130, 33, Device: "camera"),
            ],
        };
    }

    private string Boot => $"boot-of-{Id}";

    private MqttMessage State(GateState state) => new(Topics.Of(Id, GateTopic.State),
        JsonSerializer.SerializeToUtf8Bytes(
        new StateMessage(state, _session, Boot, Version, place.Backlog, Epoch),
            ContractJson.Default.StateMessage))
    { Retain = true, ContentType = ContentTypes.State };
}
