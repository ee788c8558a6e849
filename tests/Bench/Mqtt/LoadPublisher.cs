using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Bench.Mqtt;

/// <summary>
/// Publishes from packets built beforehand, as many at once as are allowed to be under way: at QoS 1 until their PUBACK
/// has come, and where <paramref name="copies"/> is given, until the subscribers have that many copies, too. Only the
/// time of sending is written into a packet.
/// </summary>
internal sealed class LoadPublisher : LoadConnection
{
    /// <summary>Of a payload: the time of sending, the publisher's number, the packet's slot.</summary>
    public const int StampBytes = 16;
    private const byte PubAck = 0x40;
    private readonly byte[] _packets;
    private readonly int _packetBytes;
    private readonly int _stampAt;
    private readonly int _window;
    private readonly int _answers;
    private readonly int[] _pending;
    private readonly long[] _sentAt;
    private readonly LoadFigures _figures;
    private readonly bool _isPaced;
    private int _next;
    private int _free;
    private int _unsentFrom;
    private int _unsentBytes;

    public LoadPublisher(LoadCase load, int port, int number, int copies, LoadFigures figures)
        : base(port, $"publisher-{number}", 4096)
    {
        _figures = figures;
        _isPaced = load.Rate > 0;
        (_window, _free) = (load.InFlight, load.InFlight);
        _answers = (load.Qos > 0 ? 1 : 0) + copies;
        _pending = new int[_window];
        _sentAt = new long[_window];
        var packet = Build(load, number, 0);
        _packetBytes = packet.Length;
        _stampAt = packet.Length - load.Payload;
        // Twice, so that any run of slots lies in one piece.
        _packets = GC.AllocateUninitializedArray<byte>(2 * _window * _packetBytes, pinned: true);
        for (var i = 0; i < 2 * _window; i++)
            Build(load, number, i % _window).CopyTo(_packets, i * _packetBytes);
    }

    /// <summary>Messages that may be sent now.</summary>
    public int Free => _free;

    /// <summary>A subscriber has the message.</summary>
    public void OnDelivered(int slot) => Answer(slot);

    public override void Flush()
    {
        if (_unsentBytes > 0)
            SendUnsent();
        if (!_isPaced && _unsentBytes == 0)
            Send(_free, Stopwatch.GetTimestamp());
    }

    /// <summary>Sends the next messages, which were due at that time.</summary>
    public void Send(int count, long due)
    {
        if (count == 0 || IsEnded)
            return;
        for (var i = 0; i < count; i++)
        {
            var slot = (_next + i) % _window;
            (_pending[slot], _sentAt[slot]) = (_answers, due);
            BinaryPrimitives.WriteInt64LittleEndian(_packets.AsSpan(slot * _packetBytes + _stampAt), due);
            BinaryPrimitives.WriteInt64LittleEndian(_packets.AsSpan((slot + _window) * _packetBytes + _stampAt), due);
        }
        // Behind what could not be sent yet, and that is a run without a gap.
        if (_unsentBytes == 0)
            _unsentFrom = _next * _packetBytes;
        _unsentBytes += count * _packetBytes;
        _free -= count;
        _next = (_next + count) % _window;
        _figures.Sent += count;
        SendUnsent();
    }

    protected override void OnPacket(byte first, ReadOnlySpan<byte> body, long now)
    {
        if (first != PubAck)
            return;
        var slot = PacketId(body) - 1;
        _figures.Acknowledged++;
        _figures.ToAcknowledge.Add(now - _sentAt[slot]);
        Answer(slot);
    }

    private void Answer(int slot)
    {
        if (--_pending[slot] == 0)
            _free++;
    }

    private void SendUnsent()
    {
        while (_unsentBytes > 0)
        {
            var piece = Math.Min(_unsentBytes, _packets.Length - _unsentFrom);
            var sent = Send(_packets.AsSpan(_unsentFrom, piece));
            _unsentBytes -= sent;
            _unsentFrom = (_unsentFrom + sent) % (_packets.Length / 2);
            if (sent < piece)
                return;
        }
    }

    private static byte[] Build(LoadCase load, int number, int slot)
    {
        var payload = new byte[load.Payload];
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(8), number);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(12), slot);
        return MqttPackets.Encode(MqttLevel.V5,
            new PublishPacket($"bench/{number}/events", new ReadOnlySequence<byte>(payload))
            {
                Qos = (MqttQos)load.Qos,
                PacketId = load.Qos == 0 ? (ushort)0 : (ushort)(slot + 1),
            });
    }
}
