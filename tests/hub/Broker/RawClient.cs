using System.Buffers;
using System.Net.Sockets;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>A socket that sends whatever a test wants to, right or wrong, and reads packets.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly List<byte> _read = [];
    private NetworkStream Stream => _tcp.GetStream();

    public MqttDecoder Decoder { get; } = new(MqttLevel.V5, 1 << 20);

    public static async Task<RawClient> OpenAsync(int port)
    {
        var client = new RawClient();
        await client._tcp.ConnectAsync("127.0.0.1", port);
        return client;
    }

    public static async Task<RawClient> ConnectAsync(int port, ConnectPacket connect)
    {
        var client = await OpenAsync(port);
        await client.SendAsync(connect.Encode);
        var answer = ConnAckPacket.Decode(await client.ReadAsync(), client.Decoder);
        Assert.Equal(MqttReasonCode.Success, answer.Reason);
        return client;
    }

    public async Task SendAsync(params Action<MqttWriter>[] packets)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MqttWriter(buffer);
        foreach (var packet in packets)
            packet(writer);
        await SendAsync(buffer.WrittenMemory.ToArray());
    }

    public async Task SendAsync(byte[] bytes) => await Stream.WriteAsync(bytes);

    /// <summary>The next packet.</summary>
    public async Task<MqttFrame> ReadAsync() =>
        await TryReadAsync() ?? throw new EndOfStreamException("The server closed the connection.");

    /// <summary>The next packet, or null when the server closes.</summary>
    public async Task<MqttFrame?> TryReadAsync()
    {
        var chunk = new byte[4096];
        while (true)
        {
            var buffer = new ReadOnlySequence<byte>(_read.ToArray());
            var before = buffer.Length;
            if (Decoder.TryReadFrame(ref buffer, out var frame))
            {
                _read.RemoveRange(0, (int)(before - buffer.Length));
                return frame;
            }
            int count;
            try
            {
                count = await Stream.ReadAsync(chunk, Patience.Token);
            }
            catch (IOException)
            {
                return null;
            }
            if (count == 0)
                return null;
            _read.AddRange(chunk.AsSpan(0, count));
        }
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Reset()
    {
        _tcp.Client.LingerState = new LingerOption(true, 0);
        _tcp.Close();
    }

    public void Dispose() => _tcp.Dispose();
}
