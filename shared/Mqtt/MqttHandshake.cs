using System.Net.Sockets;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Mqtt;

/// <summary>CONNECT and its answer.</summary>
internal static class MqttHandshake
{
    /// <summary>From the socket to CONNACK.</summary>
    /// <exception cref="MqttException">Whatever went wrong, except the caller's own cancellation.</exception>
    public static async Task<(MqttLink Link, ConnAckPacket Accepted)> OpenAsync(
        MqttClientOptions options, TimeProvider time, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        MqttLink? link = null;
        try
        {
            link = await MqttLink.OpenAsync(options, time, either.Token).ConfigureAwait(false);
            var accepted = await RunAsync(link, options, either.Token).ConfigureAwait(false);
            return (link, accepted);
        }
        catch (Exception e)
        {
            link?.Dispose();
            var where = $"{options.Host}:{options.Port}";
            if (e is MqttException)
                throw;
            cancellation.ThrowIfCancellationRequested();
            throw e switch
            {
                OperationCanceledException =>
                    new MqttException($"No connection to {where} within {options.ConnectTimeout.TotalSeconds} s.", e),
                SocketException or IOException => new MqttException($"No connection to {where}: {e.Message}", e),
                MqttProtocolException p => new MqttException($"{where} broke the protocol: {e.Message}", e)
                {
                    ReasonCode = (byte)p.Reason,
                },
                _ => e,
            };
        }
    }

    /// <exception cref="MqttException">The server refused, or closed the connection instead of answering.</exception>
    private static async Task<ConnAckPacket> RunAsync(
        MqttLink link, MqttClientOptions options, CancellationToken cancellation)
    {
        await link.SendAsync(Connect(options), static (p, w) => { p.Encode(w); return true; }, cancellation)
            .ConfigureAwait(false);
        ConnAckPacket? answer = null;
        var answered = await link.ReceiveAsync(frame =>
        {
            if (frame.Type != MqttPacketType.ConnAck)
                throw MqttProtocolException.Violation($"{frame.Type} came before CONNACK [MQTT-3.2.0-1].");
            answer = ConnAckPacket.Decode(frame, link.Decoder);
            return false;
        }, cancellation).ConfigureAwait(false);
        if (!answered || answer is null)
            throw new MqttException("The server closed the connection instead of answering CONNECT.");
        if (answer.Reason.IsError())
            throw MqttException.Refused(
                $"The server refused '{options.ClientId}'", answer.Reason, answer.Properties?.ReasonString);
        if (answer.SessionPresent)
            throw MqttProtocolException.Violation("Session Present after a clean start [MQTT-3.2.2-2].");
        return answer;
    }

    private static ConnectPacket Connect(MqttClientOptions options)
    {
        // Session Expiry is left out, which means 0: the session ends with the connection (3.1.2.11.2).
        var seconds = Math.Ceiling(options.KeepAlive.TotalSeconds);
        ArgumentOutOfRangeException.ThrowIfNegative(seconds, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, ushort.MaxValue, nameof(options));
        return new ConnectPacket
        {
            ClientId = options.ClientId,
            CleanStart = true,
            KeepAlive = (ushort)seconds,
            Will = options.Will,
            Properties = new MqttProperties
            {
                ReceiveMaximum = options.ReceiveMaximum,
                MaximumPacketSize = (uint)options.MaxPacketBytes,
            },
        };
    }
}
