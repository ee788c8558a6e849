using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Hub.Accounts;
using CheckIn.Mqtt;

namespace CheckIn.EndToEnd.Tests;

/// <summary>What a real gate and a real hub say to each other is what the AsyncAPI document says of it.</summary>
public sealed class ContractTests : Journey
{
    private readonly ConcurrentQueue<MqttMessage> _heard = new();

    [Fact]
    public async Task Everything_that_gate_and_hub_say_is_in_the_document_field_by_field()
    {
        await Premises.StartHubAsync();
        await using var listener = await ListenAsync();
        await Premises.StartGateAsync(
            Gate, "In", Pictures, once: false, framesPerSecond: 10, new() { ["Uplink:HealthEvery"] = "00:00:10" });
        await Eventually("ready", async () => await Premises.Hub.StateAsync(Gate) == "ready");
        await SteerAsync();
        await Eventually("a word on every topic", () => Task.FromResult(
            // How many are inside is said at sites of several gates alone.
            Enum.GetValues<GateTopic>().Except([GateTopic.Inside]).All(IsHeard) && IsSaid(GateTopic.Reported, "\"in_force\"")
            && _heard.Any(static message => message.Topic == Topics.HubState)));
        Assert.True(await Premises.StopGateAsync(Gate));
        await Eventually("the farewell", () => Task.FromResult(IsSaid(GateTopic.State, "\"stopped\"")));
        var document = new ContractSchemas();
        Assert.All(_heard.Where(static message => !message.Payload.IsEmpty), message =>
        {
            Assert.Equal((message.Topic, document.ContentTypeOf(message.Topic)), (message.Topic, message.ContentType));
            var problems = document.Problems(message.ContentType!, message.Payload);
            Assert.True(problems.Count == 0, $"{message.Topic}: {string.Join("; ", problems)}\n{Text(message)}");
        });
    }

    /// <summary>A setting, a mode and a command, so that there is something to be said of each.</summary>
    private async Task SteerAsync()
    {
        using var http = new HttpClient(new OperatorHandler()) { BaseAddress = Premises.Hub.Page };
        await AskAsync(http, $"/api/v1/settings/scopes/gate:{Gate}/change", """
            {"title":"A longer pulse","patch":{"Lanes":{"*":{"Turnstile":{"Pulse":"00:00:00.2000000"}}}}}
            """);
        var until = JsonSerializer.Serialize(HubTime() + TimeSpan.FromHours(1));
        await AskAsync(http, "/api/v1/modes", $$"""
            {"scope":"gate:{{Gate}}","mode":"free_passage","until":{{until}},"why":"test"}
            """);
        await AskAsync(http, $"/api/v1/gates/{Gate}/commands?wait=10", """{"name":"self_test"}""");
    }

    private DateTimeOffset HubTime() => DateTimeOffset.FromUnixTimeMilliseconds(JsonSerializer.Deserialize(
        _heard.First(static message => message.Topic == Topics.HubState).Payload.Span,
        ContractJson.Default.HubStateMessage)!.Timestamp);

    private static async Task AskAsync(HttpClient http, string address, string body)
    {
        using var answer = await http.PostAsync(
            new Uri(address, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {await answer.Content.ReadAsStringAsync()}");
    }

    private bool IsHeard(GateTopic leaf) => _heard.Any(message => message.Topic == Topics.Of(Gate, leaf));

    private bool IsSaid(GateTopic leaf, string word) => _heard.Any(message =>
        message.Topic == Topics.Of(Gate, leaf) && Text(message).Contains(word, StringComparison.Ordinal));

    private async Task<MqttClient> ListenAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var client = await MqttClient.ConnectAsync(new MqttClientOptions
        {
            Port = Premises.Broker.Port,
            ClientId = "listener",
            UserName = "listener",
            Password = (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(OperatorFolder.Read(Premises.Hub.Page.Port)!),
            OnMessage = (message, _) =>
            {
                _heard.Enqueue(message);
                return ValueTask.CompletedTask;
            },
        }, limit.Token);
        await client.SubscribeAsync(["checkin/#"], MqttQos.AtLeastOnce, limit.Token);
        return client;
    }

    private static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
