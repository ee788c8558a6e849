using System.Diagnostics;
using CheckIn.Fixtures;
using CheckIn.Fixtures.Mqtt;

namespace CheckIn.Interop.Tests;

/// <summary>
/// The hub's MQTT endpoint, as its users' own tools find it: mosquitto's clients and bridge, and mqtt.js.
/// </summary>
public sealed class HubTests(HubTests.Hub hub) : IClassFixture<HubTests.Hub>
{
    private static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    public static TheoryData<string, int> LevelsAndQos()
    {
        var all = new TheoryData<string, int>();
        foreach (var level in (string[])["311", "5"])
        {
            for (var qos = 0; qos <= 2; qos++)
                all.Add(level, qos);
        }
        return all;
    }

    [MosquittoTheory]
    [MemberData(nameof(LevelsAndQos))]
    public async Task What_mosquitto_pub_sends_line_by_line_mosquitto_sub_prints_in_order(string level, int qos)
    {
        var topic = $"tools/{level}/{qos}";
        using var subscriber = await SubscribeAsync(
            "-V", level, "-q", $"{qos}", "-t", topic, "-C", "200", "-F", "%q %p");
        using var publisher = Start(Mosquitto.Publisher!, "-V", level, "-q", $"{qos}", "-t", topic, "-l");
        for (var i = 0; i < 200; i++)
            await publisher.StandardInput.WriteLineAsync($"{i}");
        publisher.StandardInput.Close();
        var printed = await EndAsync(subscriber);
        await EndAsync(publisher);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{qos} {i}"), printed);
    }

    [MosquittoTheory]
    [InlineData("311")]
    [InlineData("5")]
    public async Task A_retained_message_meets_whoever_comes_later(string level)
    {
        await PublishAsync("-V", level, "-t", $"kept/{level}", "-r", "-q", "1", "-m", "last word");
        using var subscriber = Start(
            Mosquitto.Subscriber!, "-V", level, "-t", $"kept/{level}", "-C", "1", "-F", "%r %p", "-q", "1");
        Assert.Equal(["1 last word"], await EndAsync(subscriber));
    }

    [MosquittoFact]
    public async Task A_killed_clients_will_is_published()
    {
        using var watcher = await SubscribeAsync("-V", "5", "-t", "gone", "-C", "1");
        using var mortal = await SubscribeAsync("-V", "5", "-t", "x", "--will-topic", "gone", "--will-payload", "lost");
        mortal.Kill();
        Assert.Equal(["lost"], await EndAsync(watcher));
    }

    [MosquittoTheory]
    [InlineData("311")]
    [InlineData("5")]
    public async Task Messages_wait_for_a_client_that_keeps_its_session(string level)
    {
        string[] session = ["-V", level, "-c", "-i", $"lasting-{level}", "-q", "2", "-t", $"waiting/{level}"];
        if (level == "5")
            session = [.. session, "-x", "60"];
        using (var first = Start(Mosquitto.Subscriber!, [.. session, "-E"]))
            await EndAsync(first);
        await PublishAsync("-V", level, "-q", "2", "-t", $"waiting/{level}", "-m", "while you were away");
        using var second = Start(Mosquitto.Subscriber!, [.. session, "-C", "1"]);
        Assert.Equal(["while you were away"], await EndAsync(second));
    }

    [MosquittoFact]
    public async Task Properties_arrive_and_topic_aliases_stand_for_their_topics()
    {
        using var subscriber = await SubscribeAsync(
            "-V", "5", "-t", "said/#", "-C", "3", "-F", "%t|%C|%R|%D|%P|%p");
        await PublishAsync("-V", "5", "-t", "said/a", "-m", "x", "-q", "1", "--repeat", "3",
            "-D", "publish", "topic-alias", "3", "-D", "publish", "content-type", "text/plain",
            "-D", "publish", "response-topic", "answers", "-D", "publish", "correlation-data", "12",
            "-D", "publish", "user-property", "a", "b");
        Assert.Equal(Enumerable.Repeat("said/a|text/plain|answers|12|a:b|x", 3), await EndAsync(subscriber));
    }

    [MosquittoFact]
    public async Task Two_of_mosquittos_clients_share_a_subscription()
    {
        using var a = await SubscribeAsync("-V", "5", "-q", "1", "-t", "$share/tools/shared", "-C", "10");
        using var b = await SubscribeAsync("-V", "5", "-q", "1", "-t", "$share/tools/shared", "-C", "10");
        await PublishAsync("-V", "5", "-q", "1", "-t", "shared", "-m", "x", "--repeat", "20");
        Assert.Equal((10, 10), ((await EndAsync(a)).Length, (await EndAsync(b)).Length));
    }

    [MosquittoFact]
    public async Task Mosquittos_clients_come_over_TLS_with_a_certificate()
    {
        var folder = Directory.CreateTempSubdirectory("checkin-interop-");
        try
        {
            using var own = hub.Authority.Issue("gate-1");
            var (ca, pem) = (Path.Combine(folder.FullName, "ca.pem"), Path.Combine(folder.FullName, "own.pem"));
            await File.WriteAllTextAsync(ca, hub.Authority.Root.ExportCertificatePem());
            await File.WriteAllTextAsync(pem, HubProcess.Pem(own));
            using var publisher = Mosquitto.Run(Mosquitto.Publisher!, "-h", "localhost", "-p", $"{hub.Process.TlsPort}",
                "--cafile", ca, "--cert", pem, "--key", pem, "-V", "5", "-q", "1", "-t", "safe", "-r", "-m", "sealed");
            await EndAsync(publisher);
            using var subscriber = Start(Mosquitto.Subscriber!, "-t", "safe", "-C", "1");
            Assert.Equal(["sealed"], await EndAsync(subscriber));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [MosquittoTheory]
    [InlineData("mqttv311")]
    [InlineData("mqttv50")]
    public async Task A_mosquitto_bridges_to_the_hub_both_ways(string level)
    {
        // Retained before the bridge comes, it is retained beyond it.
        await PublishAsync("-t", $"bridged/{level}/down", "-r", "-q", "1", "-m", "from the hub");
        await using var near = await Mosquitto.StartAsync($"""
            connection hub
            address 127.0.0.1:{hub.Process.Port}
            bridge_protocol_version {level}
            remote_clientid bridge-{level}
            start_type automatic
            restart_timeout 1
            topic # both 1 near/ bridged/{level}/
            """);
        using var far = await SubscribeAsync("-V", "5", "-q", "1", "-t", $"bridged/{level}/up", "-C", "1");
        using var down = Mosquitto.Run(Mosquitto.Subscriber!, "-h", "127.0.0.1", "-p", $"{near.Port}",
            "-t", "near/down", "-q", "1", "-C", "1");
        Assert.Equal(["from the hub"], await EndAsync(down));
        using var up = Mosquitto.Run(Mosquitto.Publisher!, "-h", "127.0.0.1", "-p", $"{near.Port}",
            "-t", "near/up", "-q", "1", "-m", "to the hub");
        await EndAsync(up);
        Assert.Equal(["to the hub"], await EndAsync(far));
    }

    [MqttJsFact]
    public async Task Mqtt_js_passes_its_trials_over_TCP_and_WebSocket()
    {
        using var node = Mosquitto.Run(Requirements.Node!, Path.Combine(Requirements.MqttJsFolder, "interop.mjs"),
            $"mqtt://127.0.0.1:{hub.Process.Port}", $"ws://127.0.0.1:{hub.Process.WebPort}/mqtt");
        await EndAsync(node);
    }

    private Process Start(string program, params string[] arguments) =>
        Mosquitto.Run(program, [.. arguments, "-h", "127.0.0.1", "-p", $"{hub.Process.Port}"]);

    private async Task PublishAsync(params string[] arguments)
    {
        using var publisher = Start(Mosquitto.Publisher!, arguments);
        await EndAsync(publisher);
    }

    /// <summary>Starts a subscriber and waits until it has its SUBACK.</summary>
    private async Task<Process> SubscribeAsync(params string[] arguments)
    {
        // Into a pipe it would print when it has a block full.
        var subscriber = Start("stdbuf", ["-oL", Mosquitto.Subscriber!, .. arguments, "-d"]);
        while (await subscriber.StandardOutput.ReadLineAsync(Patience) is { } line)
        {
            if (line.StartsWith("Subscribed", StringComparison.Ordinal))
                return subscriber;
        }
        throw new InvalidOperationException(await subscriber.StandardError.ReadToEndAsync(Patience));
    }

    /// <summary>What it printed, apart from what it says about itself; it must end well.</summary>
    private static async Task<string[]> EndAsync(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync(Patience);
        var lines = (await process.StandardOutput.ReadToEndAsync(Patience)).Split('\n')
            .Where(line => line.Length > 0 && !line.StartsWith("Client ", StringComparison.Ordinal)).ToArray();
        await process.WaitForExitAsync(Patience);
        Assert.True(process.ExitCode == 0, $"{await errors}\n{string.Join('\n', lines)}");
        return lines;
    }

    /// <summary>One hub for all of them.</summary>
    public sealed class Hub : IAsyncLifetime
    {
        internal TestCertificates Authority { get; } = new();

        internal HubProcess Process { get; private set; } = null!;

        public async Task InitializeAsync() => Process = await HubProcess.StartAsync(Authority);

        public async Task DisposeAsync()
        {
            await Process.DisposeAsync();
            Authority.Dispose();
        }
    }
}
