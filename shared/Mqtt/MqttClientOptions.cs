using System.Net;
using System.Threading.Channels;

namespace CheckIn.Mqtt;

/// <summary>What carries the packets.</summary>
public enum MqttTransport : byte
{
    /// <summary>TCP, or TLS over it.</summary>
    Tcp = 0,
    /// <summary>WebSocket with subprotocol <c>mqtt</c>, MQTT 5.0 and 3.1.1, 6.</summary>
    WebSocket = 1,
}

/// <summary>What a client does with a server that sends more than Receive Maximum without acknowledgement.</summary>
public enum MqttOverrunPolicy : byte
{
    /// <summary>
    /// Takes the messages as long as <see cref="MqttClientOptions.MaxWaitingBytes"/> holds, and counts them.
    /// </summary>
    Tolerate = 0,
    /// <summary>Ends the connection with Receive Maximum exceeded, as MQTT 5.0, 3.3.4, has it.</summary>
    Disconnect = 1,
}

/// <summary>How to connect.</summary>
public sealed record MqttClientOptions
{
    /// <summary>Name or address of the server. Default 127.0.0.1.</summary>
    public string Host { get; init; } = "127.0.0.1";
    /// <summary>TCP port, 1 to 65535. Default 1883.</summary>
    public int Port { get; init; } = 1883;
    /// <summary>
    /// Address of this machine to connect from, over TCP; null = the system chooses. One address has some 28,000 ports to
    /// connect from, so whoever opens more connections to one server needs several.
    /// </summary>
    public IPAddress? LocalAddress { get; init; }
    /// <summary>What carries the packets. Default TCP.</summary>
    public MqttTransport Transport { get; init; }
    /// <summary>Path of the WebSocket. Default <c>/mqtt</c>.</summary>
    public string WebSocketPath { get; init; } = "/mqtt";
    /// <summary>Encryption; null = none.</summary>
    public MqttTlsOptions? Tls { get; init; }
    /// <summary>Protocol level. Default 5.0; 3.1.1 has no properties, no reasons and no expiring sessions.</summary>
    public MqttLevel Level { get; init; } = MqttLevel.V5;
    /// <summary>Empty = the server assigns one, see <see cref="MqttServerLimits.ClientId"/>.</summary>
    public required string ClientId { get; init; }
    /// <summary>Null = none.</summary>
    public string? UserName { get; init; }
    /// <summary>Null = none. At 3.1.1 it needs a user name.</summary>
    public ReadOnlyMemory<byte>? Password { get; init; }
    /// <summary>
    /// Keep Alive, 0 = off; MQTT's range is 0 to 65,535 s. Default 25 s. The server may set another one. A connection
    /// from which nothing came for one and a half times that is given up.
    /// </summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(25);
    /// <summary>How long connecting may take, from the socket to CONNACK. Default 15 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);
    /// <summary>What the server publishes when this connection is lost; null = nothing.</summary>
    public MqttMessage? Will { get; init; }
    /// <summary>How long the server waits with the will, in whole seconds; ends with the session. Default 0.</summary>
    public TimeSpan WillDelay { get; init; }
    /// <summary>
    /// State that outlives the connection: give the same object to the next one, and what was under way is taken up
    /// again. Null = every connection begins and ends its own session.
    /// </summary>
    public MqttSession? Session { get; init; }
    /// <summary>
    /// How long the server keeps the session after the connection, whole seconds;
    /// <see cref="Timeout.InfiniteTimeSpan"/> = for ever. Only with <see cref="Session"/>. Default 1 h.
    /// </summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromHours(1);
    /// <summary>
    /// Called for every message received that no subscription's own handler takes, one at a time, in order; its
    /// completion releases flow control. It may publish. When it throws, the connection ends, because the message would
    /// otherwise be lost in silence.
    /// </summary>
    public Func<MqttMessage, CancellationToken, ValueTask>? OnMessage { get; init; }
    /// <summary>
    /// In place of <see cref="OnMessage"/>: where those messages are written; a full channel holds the server back.
    /// </summary>
    public ChannelWriter<MqttMessage>? Into { get; init; }
    /// <summary>
    /// Messages at QoS 1 and 2 that the server may have on the way to us, 1 to 65,535. Default 16. MQTT 3.1.1 has no
    /// such limit; there <see cref="MaxWaitingBytes"/> alone holds.
    /// </summary>
    public ushort ReceiveMaximum { get; init; } = 16;
    /// <summary>Largest packet that we accept, bytes, 1 or more. Default 256 KB.</summary>
    public int MaxPacketBytes { get; init; } = 256 * 1024;
    /// <summary>
    /// What to do when the server exceeds it. Default tolerate and count: mosquitto 2.0.11 has several hundred messages
    /// on the way under load whatever it was told, and would be lost as a server otherwise.
    /// </summary>
    public MqttOverrunPolicy WhenReceiveMaximumIsExceeded { get; init; }
    /// <summary>
    /// Bytes that may wait for a slow handler. Default 16 MB, with some 256 for each
    /// message beside its payload and topic. Past it messages at QoS 0 are dropped and counted;
    /// one at QoS 1 or 2 ends the connection with Quota exceeded.
    /// </summary>
    public long MaxWaitingBytes { get; init; } = 16 * 1024 * 1024;
    /// <summary>Topics that the server may abbreviate towards us, 0 to 65,535. Default 16.</summary>
    public ushort TopicAliasMaximum { get; init; } = 16;
    /// <summary>Topics that we abbreviate at most, as far as the server allows, 0 to 65,535. Default 16.</summary>
    public ushort MaxSentAliases { get; init; } = 16;
    /// <summary>User Properties of CONNECT.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> UserProperties { get; init; } = [];

    /// <summary>
    /// Options for <c>mqtt://host</c>, <c>mqtts://host</c>, <c>ws://host/path</c> or <c>wss://host/path</c>, with the
    /// usual ports 1883, 8883, 80 and 443 where none is given.
    /// </summary>
    /// <exception cref="ArgumentException">Another scheme.</exception>
    public static MqttClientOptions For(Uri server, string clientId)
    {
        var (transport, secure, port) = server.Scheme switch
        {
            "mqtt" => (MqttTransport.Tcp, false, 1883),
            "mqtts" => (MqttTransport.Tcp, true, 8883),
            "ws" => (MqttTransport.WebSocket, false, 80),
            "wss" => (MqttTransport.WebSocket, true, 443),
            _ => throw new ArgumentException(
                $"'{server}' begins with none of mqtt://, mqtts://, ws:// and wss://.", nameof(server)),
        };
        return new MqttClientOptions
        {
            ClientId = clientId,
            Host = server.Host,
            Port = server.Port > 0 ? server.Port : port,
            Transport = transport,
            Tls = secure ? new MqttTlsOptions() : null,
            WebSocketPath = server.AbsolutePath.Length > 1 ? server.AbsolutePath : "/mqtt",
        };
    }
}
