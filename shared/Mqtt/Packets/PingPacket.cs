namespace CheckIn.Mqtt.Packets;

/// <summary>PINGREQ and PINGRESP, MQTT 5.0 and 3.1.1, 3.12 and 3.13: no body.</summary>
public readonly record struct PingPacket(MqttPacketType Type)
{
    /// <summary>Reads it from a frame.</summary>
    /// <exception cref="MqttProtocolException">The packet has a body.</exception>
    public static PingPacket Decode(in MqttFrame frame, MqttDecoder decoder)
    {
        decoder.Open(frame).End();
        return new PingPacket(frame.Type);
    }

    /// <summary>Writes it.</summary>
    public void Encode(MqttWriter writer)
    {
        writer.Begin(Type);
        writer.End();
    }
}
