using System.Buffers;
using CheckIn.Hub.Tests.Broker;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Interop.Tests;

/// <summary>openssl's client, which keeps TLS sessions and takes them up again.</summary>
internal static class TlsSession
{
    /// <summary>Whether CONNECT under this name is answered with success.</summary>
    internal static async Task<bool> LetsInAsync(GateServer server, string id, params string[] arguments)
    {
        using var client = Fixtures.Mqtt.Mosquitto.Run("openssl",
            ["s_client", "-quiet", "-connect", $"localhost:{server.Port}", "-CAfile", server.RootFile, "-tls1_3",
                .. arguments]);
        var errors = client.StandardError.ReadToEndAsync(Patience.Token);
        try
        {
            var packet = new ArrayBufferWriter<byte>();
            new ConnectPacket { ClientId = id, CleanStart = true }.Encode(new MqttWriter(packet));
            await client.StandardInput.BaseStream.WriteAsync(packet.WrittenMemory, Patience.Token);
            await client.StandardInput.BaseStream.FlushAsync(Patience.Token);
            var decoder = new MqttDecoder(MqttLevel.V5, 1 << 16);
            var read = new byte[4096];
            var count = await client.StandardOutput.BaseStream.ReadAsync(read, Patience.Token);
            var answer = new ReadOnlySequence<byte>(read, 0, count);
            return decoder.TryReadFrame(ref answer, out var frame)
                && ConnAckPacket.Decode(frame, decoder).Reason == MqttReasonCode.Success;
        }
        catch (IOException)
        {
            // The server has closed while we were writing.
            return false;
        }
        finally
        {
            // The ticket is written when it comes; this ends the program.
            client.Kill();
            await errors;
        }
    }
}
