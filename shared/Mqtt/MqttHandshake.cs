using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Mqtt;

/// <summary>CONNECT and its answer.</summary>
internal static class MqttHandshake
{
    private const uint Forever = uint.MaxValue;

    /// <summary>From the socket to CONNACK.</summary>
    /// <exception cref="MqttException">Whatever went wrong, except the caller's own cancellation.</exception>
    public static async Task<(MqttLink Link, ConnAckPacket Accepted)> OpenAsync(
        MqttClientOptions options, MqttSession session, TimeProvider time, CancellationToken cancellation)
    {
        var connect = Connect(options, session);
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        MqttLink? link = null;
        try
        {
            link = await MqttLink.OpenAsync(options, time, either.Token).ConfigureAwait(false);
            var accepted = await RunAsync(link, connect, either.Token).ConfigureAwait(false);
            return (link, accepted);
        }
        catch (Exception e)
        {
            if (e is MqttProtocolException broken && link is not null)
                await SayWhyAsync(link, broken.Reason, either.Token).ConfigureAwait(false);
            link?.Dispose();
            if (e is MqttException)
                throw;
            cancellation.ThrowIfCancellationRequested();
            throw Explain(e, options);
        }
    }

    /// <summary>Session Expiry Interval as options and level have it.</summary>
    public static uint SessionExpirySeconds(MqttClientOptions options)
    {
        if (options.Session is null)
            return 0;
        if (options.Level == MqttLevel.V311 || options.SessionExpiry == Timeout.InfiniteTimeSpan)
            return Forever;
        return Seconds(options.SessionExpiry, Forever, nameof(options.SessionExpiry));
    }

    /// <summary>The server broke the protocol: it is told why, if it still listens (4.13.1).</summary>
    public static async Task SayWhyAsync(MqttLink link, MqttReasonCode reason, CancellationToken cancellation)
    {
        try
        {
            await link.SayGoodbyeAsync(new DisconnectPacket(MqttPacketType.Disconnect, reason), cancellation).AsTask()
                .WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException
            or InvalidOperationException or OperationCanceledException)
        {
            // It could not be said; the connection closes all the same.
        }
    }

    private static MqttException Explain(Exception e, MqttClientOptions options)
    {
        var where = $"{options.Host}:{options.Port}";
        return e switch
        {
            OperationCanceledException =>
                new MqttException($"No connection to {where} within {options.ConnectTimeout.TotalSeconds} s.", e),
            AuthenticationException => new MqttException($"No encrypted connection to {where}: {e.Message}", e),
            MqttProtocolException p => new MqttException($"{where} broke the protocol: {e.Message}", e)
            {
                ReasonCode = (byte)p.Reason,
            },
            _ => new MqttException($"No connection to {where}: {e.Message}", e),
        };
    }

    /// <exception cref="MqttException">The server refused, or closed the connection instead of answering.</exception>
    private static async Task<ConnAckPacket> RunAsync(
        MqttLink link, ConnectPacket connect, CancellationToken cancellation)
    {
        await link.SendAsync(connect, static (p, w) => { p.Encode(w); return true; }, cancellation)
            .ConfigureAwait(false);
        ConnAckPacket? answer = null;
        var answered = await link.ReceiveAsync(frame =>
        {
            if (frame.Type != MqttPacketType.ConnAck)
                throw MqttProtocolException.Violation($"{frame.Type} without having been asked for [MQTT-4.12.0-6].");
            answer = ConnAckPacket.Decode(frame, link.Decoder);
            return false;
        }, cancellation).ConfigureAwait(false);
        if (!answered || answer is null)
            throw new MqttException("The server closed the connection instead of answering CONNECT.");
        if (answer.Reason.IsError())
        {
            throw MqttException.Refused($"The server refused '{connect.ClientId}'", answer.Reason,
                answer.Properties?.ReasonString, answer.Properties?.ServerReference);
        }
        if (answer.SessionPresent && connect.CleanStart)
            throw MqttProtocolException.Violation("Session Present after a clean start [MQTT-3.2.2-2] [MQTT-3.2.2-4].");
        if (answer.Properties?.AuthenticationMethod is not null)
            throw MqttProtocolException.Violation("Authentication Method without having been asked for (3.2.2.3.17).");
        if (connect.ClientId.Length == 0 && connect.Level != MqttLevel.V311
            && answer.Properties?.AssignedClientIdentifier is null)
        {
            throw MqttProtocolException.Violation("No client identifier was assigned [MQTT-3.2.2-16].");
        }
        return answer;
    }

    private static ConnectPacket Connect(MqttClientOptions options, MqttSession session)
    {
        var connect = new ConnectPacket
        {
            Level = options.Level,
            ClientId = options.ClientId,
            // At 3.1.1 a clean session also ends with the connection, so one that is to be kept begins unclean.
            CleanStart = options.Session is null || (options.Level == MqttLevel.V5 && !session.IsEstablished),
            KeepAlive = (ushort)Seconds(options.KeepAlive, ushort.MaxValue, nameof(options.KeepAlive)),
            Will = options.Will,
            WillDelay = options.Will is null ? 0 : Seconds(options.WillDelay, Forever, nameof(options.WillDelay)),
            UserName = options.UserName,
            Password = options.Password,
        };
        if (options.Level == MqttLevel.V311)
            return connect;
        var expiry = SessionExpirySeconds(options);
        var properties = new MqttProperties
        {
            // Left out means 0: the session ends with the connection (3.1.2.11.2).
            SessionExpiryInterval = expiry == 0 ? null : expiry,
            ReceiveMaximum = options.ReceiveMaximum,
            MaximumPacketSize = (uint)options.MaxPacketBytes,
            TopicAliasMaximum = options.TopicAliasMaximum == 0 ? null : options.TopicAliasMaximum,
        };
        foreach (var (name, value) in options.UserProperties)
            properties.AddUserProperty(name, value);
        return connect with { Properties = properties };
    }

    private static uint Seconds(TimeSpan duration, uint most, string what)
    {
        var seconds = Math.Ceiling(duration.TotalSeconds);
        return seconds >= 0 && seconds <= most
            ? (uint)seconds
            : throw new ArgumentOutOfRangeException(what, duration, $"{what} is 0 to {most} s.");
    }
}
