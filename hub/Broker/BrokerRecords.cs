using System.Buffers;
using System.Buffers.Binary;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Broker;

/// <summary>The broker's things as bytes in its file: what MQTT has a packet for, as that packet.</summary>
internal static class BrokerRecords
{
    public static byte[] WriteMessage(MqttMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>(message.Payload.Length + 128);
        new PublishPacket(message.Topic, new ReadOnlySequence<byte>(message.Payload))
        {
            Qos = message.Qos,
            Retain = message.Retain,
            PacketId = (ushort)(message.Qos == MqttQos.AtMostOnce ? 0 : 1),
            Properties = PublishPacket.ToProperties(message),
        }.Encode(new MqttWriter(buffer));
        return buffer.WrittenSpan.ToArray();
    }

    public static MqttMessage ReadMessage(byte[] bytes)
    {
        var (frame, decoder) = Open(bytes);
        return PublishPacket.Decode(frame, decoder).ToMessage();
    }

    /// <summary>Each as a SUBSCRIBE of its own, which keeps its identifier with it.</summary>
    public static byte[] WriteSubscriptions(IEnumerable<Subscription> subscriptions)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MqttWriter(buffer);
        foreach (var subscription in subscriptions)
        {
            var properties = new MqttProperties();
            if (subscription.Identifier != 0)
                properties.AddSubscriptionIdentifier(subscription.Identifier);
            new SubscribePacket(1, [subscription.Options]) { Properties = properties }.Encode(writer);
        }
        return buffer.WrittenSpan.ToArray();
    }

    public static List<Subscription> ReadSubscriptions(byte[] bytes)
    {
        var found = new List<Subscription>();
        var decoder = new MqttDecoder(MqttLevel.V5, int.MaxValue);
        var rest = new ReadOnlySequence<byte>(bytes);
        while (decoder.TryReadFrame(ref rest, out var frame))
        {
            var packet = SubscribePacket.Decode(frame, decoder);
            var identifier = packet.Properties?.SubscriptionIdentifiers is [var only, ..] ? only : 0;
            found.Add(new Subscription(packet.Subscriptions[0], identifier));
        }
        return found;
    }

    public static byte[] WriteIds(ushort[] ids) => WriteNumbers([.. ids.Select(id => (uint)id)]);

    public static IEnumerable<ushort> ReadIds(ReadOnlySpan<byte> bytes) =>
        (ReadNumbers(bytes) ?? []).Select(number => (ushort)number);

    public static byte[] WriteNumbers(uint[] numbers)
    {
        var bytes = new byte[numbers.Length * sizeof(uint)];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * sizeof(uint)), numbers[i]);
        return bytes;
    }

    /// <summary>Null when there are none.</summary>
    public static uint[]? ReadNumbers(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return null;
        var numbers = new uint[bytes.Length / sizeof(uint)];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadUInt32BigEndian(bytes[(i * sizeof(uint))..]);
        return numbers;
    }

    private static (MqttFrame, MqttDecoder) Open(byte[] bytes)
    {
        var decoder = new MqttDecoder(MqttLevel.V5, int.MaxValue);
        var rest = new ReadOnlySequence<byte>(bytes);
        return decoder.TryReadFrame(ref rest, out var frame)
            ? (frame, decoder) : throw new InvalidDataException("A kept message is cut short.");
    }
}
