using System.Net;
using System.Net.WebSockets;
using System.Threading.Channels;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Web;

/// <summary>MQTT over WebSocket at the web port (6).</summary>
public class MqttWebSocketTests
{
    private static readonly byte[] Connect =
        MqttPackets.Encode(MqttLevel.V5, new ConnectPacket { ClientId = "browser", CleanStart = true });

    private static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    private static async Task<ClientWebSocket> OpenAsync(
        WebHost host, string? subprotocol = "mqtt", string? origin = null)
    {
        var socket = new ClientWebSocket();
        if (subprotocol is not null)
            socket.Options.AddSubProtocol(subprotocol);
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        var address = new UriBuilder(host.Http.BaseAddress!) { Scheme = "ws", Path = "/mqtt" };
        await socket.ConnectAsync(address.Uri, Patience);
        return socket;
    }

    [Theory]
    [InlineData(MqttLevel.V311)]
    [InlineData(MqttLevel.V5)]
    public async Task A_client_is_served_over_WebSocket(MqttLevel level)
    {
        await using var host = await WebHost.StartAsync();
        await using var client = await MqttClient.ConnectAsync(new MqttClientOptions
        {
            Port = host.Http.BaseAddress!.Port,
            ClientId = "browser",
            Level = level,
            Transport = MqttTransport.WebSocket,
        }, Patience);
        var received = Channel.CreateUnbounded<MqttMessage>();
        await client.SubscribeAsync(new MqttSubscription("t", MqttQos.ExactlyOnce), received.Writer.WriteAsync, Patience);
        await client.PublishAsync(
            new MqttMessage("t", new byte[100_000]) { Qos = MqttQos.ExactlyOnce }, Patience);
        Assert.Equal(100_000, (await received.Reader.ReadAsync(Patience)).Payload.Length);
        await client.DisconnectAsync(Patience);
    }

    [Fact]
    public async Task The_subprotocol_is_mqtt_and_answers_are_binary__MQTT_6_0_0_4__MQTT_6_0_0_1()
    {
        await using var host = await WebHost.StartAsync();
        using var socket = await OpenAsync(host);
        Assert.Equal("mqtt", socket.SubProtocol);
        await socket.SendAsync(Connect, WebSocketMessageType.Binary, true, Patience);
        var answer = await socket.ReceiveAsync(new Memory<byte>(new byte[256]), Patience);
        Assert.Equal(WebSocketMessageType.Binary, answer.MessageType);
    }

    [Fact]
    public async Task A_text_message_ends_the_connection__MQTT_6_0_0_1()
    {
        await using var host = await WebHost.StartAsync();
        using var socket = await OpenAsync(host);
        await socket.SendAsync(Connect, WebSocketMessageType.Text, true, Patience);
        Assert.Equal(WebSocketMessageType.Close, await NextAsync(socket));
    }

    [Fact]
    public async Task Packets_and_WebSocket_messages_begin_and_end_independently__MQTT_6_0_0_2()
    {
        await using var host = await WebHost.StartAsync();
        using var socket = await OpenAsync(host);
        byte[] two = [.. Connect, .. MqttPackets.Encode(MqttLevel.V5, new PingPacket(MqttPacketType.PingReq))];
        await socket.SendAsync(two.AsMemory(0, 5), WebSocketMessageType.Binary, true, Patience);
        await socket.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Binary, true, Patience);
        await socket.SendAsync(two.AsMemory(5), WebSocketMessageType.Binary, true, Patience);
        var read = new List<byte>();
        var chunk = new byte[256];
        while (read.Count < 2 || read[^2] != 0xD0)
        {
            var answer = await socket.ReceiveAsync(chunk.AsMemory(), Patience);
            Assert.Equal(WebSocketMessageType.Binary, answer.MessageType);
            read.AddRange(chunk.AsSpan(0, answer.Count));
        }
        Assert.Equal(0x20, read[0]);
    }

    [Fact]
    public async Task A_request_without_the_subprotocol_or_from_another_page_is_refused__MQTT_6_0_0_3()
    {
        await using var host = await WebHost.StartAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(host, subprotocol: null));
        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(host, "amqp"));
        await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(host, origin: "http://elsewhere.example"));
        using var own = await OpenAsync(host, origin: host.Http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        Assert.Equal(WebSocketState.Open, own.State);
        using var plain = await host.Http.GetAsync(new Uri("/mqtt", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, plain.StatusCode);
    }

    /// <summary>A connection that breaks has ended, too.</summary>
    private static async Task<WebSocketMessageType> NextAsync(ClientWebSocket socket)
    {
        try
        {
            return (await socket.ReceiveAsync(new Memory<byte>(new byte[256]), Patience)).MessageType;
        }
        catch (WebSocketException)
        {
            return WebSocketMessageType.Close;
        }
    }
}
