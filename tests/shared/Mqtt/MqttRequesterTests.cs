using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Shared.Tests.Mqtt;

public class MqttRequesterTests
{
    private static CancellationToken Patience => ScriptedServer.Patience;

    private static async Task<(MqttClient, MqttRequester)> StartAsync(ScriptedServer server)
    {
        var accepting = server.AcceptAsync();
        var client = await MqttClient.ConnectAsync(
            new MqttClientOptions { Port = server.Port, ClientId = "hub", KeepAlive = TimeSpan.Zero }, Patience);
        await accepting;
        var starting = MqttRequester.StartAsync(client, "replies/hub", cancellation: Patience);
        Assert.Equal("replies/hub", (await server.GrantAsync()).Subscriptions[0].Filter);
        return (client, await starting);
    }

    private static MqttMessage Question(string text) => MqttMessage.OfText("ask", text) with { Qos = MqttQos.AtMostOnce };

    private static Task AnswerAsync(ScriptedServer server, MqttMessage question, string text)
    {
        var answer = question.Reply(System.Text.Encoding.UTF8.GetBytes(text));
        return server.SendPublishAsync(answer.Topic, 0, MqttQos.AtMostOnce,
            properties: new MqttProperties { CorrelationData = answer.CorrelationData, ContentType = text });
    }

    [Fact]
    public async Task Answers_find_their_questions_by_correlation_data_in_any_order__MQTT_4_10_1()
    {
        using var server = new ScriptedServer();
        var (client, requester) = await StartAsync(server);
        await using var closing = client;
        var first = requester.AskAsync(Question("one"), TimeSpan.FromSeconds(20), Patience);
        var one = (await server.ReadPublishAsync()).ToMessage();
        var second = requester.AskAsync(Question("two"), TimeSpan.FromSeconds(20), Patience);
        var two = (await server.ReadPublishAsync()).ToMessage();
        Assert.Equal("replies/hub", one.ResponseTopic);
        Assert.Equal(20u, one.ExpirySeconds);
        await AnswerAsync(server, two, "2");
        await AnswerAsync(server, one, "1");
        Assert.Equal("1", (await first).ContentType);
        Assert.Equal("2", (await second).ContentType);
        // A late answer, and one that answers nothing, change nothing.
        await AnswerAsync(server, one, "again");
        await server.SendPublishAsync("replies/hub", 0, MqttQos.AtMostOnce);
        await client.SubscribeFenceAsync(server);
    }

    [Fact]
    public async Task No_answer_in_time_is_a_timeout_and_cancellation_ends_the_wait()
    {
        using var server = new ScriptedServer();
        var (client, requester) = await StartAsync(server);
        await using var closing = client;
        await Assert.ThrowsAsync<TimeoutException>(
            () => requester.AskAsync(Question("one"), TimeSpan.FromMilliseconds(30), Patience));
        using var cancelling = new CancellationTokenSource();
        var asking = requester.AskAsync(Question("two"), TimeSpan.FromSeconds(20), cancelling.Token);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }
}
