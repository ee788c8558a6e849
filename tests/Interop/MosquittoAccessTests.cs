using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Tests.Broker;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using Xunit.Abstractions;

namespace CheckIn.Interop.Tests;

/// <summary>
/// The generated access list before every topic there is, packet by packet, at both levels, as the hub's own endpoint
/// is tried elsewhere. An eye that may read all sees what mosquitto let pass.
/// </summary>
public sealed class MosquittoAccessTests(ITestOutputHelper output, MosquittoAccessTests.Site site)
    : IClassFixture<MosquittoAccessTests.Site>
{
    private static readonly string[] EveryOther =
        [Topics.HubState, Topics.HubAlerts, "elsewhere", "checkin/v1/gates/gate-1", "checkin/v1/gates/gate-1/more/state"];

    public static TheoryData<MqttLevel> Levels() => [MqttLevel.V311, MqttLevel.V5];

    private static IEnumerable<string> EveryTopic() =>
        (from id in (string[])["gate-1", "gate-2"] from leaf in Enum.GetValues<GateTopic>() select Topics.Of(id, leaf))
        .Concat(EveryOther);

    private Task<RawClient> ConnectAsync(
        X509Certificate2 own, MqttLevel level = MqttLevel.V5, MqttMessage? will = null, string id = "") =>
        site.Server.ConnectAsync(
            own, new ConnectPacket { Level = level, ClientId = id, CleanStart = true, Will = will });

    private async Task<RawClient> WatchAsync()
    {
        var eye = await ConnectAsync(site.Eye, id: Site.EyeName);
        await eye.AskForAsync("#");
        await eye.DrainAsync();
        return eye;
    }

    [MosquittoTheory]
    [MemberData(nameof(Levels))]
    public async Task A_gate_publishes_below_its_own_id_and_nothing_else(MqttLevel level)
    {
        using var eye = await WatchAsync();
        using var gate = await ConnectAsync(site.First, level, id: "gate-1");
        foreach (var topic in EveryTopic())
        {
            var isAllowed = TopicRights.MayPublish("gate-1", topic);
            foreach (var qos in Enum.GetValues<MqttQos>())
            {
                foreach (var retain in (bool[])[false, true])
                {
                    var reason = await gate.PublishAsync(topic, "text", qos, retain);
                    if (qos == MqttQos.AtMostOnce)
                        await gate.NothingAsync();
                    else if (level == MqttLevel.V5)
                        Assert.Equal(!isAllowed, reason == MqttReasonCode.NotAuthorized);
                    Assert.Equal(isAllowed ? [topic] : [], await eye.DrainAsync());
                }
            }
        }
        using var later = await ConnectAsync(site.Eye, id: Site.EyeName);
        await later.SendAsync(new SubscribePacket(1, [new MqttSubscription("#", MqttQos.AtMostOnce)]).Encode);
        Assert.Equal(
            EveryTopic().Where(topic => TopicRights.MayPublish("gate-1", topic)).Order(),
            (await later.DrainAsync()).Order());
    }

    [MosquittoFact]
    public async Task An_alias_opens_nothing()
    {
        using var eye = await WatchAsync();
        using var gate = await ConnectAsync(site.First, id: "gate-1");
        foreach (var topic in EveryTopic())
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
                Assert.Equal(reason.IsError() ? [] : [topic], await eye.DrainAsync());
            }
        }
    }

    [MosquittoTheory]
    [MemberData(nameof(Levels))]
    public async Task A_will_is_published_where_the_gate_may_publish(MqttLevel level)
    {
        using var eye = await WatchAsync();
        foreach (var topic in EveryTopic())
        {
            using (var gate = await ConnectAsync(site.First, level, MqttMessage.OfText(topic, "gone"), "gate-1"))
                gate.Reset();
            // The next one to come under this name ends the one that was lost, and with it goes the will.
            using var next = await ConnectAsync(site.First, level, id: "gate-1");
            await next.NothingAsync();
            Assert.Equal(TopicRights.MayPublish("gate-1", topic) ? [topic] : [], await eye.DrainAsync());
        }
    }

    [MosquittoTheory]
    [MemberData(nameof(Levels))]
    public async Task Whatever_a_gate_subscribes_to_it_hears_what_is_meant_for_it(MqttLevel level)
    {
        using var gate = await ConnectAsync(site.First, level, id: "gate-1");
        string[] wide =
            ["#", "+/#", "checkin/#", "checkin/v1/gates/+/events", "checkin/v1/gates/gate-1/#", "$SYS/#", "+/+/+/+/ack"];
        foreach (var filter in wide.Concat(EveryTopic()))
        {
            // mosquitto grants any filter, and judges what would be delivered.
            await gate.AskForAsync(filter);
            if (level == MqttLevel.V5)
                await gate.AskForAsync($"$share/own/{filter}");
        }
        await gate.DrainAsync();
        using var hub = await ConnectAsync(site.Hub, id: Site.HubName);
        using var other = await ConnectAsync(site.Second, id: "gate-2");
        foreach (var topic in EveryTopic())
        {
            var isHubs = TopicRights.OfHub.Any(own => own.Topic == topic)
                || (Topics.TryParse(topic, out _, out var leaf) && TopicRights.Of(leaf).HasFlag(TopicUse.HubPublishes));
            await (isHubs ? hub : topic.Contains("gate-1", StringComparison.Ordinal) ? gate : other)
                .PublishAsync(topic, "text", MqttQos.AtMostOnce);
        }
        await hub.NothingAsync();
        await other.NothingAsync();
        Assert.Equal(
            EveryTopic().Where(topic => TopicRights.MaySubscribe("gate-1", topic)).Order(),
            (await gate.DrainAsync()).Distinct().Order());
    }

    [MosquittoFact]
    public async Task The_hub_hears_every_gate_and_speaks_to_every_gate_and_does_not_speak_for_one()
    {
        using var eye = await WatchAsync();
        using var hub = await ConnectAsync(site.Hub, id: Site.HubName);
        foreach (var leaf in Enum.GetValues<GateTopic>())
        {
            var reason = await hub.PublishAsync(Topics.Of("gate-2", leaf), "text");
            Assert.Equal(TopicRights.Of(leaf).HasFlag(TopicUse.HubPublishes), reason != MqttReasonCode.NotAuthorized);
        }
        await eye.DrainAsync();
        await hub.AskForAsync("checkin/v1/#");
        await hub.DrainAsync();
        using var gate = await ConnectAsync(site.First, id: "gate-1");
        foreach (var leaf in TopicRights.With(TopicUse.GatePublishes))
            await gate.PublishAsync(Topics.Of("gate-1", leaf), "text");
        Assert.Equal(
            TopicRights.With(TopicUse.HubReads).Select(leaf => Topics.Of("gate-1", leaf)).Order(),
            (await hub.DrainAsync()).Order());
    }

    [MosquittoTheory]
    [MemberData(nameof(Levels))]
    public async Task A_gate_is_whom_its_certificate_names_whatever_it_calls_itself(MqttLevel level)
    {
        using var eye = await WatchAsync();
        foreach (var id in (string[])["gate-2", Site.HubName, "anything"])
        {
            using var other = await ConnectAsync(site.Second, level, id: "gate-2");
            using var gate = await ConnectAsync(site.First, level, id: id);
            await gate.PublishAsync(Topics.Of("gate-1", GateTopic.Events), "text", MqttQos.AtMostOnce);
            await gate.PublishAsync(Topics.Of("gate-2", GateTopic.Events), "text", MqttQos.AtMostOnce);
            await gate.PublishAsync(Topics.HubState, "text", MqttQos.AtMostOnce);
            await gate.NothingAsync();
            Assert.Equal([Topics.Of("gate-1", GateTopic.Events)], await eye.DrainAsync());
            // It has not taken that one's place.
            await other.NothingAsync();
        }
    }

    [MosquittoFact]
    public async Task Without_a_certificate_of_the_authority_there_is_no_answer()
    {
        using var stranger = new Fixtures.Mqtt.TestCertificates();
        using var forged = stranger.Issue("gate-1");
        foreach (var own in (X509Certificate2?[])[null, forged])
        {
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                using var client = await RawClient.OpenTlsAsync(site.Server.Port, site.Server.Authority.Root, own);
                await client.SendAsync(new ConnectPacket { ClientId = "gate-1", CleanStart = true }.Encode);
                if (await client.TryReadAsync() is null)
                    throw new EndOfStreamException();
            });
        }
    }

    /// <summary>mosquitto hands such a message to one of the group, and then refuses it: it is lost, and sent
    /// again.</summary>
    [MosquittoFact]
    public async Task A_gate_that_joins_the_hubs_group_hears_nothing_and_the_group_loses_what_fell_to_it()
    {
        using var hub = await ConnectAsync(site.Hub, id: Site.HubName);
        await hub.SubscribeAsync("$share/hubs/checkin/v1/gates/+/events", MqttQos.AtMostOnce);
        using var gate = await ConnectAsync(site.First, id: "gate-1");
        await gate.SubscribeAsync("$share/hubs/checkin/v1/gates/+/events", MqttQos.AtMostOnce);
        using var other = await ConnectAsync(site.Second, id: "gate-2");
        for (var i = 0; i < 10; i++)
            await other.PublishAsync(Topics.Of("gate-2", GateTopic.Events), "text");
        Assert.Empty(await gate.DrainAsync());
        var heard = (await hub.DrainAsync()).Count;
        output.WriteLine($"the hub heard {heard} of 10");
        Assert.InRange(heard, 1, 10);
    }

    public sealed class Site : IAsyncLifetime, IDisposable
    {
        internal const string EyeName = "Test.Eye";
        internal const string HubName = "checkin-hub";

        internal GateServer Server { get; private set; } = null!;

        internal X509Certificate2 First { get; private set; } = null!;

        internal X509Certificate2 Second { get; private set; } = null!;

        internal X509Certificate2 Hub { get; private set; } = null!;

        internal X509Certificate2 Eye { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            if (Requirements.Mosquitto is not null)
                return;
            Server = await GateServer.StartAsync(BrokerMode.External, $"\nuser {EyeName}\ntopic read #\n");
            First = await Server.EnrolAsync("gate-1");
            Second = await Server.EnrolAsync("gate-2");
            Hub = Server.Authority.IssueHub(HubName);
            Eye = Server.Authority.IssueHub(EyeName);
        }

        public async Task DisposeAsync()
        {
            if (Server is not null)
                await Server.DisposeAsync();
        }

        public void Dispose()
        {
            foreach (var own in (X509Certificate2?[])[First, Second, Hub, Eye])
                own?.Dispose();
        }
    }
}
