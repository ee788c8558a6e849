using System.Buffers;
using System.Net;
using System.Net.Sockets;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Fixtures.Mqtt;

/// <summary>
/// A server that a test scripts packet by packet, so that it can be made to misbehave. One connection at a time.
/// </summary>
public sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<byte> _read = [];
    private TcpClient? _peer;
    private Stream? _stream;

    public ScriptedServer() => _listener.Start();

    public static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public MqttDecoder Decoder { get; private set; } = MqttDecoder.ForServer(MqttPackets.Limit);

    /// <summary>Where the client connected from.</summary>
    public IPAddress? From => (_peer?.Client.RemoteEndPoint as IPEndPoint)?.Address;

    /// <summary>What the client said last in CONNECT.</summary>
    public ConnectPacket? Connect { get; private set; }

    /// <summary>Turns the socket's stream into the one to speak over.</summary>
    public Func<Stream, Task<Stream>>? Wrap { get; init; }

    public Task AcceptAsync(MqttProperties? properties = null, bool sessionPresent = false) =>
        AcceptAsync(new ConnAckPacket(MqttReasonCode.Success)
        {
            Properties = properties,
            SessionPresent = sessionPresent,
        });

    public async Task AcceptAsync(ConnAckPacket answer)
    {
        await AcceptSilentlyAsync();
        await SendAsync(answer.Encode);
    }

    /// <summary>Takes CONNECT and answers nothing.</summary>
    public async Task AcceptSilentlyAsync()
    {
        _peer?.Dispose();
        _read.Clear();
        _peer = await _listener.AcceptTcpClientAsync(Patience);
        _peer.NoDelay = true;
        _stream = Wrap is null ? _peer.GetStream() : await Wrap(_peer.GetStream());
        Decoder = MqttDecoder.ForServer(MqttPackets.Limit);
        Connect = ConnectPacket.Decode(await ReadAsync(), Decoder);
    }

    public async Task SendAsync(params Action<MqttWriter>[] packets)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MqttWriter(buffer) { Level = Decoder.Level };
        foreach (var packet in packets)
            packet(writer);
        await SendAsync(buffer.WrittenMemory);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _stream!.WriteAsync(bytes, Patience);

    public Task SendPublishAsync(
        string topic, ushort id, MqttQos qos, bool duplicate = false, MqttProperties? properties = null) =>
        SendAsync(w => new PublishPacket(topic, new ReadOnlySequence<byte>([(byte)id]))
        {
            Qos = qos,
            PacketId = id,
            Duplicate = duplicate,
            Properties = properties,
        }.Encode(w));

    public Task SendAckAsync(MqttPacketType type, ushort id, MqttReasonCode reason = MqttReasonCode.Success) =>
        SendAsync(new PublishAckPacket(type, id, reason).Encode);

    public async Task<MqttFrame> ReadAsync()
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
            var count = await _stream!.ReadAsync(chunk, Patience);
            if (count == 0)
                throw new EndOfStreamException("the client has closed");
            _read.AddRange(chunk.AsSpan(0, count));
        }
    }

    private async Task<MqttFrame> ReadAsync(MqttPacketType expected)
    {
        var frame = await ReadAsync();
        return frame.Type == expected
            ? frame : throw new InvalidDataException($"expected {expected}, and the client sent {frame.Type}");
    }

    public async Task<PublishPacket> ReadPublishAsync()
    {
        var frame = await ReadAsync(MqttPacketType.Publish);
        return PublishPacket.Decode(frame, Decoder);
    }

    public async Task<PublishAckPacket> ReadAckAsync(MqttPacketType type)
    {
        var frame = await ReadAsync(type);
        return PublishAckPacket.Decode(frame, Decoder);
    }

    /// <summary>Grants a SUBSCRIBE and returns it.</summary>
    public async Task<SubscribePacket> GrantAsync()
    {
        var frame = await ReadAsync(MqttPacketType.Subscribe);
        var packet = SubscribePacket.Decode(frame, Decoder);
        await SendAsync(new SubAckPacket(
            MqttPacketType.SubAck, packet.PacketId, [.. packet.Subscriptions.Select(s => (MqttReasonCode)s.Qos)]).Encode);
        return packet;
    }

    /// <summary>The client closes, and sends nothing more before.</summary>
    public async Task EndAsync()
    {
        if (_read.Count > 0 || await _stream!.ReadAsync(new byte[1], Patience) > 0)
            throw new InvalidDataException("the client has said more");
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Drop() => _peer?.Dispose();

    public void Dispose()
    {
        _peer?.Dispose();
        _listener.Dispose();
    }
}
