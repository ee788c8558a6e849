using System.Text.Json;
using System.Text.Json.Nodes;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Mqtt;

namespace CheckIn.EndToEnd.Tests.Settings;

/// <summary>
/// A gate as a real process that hears what the hub wants, its hub as another, and whoever writes on the gate's topic. What
/// the gate is lies where an enrolment leaves it, below the hub's settings; only where its files are it is told otherwise.
/// </summary>
internal sealed class SteeredGate : IAsyncDisposable
{
    internal const string Id = "cong-vao";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private readonly Premises _premises;
    private MqttClient? _client;
    private ProgramProcess? _program;
    private volatile ReportedMessage? _reported;

    private SteeredGate(Premises premises) => _premises = premises;

    /// <summary>Beside what lies in the gate's folder.</summary>
    internal Dictionary<string, string> Environment { get; } = [];

    internal ReportedMessage? Reported => _reported;

    internal ProgramProcess Process => _program!;

    internal string Tails => $"{_premises.Tails}\n--- gate\n{_program?.Tail}\n{JsonSerializer.Serialize(_reported)}";

    private string Folder => Path.Combine(_premises.Folder, Id);

    internal string Journal => Path.Combine(Folder, "journal.db");

    internal static async Task<SteeredGate> StartAsync(Premises premises, string pictures)
    {
        var gate = new SteeredGate(premises);
        await premises.StartHubAsync(new Dictionary<string, string> { ["Broker:Access"] = "Open" });
        gate._client = await MqttClient.ConnectAsync(
            MqttClientOptions.For(premises.Broker, "nguoi-thu") with { OnMessage = gate.HearAsync });
        await gate._client.SubscribeAsync(
            [Topics.Of(Id, GateTopic.Reported)], MqttQos.AtLeastOnce, CancellationToken.None);
        var enrolment = Path.Combine(gate.Folder, "enrolment");
        Directory.CreateDirectory(enrolment);
        await File.WriteAllTextAsync(Path.Combine(enrolment, "settings.json"), gate.Own(pictures).ToJsonString());
        gate.Start();
        return gate;
    }

    internal void Start()
    {
        _reported = null;
        _program = ProgramProcess.Start(Executables.Gate, new Dictionary<string, string>(Environment)
        {
            ["Enrolment:Directory"] = Path.Combine(Folder, "enrolment"),
            ["Journal:Path"] = Journal,
            ["Keys:Directory"] = Path.Combine(Folder, "keys"),
        }, Folder);
    }

    internal Task KillAsync() => _program!.KillAsync();

    internal Task<bool> StopAsync() => _program!.StopAsync(TimeSpan.FromSeconds(20));

    /// <summary>
    /// Says what is wanted until the gate says this of it; said again it is the same, and a hub that says something else in
    /// between has no last word.
    /// </summary>
    internal async Task<ReportedMessage> WantAsync(long version, string values, string state)
    {
        var message = new DesiredMessage(0, new SettingsWanted(version, (JsonObject)JsonNode.Parse(values)!));
        var payload = JsonSerializer.SerializeToUtf8Bytes(message, ContractJson.Default.DesiredMessage);
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            await _client!.PublishAsync(new MqttMessage(Topics.Of(Id, GateTopic.Desired), payload)
            { Retain = true, ContentType = ContentTypes.Desired }, limit.Token);
            var since = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(since) < Again)
            {
                if (IsSaid(version, state) is { } reported)
                    return reported;
                Assert.False(limit.IsCancellationRequested, $"'{state}' of {version} was not reported.\n{Tails}");
                await Task.Delay(20);
            }
        }
    }

    internal async Task<ReportedMessage> ReportedAsync(long version, string state)
    {
        await EventuallyAsync($"'{state}' of {version}", () => IsSaid(version, state) is not null);
        return _reported!;
    }

    internal async Task EventuallyAsync(string what, Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!holds())
        {
            Assert.False(limit.IsCancellationRequested, $"{what} did not come about.\n{Tails}");
            await Task.Delay(20);
        }
    }

    /// <summary>The journal's operations of this name.</summary>
    internal IReadOnlyList<string> Operations(string name) => [.. JournalFile.Read(Journal).Rows
        .Select(static row => row.Fact).Where(fact => fact.Contains($"\"{name}\"", StringComparison.Ordinal))];

    /// <summary>Waits until the hub has every event of the journal, word for word.</summary>
    internal async Task<int> SettleAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            var rows = JournalFile.Read(Journal).Rows;
            var stored = (await _premises.Hub.EventsAsync()).Select(static one => (one.Epoch, one.Seq, one.Fact)).ToHashSet();
            if (rows.All(row => stored.Contains((row.Epoch, row.Seq, row.Fact))))
                return rows.Count;
            Assert.False(limit.IsCancellationRequested, $"{rows.Count} rows, {stored.Count} stored\n{Tails}");
            await Task.Delay(200);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
        if (_client is not null)
            await _client.DisposeAsync();
    }

    private ReportedMessage? IsSaid(long version, string state) =>
        _reported is { } reported && reported.State == state && (reported.Wanted ?? reported.Version) == version
            ? reported : null;

    private ValueTask HearAsync(MqttMessage message, CancellationToken cancellation)
    {
        if (message.Payload.Length > 0)
            _reported = JsonSerializer.Deserialize(message.Payload.Span, ContractJson.Default.ReportedMessage);
        return ValueTask.CompletedTask;
    }

    private JsonObject Own(string pictures) => new()
    {
        ["Gate"] = new JsonObject { ["Id"] = Id },
        ["Lanes"] = new JsonArray(new JsonObject
        {
            ["Name"] = "vao",
            ["Scanner"] = new JsonObject { ["Kind"] = "Pictures", [nameof(Folder)] = pictures, ["FramesPerSecond"] = 2 },
            ["Turnstile"] = new JsonObject { ["RelayPin"] = 17, ["Pulse"] = "00:00:00.1000000" },
            ["Indicator"] = new JsonObject { ["GreenPin"] = 22, ["RedPin"] = 27, ["ShowFor"] = "00:00:00.2000000" },
        }),
        ["Gpio"] = new JsonObject { ["Driver"] = "Virtual", ["TraceFile"] = Path.Combine(Folder, "pins.jsonl") },
        ["Uplink"] = new JsonObject { ["Hub"] = _premises.Broker.ToString(), ["ReconnectCap"] = "00:00:01" },
        ["Settings"] = new JsonObject
        {
            ["TrialFor"] = "00:00:30",
            ["Settle"] = "00:00:01",
            ["QuietFor"] = "00:00:00",
            ["TakeUpWithin"] = "00:00:01",
        },
    };
}
