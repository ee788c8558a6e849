using System.Buffers.Binary;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Bench.Mqtt;

/// <summary>Subscribes to everything the publishers send, counts it, and acknowledges what asks for it.</summary>
internal sealed class LoadSubscriber : LoadConnection
{
    private const int Publish = 0x30;
    private const byte PubAck = 0x40;
    private readonly byte[] _answers = GC.AllocateUninitializedArray<byte>(1024 * 1024, pinned: true);
    private readonly LoadFigures _figures;
    private readonly IReadOnlyList<LoadPublisher>? _told;
    private int _from;
    private int _to;

    /// <param name="load">What is measured.</param>
    /// <param name="port">The server's.</param>
    /// <param name="number">Its own, among the subscribers.</param>
    /// <param name="told">Publishers that wait for the delivery; null = they do not.</param>
    /// <param name="figures">Where it counts.</param>
    public LoadSubscriber(
        LoadCase load, int port, int number, IReadOnlyList<LoadPublisher>? told, LoadFigures figures)
        : base(port, $"subscriber-{number}",
            load.Clients > 1 && load.Direction == LoadDirection.Out ? 16 * 1024 : 256 * 1024)
    {
        (_figures, _told) = (figures, told);
        Ask(new SubscribePacket(1, [new MqttSubscription("bench/#", (MqttQos)load.Qos)]));
    }

    public override void Flush()
    {
        if (_to > _from)
            _from += Send(_answers.AsSpan(_from, _to - _from));
        if (_from == _to)
            _from = _to = 0;
    }

    protected override void OnPacket(byte first, ReadOnlySpan<byte> body, long now)
    {
        if ((first & 0xF0) != Publish)
            return;
        var at = 2 + BinaryPrimitives.ReadUInt16BigEndian(body);
        if ((first & 0x06) != 0)
        {
            Acknowledge(body[at], body[at + 1]);
            at += 2;
        }
        // No property of ours takes the length of the properties past one byte.
        var payload = body[(at + 1 + body[at])..];
        _figures.Consumed++;
        _figures.ToConsume.Add(now - BinaryPrimitives.ReadInt64LittleEndian(payload));
        if (_told is null)
            return;
        var publisher = _told[BinaryPrimitives.ReadInt32LittleEndian(payload[8..])];
        publisher.OnDelivered(BinaryPrimitives.ReadInt32LittleEndian(payload[12..]));
        publisher.Flush();
    }

    private void Acknowledge(byte high, byte low)
    {
        if (_to + 4 > _answers.Length)
            throw new IOException("The server sends, and does not read what it is answered.");
        (_answers[_to], _answers[_to + 1], _answers[_to + 2], _answers[_to + 3]) = (PubAck, 2, high, low);
        _to += 4;
    }
}
