using System.Collections.Concurrent;
using System.Text;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Hub.Accounts;
using CheckIn.Mqtt;

namespace CheckIn.EndToEnd.Tests;

/// <summary>What a real gate and a real hub say to each other is what the AsyncAPI document says of it.</summary>
public sealed class ContractTests : Journey
{
    private static readonly GateTopic[] Said =
        [GateTopic.State, GateTopic.Events, GateTopic.Ack, GateTopic.Health, GateTopic.Desired, GateTopic.Reported];

    [Fact]
    public async Task Everything_that_gate_and_hub_say_is_in_the_document_field_by_field()
    {
        var (document, heard) = (new ContractSchemas(), new ConcurrentQueue<MqttMessage>());
        await Premises.StartHubAsync();
        await using var listener = await ListenAsync(heard);
        await Premises.StartGateAsync(Gate, "In", Pictures, once: false, framesPerSecond: 10, new() { ["Uplink:HealthEvery"] = "00:00:10" });
        await Eventually("a word on every topic", () => Task.FromResult(
            Said.All(leaf => heard.Any(message => message.Topic == Topics.Of(Gate, leaf)))
            && heard.Any(static message => message.Topic == Topics.HubState)));
        Assert.True(await Premises.StopGateAsync(Gate));
        await Eventually("the farewell", () => Task.FromResult(heard.Any(static message =>
            message.Topic == Topics.Of(Gate, GateTopic.State) && Text(message).Contains("\"stopped\"", StringComparison.Ordinal))));
        Assert.All(heard.Where(static message => !message.Payload.IsEmpty), message =>
        {
            Assert.Equal((message.Topic, document.ContentTypeOf(message.Topic)), (message.Topic, message.ContentType));
            var problems = document.Problems(message.ContentType!, message.Payload);
            Assert.True(problems.Count == 0, $"{message.Topic}: {string.Join("; ", problems)}\n{Text(message)}");
        });
    }

    private Task<MqttClient> ListenAsync(ConcurrentQueue<MqttMessage> heard) => ConnectAsync(new MqttClientOptions
    {
        Port = Premises.Broker.Port,
        ClientId = "listener",
        UserName = "listener",
        Password = (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(OperatorFolder.Read(Premises.Hub.Page.Port)!),
        OnMessage = (message, _) =>
        {
            heard.Enqueue(message);
            return ValueTask.CompletedTask;
        },
    });

    private static async Task<MqttClient> ConnectAsync(MqttClientOptions options)
    {
        using var limit = new CancellationTokenSource(Patience);
        var client = await MqttClient.ConnectAsync(options, limit.Token);
        await client.SubscribeAsync(["checkin/#"], MqttQos.AtLeastOnce, limit.Token);
        return client;
    }

    private static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
