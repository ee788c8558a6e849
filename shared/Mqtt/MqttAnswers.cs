using System.Threading.Channels;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Mqtt;

/// <summary>
/// Acknowledgements on their way to the server, in the order in which they came about [MQTT-4.6.0-2], so that the
/// receiver never waits for the wire. There are at most as many as there are identifiers; a server that asks for more
/// without reading ends the connection.
/// </summary>
internal sealed class MqttAnswers
{
    private const int AtOnce = 64;
    private readonly Channel<PublishAckPacket> _waiting =
        Channel.CreateBounded<PublishAckPacket>(new BoundedChannelOptions(2 * ushort.MaxValue) { SingleReader = true });

    /// <exception cref="MqttProtocolException">Too many wait.</exception>
    public void Add(in PublishAckPacket packet)
    {
        if (!_waiting.Writer.TryWrite(packet))
        {
            throw new MqttProtocolException(
                MqttReasonCode.QuotaExceeded, "The server asks for more acknowledgements than it reads (2.4).");
        }
    }

    public async Task RunAsync(Func<Func<MqttWriter, bool>, ValueTask> send, CancellationToken cancellation)
    {
        while (await _waiting.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
            await send(WriteSome).ConfigureAwait(false);
    }

    private bool WriteSome(MqttWriter writer)
    {
        for (var i = 0; i < AtOnce && _waiting.Reader.TryRead(out var packet); i++)
            packet.Encode(writer);
        return true;
    }
}
