using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Bench.Mqtt;

/// <summary>One MQTT 5 connection of the generator; the generator's thread owns it.</summary>
internal abstract class LoadConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly nint _handle;
    private readonly byte[] _received;
    private int _kept;
    private Epoll? _epoll;
    private int _number;
    private bool _waits;

    protected LoadConnection(int port, string id, int receiveBytes)
    {
        _received = GC.AllocateUninitializedArray<byte>(receiveBytes, pinned: true);
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            // Leaves no port behind in TIME-WAIT.
            LingerState = new LingerOption(true, 0),
        };
        _socket.Connect(IPAddress.Loopback, port);
        _handle = _socket.Handle;
        Ask(new ConnectPacket { ClientId = id, CleanStart = true });
    }

    /// <summary>The server has closed the connection.</summary>
    public bool IsEnded { get; private set; }

    public void Join(Epoll epoll, int number)
    {
        (_epoll, _number) = (epoll, number);
        epoll.Watch(_socket, number);
    }

    /// <summary>Takes what has come, and sends what that allows.</summary>
    public void OnReady(long now)
    {
        var count = Epoll.Receive(_handle, _received.AsSpan(_kept));
        if (count > 0)
            Take(_kept + count, now);
        else if (count == 0 && !IsEnded)
            End();
        Flush();
    }

    /// <summary>Sends what can be sent now.</summary>
    public abstract void Flush();

    public void Dispose() => _socket.Dispose();

    /// <summary>One packet.</summary>
    protected abstract void OnPacket(byte first, ReadOnlySpan<byte> body, long now);

    /// <summary>Bytes taken; the generator comes back to <see cref="Flush"/> when there is room for the rest.</summary>
    protected int Send(ReadOnlySpan<byte> bytes)
    {
        if (IsEnded)
            return bytes.Length;
        var sent = Math.Max(0, Epoll.Send(_handle, bytes));
        if (sent < bytes.Length != _waits)
            _epoll!.Watch(_socket, _number, output: _waits = !_waits);
        return sent;
    }

    /// <summary>One packet and its answer, before the measuring begins.</summary>
    protected void Ask(object packet)
    {
        _socket.Send(MqttPackets.Encode(MqttLevel.V5, packet));
        var decoder = new MqttDecoder(MqttLevel.V5, MqttPackets.Limit);
        for (var count = 0; ;)
        {
            var read = _socket.Receive(_received, count, _received.Length - count, SocketFlags.None);
            count += read;
            var buffer = new ReadOnlySequence<byte>(_received, 0, count);
            if (read == 0)
                throw new IOException("The server has closed the connection.");
            if (!decoder.TryReadFrame(ref buffer, out var frame))
                continue;
            var reasons = MqttPackets.Decode(frame, decoder) switch
            {
                ConnAckPacket answer => [answer.Reason],
                SubAckPacket answer => answer.Reasons,
                var other => throw new IOException($"The server answered with {other}."),
            };
            if (reasons.Any(r => r.IsError()))
                throw new IOException($"The server refused: {reasons[0]}.");
            return;
        }
    }

    private void End()
    {
        IsEnded = true;
        _socket.Close();
    }

    private void Take(int count, long now)
    {
        var rest = _received.AsSpan(0, count);
        while (rest.Length >= 2)
        {
            var (header, length) = (2, rest[1] & 0x7F);
            for (var shift = 7; (rest[header - 1] & 0x80) != 0; shift += 7, header++)
            {
                if (header == rest.Length)
                {
                    Keep(rest);
                    return;
                }
                length |= (rest[header] & 0x7F) << shift;
            }
            if (rest.Length < header + length)
                break;
            OnPacket(rest[0], rest.Slice(header, length), now);
            rest = rest[(header + length)..];
        }
        Keep(rest);
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        rest.CopyTo(_received);
        _kept = rest.Length;
    }

    protected static ushort PacketId(ReadOnlySpan<byte> body) => BinaryPrimitives.ReadUInt16BigEndian(body);
}
