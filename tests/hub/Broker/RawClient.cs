using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>A socket that sends whatever a test wants to, right or wrong, and reads packets.</summary>
internal sealed class RawClient(MqttLevel level = MqttLevel.V5) : IDisposable
{
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly List<byte> _read = [];
    private ushort _lastId;
    private Stream? _stream;
    private Stream Stream => _stream ??= _tcp.GetStream();

    public MqttDecoder Decoder { get; } = new(level, 1 << 20);

    /// <summary>What CONNECT was answered.</summary>
    public ConnAckPacket Accepted { get; private set; } = new(MqttReasonCode.UnspecifiedError);

    public static async Task<RawClient> OpenAsync(int port, MqttLevel level = MqttLevel.V5)
    {
        var client = new RawClient(level);
        await client._tcp.ConnectAsync("127.0.0.1", port);
        return client;
    }

    /// <summary>The same over TLS 1.3.</summary>
    /// <param name="port">On this machine.</param>
    /// <param name="root">The only authority trusted.</param>
    /// <param name="certificate">Its own; null = none.</param>
    /// <param name="level">Protocol level.</param>
    public static async Task<RawClient> OpenTlsAsync(
        int port, X509Certificate2 root, X509Certificate2? certificate, MqttLevel level = MqttLevel.V5)
    {
        var client = await OpenAsync(port, level);
        var secure = new SslStream(client.Stream);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust };
        trust.CustomTrustStore.Add(root);
        trust.RevocationMode = X509RevocationMode.NoCheck;
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateChainPolicy = trust,
            ClientCertificateContext =
                certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
        }, Patience.Token);
        client._stream = secure;
        return client;
    }

    public static async Task<RawClient> ConnectAsync(int port, ConnectPacket connect) =>
        await ConnectAsync(await OpenAsync(port, connect.Level), connect);

    /// <summary>Over TLS, with a certificate.</summary>
    public static async Task<RawClient> ConnectTlsAsync(
        int port, X509Certificate2 root, X509Certificate2 certificate, ConnectPacket connect) =>
        await ConnectAsync(await OpenTlsAsync(port, root, certificate, connect.Level), connect);

    private static async Task<RawClient> ConnectAsync(RawClient client, ConnectPacket connect)
    {
        await client.SendAsync(connect.Encode);
        client.Accepted = ConnAckPacket.Decode(await client.ReadAsync(), client.Decoder);
        Assert.Equal(MqttReasonCode.Success, client.Accepted.Reason);
        return client;
    }

    /// <summary>A session that outlives the connection for a while.</summary>
    public static Task<RawClient> ResumeAsync(
        int port, string id, MqttLevel level = MqttLevel.V5, uint expiry = 100, bool cleanStart = false,
        byte[]? password = null) =>
        ConnectAsync(port, new ConnectPacket
        {
            Level = level,
            ClientId = id,
            CleanStart = cleanStart,
            UserName = password is null ? null : "program",
            Password = password is null ? null : (ReadOnlyMemory<byte>?)password,
            Properties = level == MqttLevel.V311 ? null : new MqttProperties { SessionExpiryInterval = expiry },
        });

    public async Task<IReadOnlyList<MqttReasonCode>> SubscribeAsync(uint identifier, params MqttSubscription[] wanted)
    {
        var properties = identifier == 0 ? null : new MqttProperties();
        properties?.AddSubscriptionIdentifier(identifier);
        await SendAsync(new SubscribePacket(++_lastId, wanted) { Properties = properties }.Encode);
        var answer = SubAckPacket.Decode(await ReadAsync(), Decoder);
        Assert.Equal((MqttPacketType.SubAck, _lastId), (answer.Type, answer.PacketId));
        return answer.Reasons;
    }

    public Task<IReadOnlyList<MqttReasonCode>> SubscribeAsync(string filter, MqttQos qos) =>
        SubscribeAsync(0, new MqttSubscription(filter, qos));

    /// <summary>Publishes and sees it through; returns the first answer's reason.</summary>
    public async Task<MqttReasonCode> PublishAsync(MqttMessage message, bool seeThrough = true)
    {
        var id = message.Qos == MqttQos.AtMostOnce ? (ushort)0 : ++_lastId;
        await SendAsync(w => new PublishPacket(message.Topic, new ReadOnlySequence<byte>(message.Payload))
        {
            Qos = message.Qos,
            Retain = message.Retain,
            PacketId = id,
            Properties = PublishPacket.ToProperties(message),
        }.Encode(w));
        if (id == 0)
            return MqttReasonCode.Success;
        var expected = message.Qos == MqttQos.AtLeastOnce ? MqttPacketType.PubAck : MqttPacketType.PubRec;
        var reason = await AnswerAsync(expected, id);
        if (message.Qos == MqttQos.ExactlyOnce && !reason.IsError() && seeThrough)
        {
            await SendAsync(new PublishAckPacket(MqttPacketType.PubRel, id, MqttReasonCode.Success).Encode);
            await AnswerAsync(MqttPacketType.PubComp, id);
        }
        return reason;
    }

    public Task<MqttReasonCode> PublishAsync(
        string topic, string text, MqttQos qos = MqttQos.AtLeastOnce, bool retain = false) =>
        PublishAsync(new MqttMessage(topic, System.Text.Encoding.UTF8.GetBytes(text)) { Qos = qos, Retain = retain });

    /// <summary>The next packet, which must be this one.</summary>
    public async Task<MqttReasonCode> AnswerAsync(MqttPacketType type, ushort id)
    {
        var answer = PublishAckPacket.Decode(await ExpectAsync(type), Decoder);
        Assert.Equal(id, answer.PacketId);
        return answer.Reason;
    }

    public Task AcknowledgeAsync(
        MqttPacketType type, ushort id, MqttReasonCode reason = MqttReasonCode.Success) =>
        SendAsync(new PublishAckPacket(type, id, reason).Encode);

    /// <summary>The next packet, which must be a message; not answered.</summary>
    public async Task<Arrival> NextAsync()
    {
        var packet = PublishPacket.Decode(await ExpectAsync(MqttPacketType.Publish), Decoder);
        return new Arrival(packet.ToMessage(), packet.PacketId, packet.Duplicate, packet.Properties?.TopicAlias);
    }

    /// <summary>The next message, answered to its end.</summary>
    public async Task<Arrival> TakeAsync()
    {
        var arrival = await NextAsync();
        if (arrival.Message.Qos == MqttQos.AtLeastOnce)
            await AcknowledgeAsync(MqttPacketType.PubAck, arrival.Id);
        if (arrival.Message.Qos == MqttQos.ExactlyOnce)
        {
            await AcknowledgeAsync(MqttPacketType.PubRec, arrival.Id);
            await AnswerAsync(MqttPacketType.PubRel, arrival.Id);
            await AcknowledgeAsync(MqttPacketType.PubComp, arrival.Id);
        }
        return arrival;
    }

    /// <summary>Nothing is under way to this client: the answer to a ping comes next.</summary>
    public async Task NothingAsync()
    {
        await SendAsync(new PingPacket(MqttPacketType.PingReq).Encode);
        await ExpectAsync(MqttPacketType.PingResp);
    }

    public async Task<MqttReasonCode> FarewellAsync() =>
        DisconnectPacket.Decode(await ExpectAsync(MqttPacketType.Disconnect), Decoder).Reason;

    /// <summary>CONNACK, which must refuse.</summary>
    public async Task<MqttReasonCode> RefusalAsync()
    {
        var answer = ConnAckPacket.Decode(await ExpectAsync(MqttPacketType.ConnAck), Decoder);
        Assert.True(answer.Reason.IsError());
        return answer.Reason;
    }

    /// <summary>The bytes that come until the server closes.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        var all = new MemoryStream();
        await Stream.CopyToAsync(all, Patience.Token);
        return [.. _read, .. all.ToArray()];
    }

    /// <summary>DISCONNECT, and what the server still had to say until it closed.</summary>
    public async Task LeaveAsync(uint? expiry = null, MqttReasonCode reason = MqttReasonCode.Success)
    {
        await SendAsync(new DisconnectPacket(MqttPacketType.Disconnect, reason)
        {
            Properties = expiry is null ? null : new MqttProperties { SessionExpiryInterval = expiry },
        }.Encode);
        while (await TryReadAsync() is not null) { }
        Dispose();
    }

    /// <summary>Throws so many bytes away; returns how many came.</summary>
    public async Task<int> SkipAsync(int bytes, byte[]? chunk = null)
    {
        chunk ??= new byte[64 * 1024];
        var count = _read.Count;
        _read.Clear();
        var patience = Patience.Token;
        for (int read; count < bytes; count += read)
        {
            if ((read = await Stream.ReadAsync(chunk, patience)) == 0)
                break;
        }
        return count;
    }

    public async Task<MqttFrame> ExpectAsync(MqttPacketType type)
    {
        var frame = await ReadAsync();
        Assert.Equal(type, frame.Type);
        return frame;
    }

    public async Task SendAsync(params Action<MqttWriter>[] packets)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MqttWriter(buffer) { Level = level };
        foreach (var packet in packets)
            packet(writer);
        await SendAsync(buffer.WrittenMemory.ToArray());
    }

    public async Task SendAsync(byte[] bytes) => await Stream.WriteAsync(bytes);

    /// <summary>The next packet.</summary>
    public async Task<MqttFrame> ReadAsync() =>
        await TryReadAsync() ?? throw new EndOfStreamException("The server closed the connection.");

    /// <summary>The next packet, or null when the server closes.</summary>
    public async Task<MqttFrame?> TryReadAsync()
    {
        var chunk = new byte[4096];
        while (true)
        {
            var buffer = new ReadOnlySequence<byte>(_read.ToArray());
            var before = buffer.Length;
            if (Decoder.TryReadFrame(ref buffer, out var frame))
            {
                _read.RemoveRange(0, (int)(before - buffer.Length));
                return frame;
            }
            int count;
            try
            {
                count = await Stream.ReadAsync(chunk, Patience.Token);
            }
            catch (IOException)
            {
                return null;
            }
            if (count == 0)
                return null;
            _read.AddRange(chunk.AsSpan(0, count));
        }
    }

    /// <summary>Sends nothing more; otherwise the server reads on for a while after its DISCONNECT.</summary>
    public void Finish() => _tcp.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection without a word.</summary>
    public void Reset()
    {
        _tcp.Client.LingerState = new LingerOption(true, 0);
        _tcp.Close();
    }

    public void Dispose() => _tcp.Dispose();
}

/// <summary>A message as it came, with what belongs to its packet alone.</summary>
internal sealed record Arrival(MqttMessage Message, ushort Id, bool IsDuplicate, uint? Alias)
{
    public string Text => Message.Text;
}
