using System.Text;
using System.Threading.Channels;
using CheckIn.Hub.Accounts;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Tests.Broker;
using CheckIn.Hub.Tests.Web;
using CheckIn.Mqtt;

namespace CheckIn.Hub.Tests.HomeAssistant;

public sealed class DiscoveryKeeperTests
{
    private const string Topic = "homeassistant/device/checkin-gate-a/config";

    [Fact]
    public async Task A_gate_is_described_and_taken_out_when_it_leaves()
    {
        await using var hub = await WebHost.StartAsync("--HomeAssistant:Enabled=true");
        hub.Born("gate-a");
        var messages = Channel.CreateUnbounded<MqttMessage>();
        await using var house = await ConnectAsync(hub, messages);
        await house.SubscribeAsync(["homeassistant/#"], MqttQos.AtLeastOnce, Patience.Token);
        var told = await messages.Reader.ReadAsync(Patience.Token);
        Assert.Equal(Topic, told.Topic);
        var text = Encoding.UTF8.GetString(told.Payload.Span);
        Assert.Contains("checkin/v1/gates/gate-a/health", text, StringComparison.Ordinal);
        hub.Fleet.OnLeft("gate-a");
        Assert.True((await messages.Reader.ReadAsync(Patience.Token)).Payload.IsEmpty);
    }

    [Fact]
    public async Task Nobody_but_the_hub_says_what_a_gate_is()
    {
        await using var hub = await WebHost.StartAsync();
        await using var house = await ConnectAsync(hub, Channel.CreateUnbounded<MqttMessage>());
        var refused = await Assert.ThrowsAsync<MqttException>(() => house.PublishAsync(
            new MqttMessage(Topic, "{}"u8.ToArray()) { Qos = MqttQos.AtLeastOnce, Retain = true }, Patience.Token)
            .AsTask());
        Assert.Equal((byte)MqttReasonCode.NotAuthorized, refused.ReasonCode);
    }

    [Fact]
    public async Task By_default_no_house_is_told_of_anything()
    {
        await using var hub = await WebHost.StartAsync();
        hub.Born("gate-a");
        var messages = Channel.CreateUnbounded<MqttMessage>();
        await using var house = await ConnectAsync(hub, messages);
        await house.SubscribeAsync(["homeassistant/#", "mark"], MqttQos.AtLeastOnce, Patience.Token);
        await hub.Get<IMessageBus>().PublishAsync(new MqttMessage("mark", "x"u8.ToArray()), Patience.Token);
        Assert.Equal("mark", (await messages.Reader.ReadAsync(Patience.Token)).Topic);
    }

    private static Task<MqttClient> ConnectAsync(WebHost hub, Channel<MqttMessage> messages) => MqttClient.ConnectAsync(
        new MqttClientOptions
        {
            Port = hub.MqttPort,
            ClientId = "house",
            UserName = "house",
            Password = (ReadOnlyMemory<byte>?)Encoding.UTF8.GetBytes(hub.Get<LocalOperator>().Token),
            OnMessage = (message, cancellation) => messages.Writer.WriteAsync(message, cancellation),
        }, Patience.Token);
}
