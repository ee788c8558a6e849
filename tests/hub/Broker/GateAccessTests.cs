using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Contract;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Hub.Broker;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>
/// What a gate's certificate opens at the endpoint, packet by packet, at both levels: publishing plain, retained, under
/// an alias and as a will; subscribing to topics, wildcards, shares and the server's own.
/// </summary>
public sealed class GateAccessTests : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkin-access-");
    private readonly TestCertificates _authority = new();
    private BrokerHost _host = null!;
    private X509Certificate2 _gate = null!;

    public async Task InitializeAsync()
    {
        using var server = _authority.Issue("localhost");
        _gate = _authority.Issue("gate-1");
        _host = await BrokerHost.StartAsync(
            ("TlsListen", "127.0.0.1:0"), ("TlsCertificate", Write("server.pem", server.ExportCertificatePem())),
            ("TlsKey", Write("server.key", TestCertificates.KeyOf(server))),
            ("TlsClientAuthority", Write("authority.pem", _authority.Root.ExportCertificatePem())));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public void Dispose()
    {
        _gate.Dispose();
        _authority.Dispose();
    }

    private string Write(string name, string pem)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, pem);
        return path;
    }

    public static TheoryData<MqttLevel> Levels() => [MqttLevel.V311, MqttLevel.V5];

    private static IEnumerable<string> EveryTopic() =>
        from id in (string[])["gate-1", "gate-2"] from leaf in Enum.GetValues<GateTopic>() select Topics.Of(id, leaf);

    private static string[] EveryOther { get; } =
        [Topics.HubState, Topics.HubAlerts, "elsewhere", "checkin/v1/gates/gate-1", "$SYS/broker/uptime"];

    private Task<RawClient> ConnectAsync(MqttLevel level) => RawClient.ConnectTlsAsync(
        _host.TlsPort, _authority.Root, _gate, new ConnectPacket { Level = level, ClientId = "gate-1", CleanStart = true });

    private Task<RawClient> OpenAsync(X509Certificate2? certificate, MqttLevel level = MqttLevel.V5) =>
        RawClient.OpenTlsAsync(_host.TlsPort, _authority.Root, certificate, level);

    /// <summary>Whatever passes the server; nothing comes to it unasked for.</summary>
    private async Task<RawClient> WatchAsync()
    {
        var watcher = await RawClient.ResumeAsync(
            _host.Port, "watcher", cleanStart: true, password: BrokerHost.Programs.Password);
        await watcher.SubscribeAsync(0, new("#", MqttQos.AtMostOnce), new("$SYS/#", MqttQos.AtMostOnce));
        return watcher;
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task It_publishes_what_leads_to_the_hub_below_its_own_id_and_nothing_else(MqttLevel level)
    {
        using var watcher = await WatchAsync();
        foreach (var topic in EveryTopic().Concat(EveryOther))
        {
            using var gate = await ConnectAsync(level);
            foreach (var qos in Enum.GetValues<MqttQos>())
            {
                foreach (var retain in (bool[])[false, true])
                {
                    var isAllowed = TopicRights.MayPublish("gate-1", topic);
                    // Before MQTT 5 an answer has no room for a reason, so a refusal ends the connection.
                    if (!isAllowed && level == MqttLevel.V311 && qos != MqttQos.AtMostOnce)
                    {
                        using var refused = await ConnectAsync(level);
                        await Assert.ThrowsAsync<EndOfStreamException>(() => refused.PublishAsync(topic, "text", qos, retain));
                        continue;
                    }
                    var reason = await gate.PublishAsync(topic, "text", qos, retain);
                    if (qos == MqttQos.AtMostOnce)
                        await gate.NothingAsync();
                    else
                        Assert.Equal(!isAllowed, reason == MqttReasonCode.NotAuthorized);
                    if (isAllowed)
                        Assert.Equal(topic, (await watcher.NextAsync()).Message.Topic);
                }
            }
        }
        await watcher.NothingAsync();
        using var later = await WatchAsync();
        for (var i = 0; i < 5; i++)
            Assert.True(TopicRights.MayPublish("gate-1", (await later.NextAsync()).Message.Topic));
        await later.NothingAsync();
    }

    [Fact]
    public async Task An_alias_stands_for_its_topic_and_opens_nothing()
    {
        using var watcher = await WatchAsync();
        using var gate = await ConnectAsync(MqttLevel.V5);
        foreach (var topic in EveryTopic().Concat(EveryOther))
        {
            foreach (var text in (string[])[topic, ""])
            {
                await gate.SendAsync(w => new PublishPacket(text, new ReadOnlySequence<byte>([1]))
                {
                    Qos = MqttQos.AtLeastOnce,
                    PacketId = 7,
                    Properties = new MqttProperties { TopicAlias = 1 },
                }.Encode(w));
                var reason = await gate.AnswerAsync(MqttPacketType.PubAck, 7);
                Assert.Equal(!TopicRights.MayPublish("gate-1", topic), reason == MqttReasonCode.NotAuthorized);
                if (!reason.IsError())
                    Assert.Equal(topic, (await watcher.NextAsync()).Message.Topic);
            }
        }
        await watcher.NothingAsync();
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task Its_will_may_be_left_where_it_may_publish(MqttLevel level)
    {
        foreach (var topic in EveryTopic().Concat(EveryOther))
        {
            var connect = new ConnectPacket
            {
                Level = level,
                ClientId = "gate-1",
                CleanStart = true,
                Will = MqttMessage.OfText(topic, "gone") with { Retain = true },
            };
            using var gate = await OpenAsync(_gate, level);
            await gate.SendAsync(connect.Encode);
            var answer = ConnAckPacket.Decode(await gate.ExpectAsync(MqttPacketType.ConnAck), gate.Decoder);
            Assert.Equal(TopicRights.MayPublish("gate-1", topic), !answer.Reason.IsError());
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task It_subscribes_to_what_is_meant_for_it_and_hears_nothing_else(MqttLevel level)
    {
        using var gate = await ConnectAsync(level);
        string[] wide = ["#", "+/#", "checkin/#", "checkin/v1/gates/gate-1/#", "checkin/v1/gates/gate-1/+", "checkin/v1/hub/#",
            "checkin/v1/hub/+", "checkin/v1/+/state", "+/+/+/+/ack", "$SYS/#", "$SYS/broker/uptime", "$SYS/+/#"];
        var wanted = EveryTopic().Concat(EveryOther).Concat(wide).Distinct().ToArray();
        foreach (var filter in wanted)
        {
            var reasons = await gate.SubscribeAsync(filter, MqttQos.AtMostOnce);
            Assert.Equal(!TopicRights.MaySubscribe("gate-1", filter), reasons[0].IsError());
            if (level == MqttLevel.V311)
                continue;
            // Sharing a filter is no way round its judgement.
            reasons = await gate.SubscribeAsync($"$share/hubs/{filter}", MqttQos.AtMostOnce);
            Assert.Equal(!TopicRights.MaySubscribe("gate-1", filter), reasons[0].IsError());
        }
        foreach (var topic in EveryTopic().Concat(EveryOther))
            await _host.Bus.PublishAsync(MqttMessage.OfText(topic, "text") with { Qos = MqttQos.AtMostOnce }, Patience.Token);
        var copies = level == MqttLevel.V5 ? 2 : 1;
        const int mine = 6; // its state, ack, commands, desired and inside, and the hub's state
        for (var i = 0; i < mine * copies; i++)
            Assert.True(TopicRights.MaySubscribe("gate-1", (await gate.NextAsync()).Message.Topic));
        await gate.NothingAsync();
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task Whoever_calls_itself_otherwise_than_its_certificate_is_sent_away(MqttLevel level)
    {
        foreach (var id in (string[])["gate-2", "Gate-1", "gate-1 ", "", "checkin-hub"])
        {
            using var gate = await OpenAsync(_gate, level);
            await gate.SendAsync(new ConnectPacket { Level = level, ClientId = id, CleanStart = true }.Encode);
            Assert.Equal(MqttReasonCode.NotAuthorized, await gate.RefusalAsync());
        }
    }

    [Fact]
    public async Task Without_a_certificate_not_one_byte_of_MQTT_is_answered()
    {
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var stranger = await OpenAsync(null);
            await stranger.SendAsync(new ConnectPacket { ClientId = "gate-1", CleanStart = true }.Encode);
            // At TLS 1.3 the client's own handshake is over before the server has judged.
            if (await stranger.TryReadAsync() is null)
                throw new EndOfStreamException();
        });
        Assert.Equal(0, _host.Connections);
    }
}
