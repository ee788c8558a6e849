namespace CheckIn.Mqtt.Packets;

/// <summary>PINGREQ and PINGRESP, MQTT 5.0, 3.12 and 3.13: no body.</summary>
public readonly record struct PingPacket(MqttPacketType Type)
{
    public static PingPacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        decoder.Open(frame).End();
        return new PingPacket(frame.Type);
    }

    public void Encode(MqttWriter writer)
    {
        writer.Begin(Type);
        writer.End();
    }
}
