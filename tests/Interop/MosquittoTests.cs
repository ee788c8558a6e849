using System.Threading.Channels;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Mqtt;

namespace CheckIn.Interop.Tests;

/// <summary>Our client with mosquitto as its server.</summary>
public class MosquittoTests
{
    private static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    private static MqttClientOptions Options(Mosquitto host, string id, MqttLevel level = MqttLevel.V5) =>
        new() { Port = host.Port, ClientId = id, Level = level };

    private static async Task<Channel<MqttMessage>> SubscribeAsync(MqttClient client, string filter, MqttQos qos)
    {
        var received = Channel.CreateUnbounded<MqttMessage>();
        Assert.Equal(qos, await client.SubscribeAsync(
            new MqttSubscription(filter, qos), received.Writer.WriteAsync, Patience));
        return received;
    }

    public static TheoryData<MqttLevel, MqttQos> LevelsAndQos()
    {
        var all = new TheoryData<MqttLevel, MqttQos>();
        foreach (var level in (MqttLevel[])[MqttLevel.V311, MqttLevel.V5])
        {
            foreach (var qos in Enum.GetValues<MqttQos>())
                all.Add(level, qos);
        }
        return all;
    }

    [MosquittoTheory]
    [MemberData(nameof(LevelsAndQos))]
    public async Task Messages_travel_both_ways_in_order(MqttLevel level, MqttQos qos)
    {
        await using var host = await Mosquitto.StartAsync();
        await using var client = await MqttClient.ConnectAsync(Options(host, "one", level), Patience);
        var received = await SubscribeAsync(client, "t/#", qos);
        for (var i = 0; i < 100; i++)
            await client.PublishAsync(MqttMessage.OfText("t/1", $"{i}") with { Qos = qos }, Patience);
        for (var i = 0; i < 100; i++)
        {
            var message = await received.Reader.ReadAsync(Patience);
            Assert.Equal(($"{i}", qos), (message.Text, message.Qos));
        }
        await client.DisconnectAsync(Patience);
    }

    [MosquittoFact]
    public async Task All_properties_of_a_message_arrive()
    {
        await using var host = await Mosquitto.StartAsync();
        await using var client = await MqttClient.ConnectAsync(Options(host, "one"), Patience);
        var received = await SubscribeAsync(client, "t", MqttQos.AtLeastOnce);
        var sent = MqttMessage.OfText("t", "x") with
        {
            ContentType = "text/plain",
            ResponseTopic = "answers",
            CorrelationData = new byte[] { 1, 2 },
            ExpirySeconds = 60,
            UserProperties = [new("a", "1"), new("a", "2")],
        };
        await client.PublishAsync(sent, Patience);
        var message = await received.Reader.ReadAsync(Patience);
        Assert.Equal((sent.ContentType, sent.ResponseTopic, sent.IsText, sent.ExpirySeconds),
            (message.ContentType, message.ResponseTopic, message.IsText, message.ExpirySeconds));
        Assert.Equal(sent.CorrelationData.ToArray(), message.CorrelationData.ToArray());
        Assert.Equal(sent.UserProperties, message.UserProperties);
        Assert.Single(message.SubscriptionIdentifiers);
    }

    [MosquittoTheory]
    [InlineData(MqttQos.AtLeastOnce)]
    [InlineData(MqttQos.ExactlyOnce)]
    public async Task Through_broken_connections_nothing_is_lost_and_at_QoS_2_nothing_comes_twice(MqttQos qos)
    {
        const int Count = 300;
        await using var host = await Mosquitto.StartAsync("max_queued_messages 0");
        await using var sink = await MqttClient.ConnectAsync(Options(host, "sink"), Patience);
        var received = await SubscribeAsync(sink, "t", qos);
        var session = new MqttSession();
        var left = new Queue<int>(Enumerable.Range(0, Count));
        while (left.Count > 0 || session.Unacknowledged > 0)
        {
            await using var source = await MqttClient.ConnectAsync(
                Options(host, "source") with { Session = session }, Patience);
            var publishing = new List<Task<bool>>();
            var numbers = new List<int>();
            for (; publishing.Count < 30 && left.TryDequeue(out var number); numbers.Add(number))
            {
                publishing.Add(HandOverAsync(
                    source, MqttMessage.OfText("t", $"{number}") with { Qos = qos }));
            }
            // Cut somewhere in the middle, without a goodbye; at the end, everything gets through.
            if (left.Count > 0)
                await publishing[publishing.Count / 3];
            else
                await Task.WhenAny(source.Ended, WaitUntilAcknowledgedAsync(session));
            await source.DisposeAsync();
            foreach (var (number, isTaken) in numbers.Zip(await Task.WhenAll(publishing)))
            {
                if (!isTaken)
                    left.Enqueue(number);
            }
        }
        await sink.PublishAsync(MqttMessage.OfText("t", "end") with { Qos = qos }, Patience);
        var seen = new List<string>();
        for (var text = ""; text != "end"; seen.Add(text))
            text = (await received.Reader.ReadAsync(Patience)).Text;
        var expected = Enumerable.Range(0, Count).Select(i => $"{i}").Append("end").ToHashSet();
        Assert.Equal(expected, seen.ToHashSet());
        if (qos == MqttQos.ExactlyOnce)
            Assert.Equal(expected.Count, seen.Count);
    }

    [MosquittoFact]
    public async Task What_comes_while_the_client_is_away_is_delivered_once_when_it_is_back()
    {
        await using var host = await Mosquitto.StartAsync();
        var session = new MqttSession();
        var received = Channel.CreateUnbounded<MqttMessage>();
        var options = Options(host, "sink") with { Session = session };
        await using (var sink = await MqttClient.ConnectAsync(options, Patience))
        {
            await sink.SubscribeAsync(
                new MqttSubscription("t", MqttQos.ExactlyOnce), received.Writer.WriteAsync, Patience);
        }
        await using var source = await MqttClient.ConnectAsync(Options(host, "source"), Patience);
        for (var i = 0; i < 50; i++)
            await source.PublishAsync(MqttMessage.OfText("t", $"{i}") with { Qos = MqttQos.ExactlyOnce }, Patience);
        await using var back = await MqttClient.ConnectAsync(options, Patience);
        Assert.True(back.Server.SessionPresent);
        for (var i = 0; i < 50; i++)
            Assert.Equal($"{i}", (await received.Reader.ReadAsync(Patience)).Text);
        Assert.Equal(0, received.Reader.Count);
    }

    [MosquittoFact]
    public async Task A_will_is_published_when_the_connection_is_lost_and_not_after_a_goodbye()
    {
        await using var host = await Mosquitto.StartAsync();
        await using var watcher = await MqttClient.ConnectAsync(Options(host, "watcher"), Patience);
        var received = await SubscribeAsync(watcher, "gone/+", MqttQos.AtLeastOnce);
        var mortal = await MqttClient.ConnectAsync(
            Options(host, "a") with { Will = MqttMessage.OfText("gone/a", "lost") }, Patience);
        var polite = await MqttClient.ConnectAsync(
            Options(host, "b") with { Will = MqttMessage.OfText("gone/b", "lost") }, Patience);
        await polite.DisconnectAsync(Patience);
        await mortal.DisposeAsync();
        Assert.Equal("gone/a", (await received.Reader.ReadAsync(Patience)).Topic);
        var withWill = await MqttClient.ConnectAsync(
            Options(host, "c") with { Will = MqttMessage.OfText("gone/c", "lost") }, Patience);
        await withWill.DisconnectAsync(MqttReasonCode.DisconnectWithWill, null, Patience);
        Assert.Equal("gone/c", (await received.Reader.ReadAsync(Patience)).Topic);
    }

    [MosquittoFact]
    public async Task Retained_messages_and_subscription_options_work_as_asked()
    {
        await using var host = await Mosquitto.StartAsync();
        await using var client = await MqttClient.ConnectAsync(Options(host, "one"), Patience);
        await client.PublishAsync(MqttMessage.OfText("kept", "1") with { Retain = true }, Patience);
        var received = Channel.CreateUnbounded<MqttMessage>();
        await client.SubscribeAsync(new MqttSubscription("kept", MqttQos.AtLeastOnce)
        {
            RetainHandling = MqttRetainHandling.Never,
            NoLocal = true,
        }, received.Writer.WriteAsync, Patience);
        await client.PublishAsync(MqttMessage.OfText("kept", "2") with { Retain = true }, Patience);
        await client.SubscribeAsync(
            new MqttSubscription("kept", MqttQos.AtLeastOnce), received.Writer.WriteAsync, Patience);
        var message = await received.Reader.ReadAsync(Patience);
        Assert.Equal(("2", true), (message.Text, message.Retain));
    }

    [MosquittoFact]
    public async Task A_shared_subscription_gives_each_message_to_one_of_its_group()
    {
        await using var host = await Mosquitto.StartAsync();
        await using var a = await MqttClient.ConnectAsync(Options(host, "a"), Patience);
        await using var b = await MqttClient.ConnectAsync(Options(host, "b"), Patience);
        var both = Channel.CreateUnbounded<MqttMessage>();
        var shared = new MqttSubscription("$share/hub/t/+", MqttQos.AtLeastOnce);
        await a.SubscribeAsync(shared, both.Writer.WriteAsync, Patience);
        await b.SubscribeAsync(shared, both.Writer.WriteAsync, Patience);
        for (var i = 0; i < 20; i++)
            await a.PublishAsync(MqttMessage.OfText($"t/{i}", "x"), Patience);
        var topics = new HashSet<string>();
        for (var i = 0; i < 20; i++)
            Assert.True(topics.Add((await both.Reader.ReadAsync(Patience)).Topic));
    }

    [MosquittoFact]
    public async Task Topic_aliases_are_used_towards_mosquitto()
    {
        await using var host = await Mosquitto.StartAsync();
        await using var client = await MqttClient.ConnectAsync(Options(host, "one"), Patience);
        Assert.Equal(10, client.Server.TopicAliasMaximum);
        var received = await SubscribeAsync(client, "a/#", MqttQos.AtLeastOnce);
        for (var i = 0; i < 60; i++)
            await client.PublishAsync(MqttMessage.OfText($"a/{i % 15}", $"{i}"), Patience);
        for (var i = 0; i < 60; i++)
            Assert.Equal($"a/{i % 15}", (await received.Reader.ReadAsync(Patience)).Topic);
    }

    [MosquittoFact]
    public async Task A_question_is_answered_over_mosquitto()
    {
        await using var host = await Mosquitto.StartAsync();
        await using var gate = await MqttClient.ConnectAsync(Options(host, "gate"), Patience);
        await gate.SubscribeAsync(new MqttSubscription("ask", MqttQos.AtLeastOnce),
            (m, c) => gate.PublishAsync(m.Reply(m.Payload), c), Patience);
        await using var hub = await MqttClient.ConnectAsync(Options(host, "hub"), Patience);
        await using var requester = await MqttRequester.StartAsync(hub, "answers/hub", cancellation: Patience);
        var answer = await requester.AskAsync(MqttMessage.OfText("ask", "who?"), TimeSpan.FromSeconds(10), Patience);
        Assert.Equal("who?", answer.Text);
    }

    [MosquittoFact]
    public async Task The_client_comes_back_when_mosquitto_restarts_and_subscribes_again()
    {
        await using var first = await Mosquitto.StartAsync();
        var received = Channel.CreateUnbounded<MqttMessage>();
        var fast = new MqttReconnectOptions
        {
            First = TimeSpan.FromMilliseconds(20),
            Cap = TimeSpan.FromMilliseconds(100),
        };
        // The second server takes the place of the first behind one address.
        await using var relay = new TcpRelay(first.Port);
        await using var client = new MqttReconnectingClient(
            new MqttClientOptions { Port = relay.Port, ClientId = "one" }, fast);
        await client.SubscribeAsync(
            new MqttSubscription("t", MqttQos.AtLeastOnce), received.Writer.WriteAsync, Patience);
        await using var second = await Mosquitto.StartAsync();
        relay.Redirect(second.Port);
        await client.PublishAsync(MqttMessage.OfText("t", "back"), Patience);
        Assert.Equal("back", (await received.Reader.ReadAsync(Patience)).Text);
    }

    [MosquittoTheory]
    [InlineData(MqttLevel.V311)]
    [InlineData(MqttLevel.V5)]
    public async Task Our_client_over_WebSocket_speaks_with_mosquittos_clients(MqttLevel level)
    {
        await using var host = await Mosquitto.StartAsync(second: "protocol websockets");
        await using var client = await MqttClient.ConnectAsync(Options(host, "one", level) with
        {
            Port = host.SecondPort,
            Transport = MqttTransport.WebSocket,
        }, Patience);
        var received = await SubscribeAsync(client, "in", MqttQos.ExactlyOnce);
        using var publisher = Mosquitto.Run(Mosquitto.Publisher!, "-h", "127.0.0.1", "-p", $"{host.Port}", "-V", "5",
            "-t", "in", "-m", "hello", "-q", "2");
        Assert.Equal("hello", (await received.Reader.ReadAsync(Patience)).Text);
        using var subscriber = Mosquitto.Run(
            Mosquitto.Subscriber!, "-h", "127.0.0.1", "-p", $"{host.Port}", "-t", "out", "-C", "1", "-q", "2");
        // Retained, so that it does not matter who comes first.
        await client.PublishAsync(
            MqttMessage.OfText("out", "world") with { Qos = MqttQos.ExactlyOnce, Retain = true }, Patience);
        Assert.Equal("world", (await subscriber.StandardOutput.ReadToEndAsync(Patience)).Trim());
    }

    [MosquittoFact]
    public async Task Certificates_of_both_sides_are_asked_for_and_checked()
    {
        using var authority = new TestCertificates();
        using var server = authority.Issue("localhost");
        await using var host = await Mosquitto.StartAsync(
            second: "cafile {dir}/ca.pem\ncertfile {dir}/cert.pem\nkeyfile {dir}/key.pem\nrequire_certificate true",
            files: [("ca.pem", authority.Root.ExportCertificatePem()), ("cert.pem", server.ExportCertificatePem()),
                ("key.pem", TestCertificates.KeyOf(server))]);
        using var own = authority.Issue("gate-1");
        var options = Options(host, "gate-1") with
        {
            Host = "localhost",
            Port = host.SecondPort,
            Tls = new MqttTlsOptions { TrustedRoots = [authority.Root], ClientCertificate = own },
        };
        await using (var client = await MqttClient.ConnectAsync(options, Patience))
            await client.PublishAsync(MqttMessage.OfText("t", "x") with { Qos = MqttQos.ExactlyOnce }, Patience);
        await Assert.ThrowsAsync<MqttException>(() => MqttClient.ConnectAsync(
            options with { Tls = new MqttTlsOptions { TrustedRoots = [authority.Root] } }, Patience));
        using var others = new TestCertificates();
        await Assert.ThrowsAsync<MqttException>(() => MqttClient.ConnectAsync(options with
        {
            Tls = new MqttTlsOptions { TrustedRoots = [others.Root], ClientCertificate = own },
        }, Patience));
    }

    /// <summary>Whether the message is acknowledged, or the session's to send again.</summary>
    private static async Task<bool> HandOverAsync(MqttClient source, MqttMessage message)
    {
        try
        {
            await source.PublishAsync(message, Patience);
            return true;
        }
        catch (MqttException e)
        {
            return e.IsInSession;
        }
    }

    private static async Task WaitUntilAcknowledgedAsync(MqttSession session)
    {
        while (session.Unacknowledged > 0)
            await Task.Delay(5, Patience);
    }
}
