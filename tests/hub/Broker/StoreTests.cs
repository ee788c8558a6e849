using CheckIn.Fixtures;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using CheckIn.Storage;

namespace CheckIn.Hub.Tests.Broker;

/// <summary>What a restart leaves as it was.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkin-broker-");

    private string File => Path.Combine(_folder.FullName, "broker.db");

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<BrokerHost> StartAsync(TimeProvider? time = null) =>
        BrokerHost.StartAsync(time ?? TimeProvider.System, ("Path", File));

    private static async Task StopAsync(BrokerHost host)
    {
        await host.StopAsync().Soon();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Retained_messages_come_back_with_all_their_properties()
    {
        var first = await StartAsync();
        var message = MqttMessage.OfText("a/kept", "x") with
        {
            Retain = true,
            Qos = MqttQos.ExactlyOnce,
            ContentType = "t",
            UserProperties = [new("k", "v")],
        };
        await first.Bus.PublishAsync(message, Patience.Token);
        await first.Bus.PublishAsync(message with { Topic = "a/removed" }, Patience.Token);
        await first.Bus.PublishAsync(message with { Topic = "a/removed", Payload = default }, Patience.Token);
        await StopAsync(first);
        await using var second = await StartAsync();
        using var client = await RawClient.ResumeAsync(second.Port, "client");
        await client.SubscribeAsync("a/#", MqttQos.ExactlyOnce);
        var got = (await client.TakeAsync()).Message;
        Assert.Equal(("a/kept", "x", true, MqttQos.ExactlyOnce, "t", true),
            (got.Topic, got.Text, got.Retain, got.Qos, got.ContentType, got.IsText));
        Assert.Equal([new("k", "v")], got.UserProperties);
        await client.NothingAsync();
    }

    [Theory]
    [InlineData(MqttLevel.V5)]
    [InlineData(MqttLevel.V311)]
    public async Task A_session_comes_back_with_its_subscriptions_and_what_waits_for_it(MqttLevel level)
    {
        var first = await StartAsync();
        var before = await RawClient.ResumeAsync(first.Port, "away", level);
        await before.SubscribeAsync(level == MqttLevel.V5 ? 7u : 0, new MqttSubscription("a/+", MqttQos.ExactlyOnce));
        await before.LeaveAsync();
        await first.Bus.PublishAsync(MqttMessage.OfText("a/1", "waits"), Patience.Token);
        await StopAsync(first);
        await using var second = await StartAsync();
        using var back = await RawClient.ResumeAsync(second.Port, "away", level);
        Assert.True(back.Accepted.SessionPresent);
        var waited = await back.TakeAsync();
        Assert.Equal(("waits", false), (waited.Text, waited.IsDuplicate));
        await second.Bus.PublishAsync(MqttMessage.OfText("a/2", "new"), Patience.Token);
        var fresh = await back.TakeAsync();
        Assert.Equal("new", fresh.Text);
        if (level == MqttLevel.V5)
        {
            Assert.Equal([7u], waited.Message.SubscriptionIdentifiers);
            Assert.Equal([7u], fresh.Message.SubscriptionIdentifiers);
        }
    }

    [Fact]
    public async Task What_was_under_way_is_taken_up_where_it_was()
    {
        var first = await StartAsync();
        var before = await RawClient.ResumeAsync(first.Port, "client");
        await before.SubscribeAsync(0, new("one", MqttQos.AtLeastOnce), new("two", MqttQos.ExactlyOnce));
        foreach (var topic in (string[])["one", "two", "two"])
        {
            await first.Bus.PublishAsync(
                MqttMessage.OfText(topic, topic) with { Qos = MqttQos.ExactlyOnce }, Patience.Token);
        }
        var one = await before.NextAsync();
        var two = await before.NextAsync();
        var third = await before.NextAsync();
        await before.AcknowledgeAsync(MqttPacketType.PubRec, two.Id);
        await before.AnswerAsync(MqttPacketType.PubRel, two.Id);
        await before.PublishAsync(
            MqttMessage.OfText("else", "x") with { Qos = MqttQos.ExactlyOnce }, seeThrough: false);
        before.Reset();
        await StopAsync(first);
        await using var second = await StartAsync();
        using var watcher = await RawClient.ResumeAsync(second.Port, "watcher");
        await watcher.SubscribeAsync("else", MqttQos.AtMostOnce);
        using var after = await RawClient.ResumeAsync(second.Port, "client");
        var oneAgain = await after.NextAsync();
        Assert.Equal((one.Id, true, "one"), (oneAgain.Id, oneAgain.IsDuplicate, oneAgain.Text));
        await after.AnswerAsync(MqttPacketType.PubRel, two.Id);
        var thirdAgain = await after.NextAsync();
        Assert.Equal((third.Id, true), (thirdAgain.Id, thirdAgain.IsDuplicate));
        // The hub has had this one before it stopped (the subscription took identifier 1).
        await after.SendAsync(w => new PublishPacket("else", default)
        {
            Qos = MqttQos.ExactlyOnce,
            PacketId = 2,
            Duplicate = true,
        }.Encode(w));
        await after.AnswerAsync(MqttPacketType.PubRec, 2);
        await watcher.NothingAsync();
    }

    [Fact]
    public async Task A_wall_clock_set_back_while_the_hub_is_down_prolongs_no_session_and_no_message()
    {
        var time = new FakeTime();
        var first = await StartAsync(time);
        var client = await RawClient.ResumeAsync(first.Port, "client", expiry: 10);
        await client.SubscribeAsync("a", MqttQos.AtLeastOnce);
        await client.LeaveAsync();
        await first.Bus.PublishAsync(MqttMessage.OfText("a", "x") with { ExpirySeconds = 10 }, Patience.Token);
        await StopAsync(first);
        time.SetWall(time.GetUtcNow().AddYears(-10));
        await using var second = await StartAsync(time);
        using (var back = await RawClient.ResumeAsync(second.Port, "client", expiry: 10))
        {
            Assert.InRange((await back.TakeAsync()).Message.ExpirySeconds!.Value, 9u, 10u);
            await back.LeaveAsync();
        }
        Assert.Equal(1, second.Sessions);
        time.SetWall(time.GetUtcNow().AddYears(20));
        await Task.Yield();
        Assert.Equal(1, second.Sessions);
        await second.FigureAsync("checkin_mqtt_sessions", n =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return n == 0;
        });
    }

    [Fact]
    public async Task Time_passes_while_the_hub_is_down()
    {
        var time = new FakeTime();
        var first = await StartAsync(time);
        foreach (var (id, expiry) in ((string, uint)[])[("brief", 10), ("long", 1000)])
        {
            var client = await RawClient.ResumeAsync(first.Port, id, expiry: expiry);
            await client.SubscribeAsync("a", MqttQos.AtLeastOnce);
            await client.LeaveAsync();
        }
        foreach (var life in (uint[])[10, 100])
        {
            await first.Bus.PublishAsync(
                MqttMessage.OfText("a", $"{life}") with { ExpirySeconds = life }, Patience.Token);
        }
        await first.Bus.PublishAsync(
            MqttMessage.OfText("kept", "x") with { ExpirySeconds = 10, Retain = true }, Patience.Token);
        await StopAsync(first);
        time.Advance(TimeSpan.FromSeconds(30));
        await using var second = await StartAsync(time);
        await second.FigureAsync("checkin_mqtt_sessions", n =>
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            return n == 1;
        });
        using var back = await RawClient.ResumeAsync(second.Port, "long");
        var got = (await back.TakeAsync()).Message;
        Assert.Equal("100", got.Text);
        Assert.InRange(got.ExpirySeconds!.Value, 68u, 70u);
        await back.SubscribeAsync("kept", MqttQos.AtLeastOnce);
        await back.NothingAsync();
    }

    [Fact]
    public async Task A_session_that_ended_does_not_come_back()
    {
        var first = await StartAsync();
        await (await RawClient.ResumeAsync(first.Port, "client")).LeaveAsync();
        await (await RawClient.ResumeAsync(first.Port, "client", expiry: 0, cleanStart: true)).LeaveAsync();
        await StopAsync(first);
        await using var second = await StartAsync();
        Assert.Equal(0, second.Sessions);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_set_aside_and_the_hub_starts()
    {
        await System.IO.File.WriteAllBytesAsync(File, new byte[8192].Select((_, i) => (byte)(i * 7)).ToArray());
        await using var host = await StartAsync();
        using var client = await RawClient.ResumeAsync(host.Port, "client");
        Assert.Single(_folder.GetFiles("broker.db.unreadable-*"));
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_left_alone_and_the_hub_says_so()
    {
        using (var newer = Database.OpenWriter(File))
            newer.Execute("PRAGMA user_version = 99");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());
        Assert.Contains("which a newer version of this program wrote", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_SIGKILL_of_the_hub_retained_messages_and_sessions_are_there_again()
    {
        var port = ProgramProcess.FreePort();
        var settings = new Dictionary<string, string>
        {
            ["Broker:Listen"] = $"127.0.0.1:{port}",
            ["Web:Listen"] = $"127.0.0.1:{ProgramProcess.FreePort()}",
            ["Events:Path"] = Path.Combine(_folder.FullName, "hub.db"),
            ["Broker:StoreInterval"] = "00:00:00.010",
        };
        await using (var first = ProgramProcess.Start(Executables.Hub, settings, _folder.FullName))
        {
            var client = await ReachAsync(first, port, "client");
            await client.SubscribeAsync("a", MqttQos.AtLeastOnce);
            using var source = await RawClient.ResumeAsync(port, "source", expiry: 0);
            await source.PublishAsync("kept", "x", retain: true);
            await source.PublishAsync("a", "1");
            Assert.Equal("1", (await client.NextAsync()).Text);
            client.Reset();
            await source.PublishAsync("a", "2");
            await CommittedAsync("""
                SELECT (SELECT count(*) FROM retained WHERE topic = 'kept') + (SELECT count(*) FROM queued) = 3
                """);
            await first.KillAsync();
        }
        await using var second = ProgramProcess.Start(Executables.Hub, settings, _folder.FullName);
        using var back = await ReachAsync(second, port, "client");
        Assert.True(back.Accepted.SessionPresent);
        Assert.Equal("1", (await back.TakeAsync()).Text);
        Assert.Equal("2", (await back.TakeAsync()).Text);
        await back.SubscribeAsync("kept", MqttQos.AtLeastOnce);
        Assert.Equal("x", (await back.TakeAsync()).Text);
    }

    private static async Task<RawClient> ReachAsync(ProgramProcess hub, int port, string id)
    {
        var patience = Patience.Token;
        while (true)
        {
            try
            {
                return await RawClient.ResumeAsync(port, id);
            }
            catch (System.Net.Sockets.SocketException) when (!hub.HasExited)
            {
                await Task.Delay(20, patience);
            }
        }
    }

    /// <summary>Until the file says so: 1.</summary>
    private async Task CommittedAsync(string sql)
    {
        using var reader = Database.OpenReader(File);
        var patience = Patience.Token;
        while (true)
        {
            using (var rows = reader.Prepare(sql))
            {
                if (rows.Step() && rows.Int64(0) == 1)
                    return;
            }
            await Task.Delay(5, patience);
        }
    }
}
