using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Shared.Tests.Mqtt;

/// <summary>A client of a scripted server, and what it sends.</summary>
internal static class ClientOfATest
{
    public static CancellationToken Patience => ScriptedServer.Patience;

    public static MqttClientOptions Options(ScriptedServer server) => new()
    {
        Port = server.Port,
        ClientId = "gate-1",
        KeepAlive = TimeSpan.Zero,
    };

    public static async Task<MqttClient> ConnectAsync(
        ScriptedServer server, MqttClientOptions? options = null, MqttProperties? limits = null)
    {
        var accepting = server.AcceptAsync(limits);
        var client = await MqttClient.ConnectAsync(options ?? Options(server), Patience);
        await accepting;
        return client;
    }

    public static MqttMessage Message(string topic = "t", MqttQos qos = MqttQos.AtMostOnce) =>
        MqttMessage.OfText(topic, "x") with { Qos = qos };
}
