using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using CheckIn.Contract;
using CheckIn.Fixtures.Mqtt;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Tests.Broker;

namespace CheckIn.Interop.Tests;

/// <summary>
/// A gate's certificate in other people's clients, at the hub's own endpoint and at a mosquitto, as far as the hub gets
/// to see of it.
/// </summary>
public sealed class GateCertificateTests
{
    [MosquittoTheory]
    [InlineData(BrokerMode.Embedded, "311")]
    [InlineData(BrokerMode.Embedded, "5")]
    [InlineData(BrokerMode.External, "311")]
    [InlineData(BrokerMode.External, "5")]
    public async Task Mosquittos_clients_speak_for_the_gate_of_their_certificate_and_for_no_other(
        BrokerMode mode, string level)
    {
        await using var server = await GateServer.StartAsync(mode);
        using var own = await server.EnrolAsync("gate-1");
        await server.EnrolAsync("gate-2");
        string[] key = [.. await KeyAsync(server, own), "-V", level, "-q", "1"];
        await RunAsync(Mosquitto.Publisher!, [.. key, "-i", "gate-1", "-t", State("gate-2"), "-r", "-m", Birth(7)]);
        await RunAsync(Mosquitto.Publisher!, [.. key, "-i", "gate-2", "-t", State("gate-2"), "-m", Birth(8)]);
        await RunAsync(Mosquitto.Subscriber!, [.. key, "-i", "gate-1", "-t", "#", "-W", "1",
            "--will-topic", State("gate-2"), "--will-payload", Birth(9), "--will-retain"], kill: true);
        await RunAsync(Mosquitto.Publisher!, ["-h", "localhost", "-p", $"{server.Port}", "--cafile", server.RootFile,
            "-V", level, "-i", "gate-2", "-t", State("gate-2"), "-m", Birth(10)]);
        Assert.Equal(0, await RunAsync(
            Mosquitto.Publisher!, [.. key, "-i", "gate-1", "-t", State("gate-1"), "-m", Birth(11)]));
        await server.ShowsAsync("gate-1", gate => gate.Session == 11);
        Assert.DoesNotContain(server.Fleet.Gates(), gate => gate.Id == "gate-2");
    }

    [MosquittoTheory]
    [InlineData(BrokerMode.Embedded)]
    [InlineData(BrokerMode.External)]
    public async Task Mosquittos_clients_are_refused_in_the_handshake_with_a_revoked_certificate(BrokerMode mode)
    {
        await using var server = await GateServer.StartAsync(mode);
        using var own = await server.EnrolAsync("gate-1");
        string[] publish = [.. await KeyAsync(server, own), "-i", "gate-1", "-t", State("gate-1"), "-m", Birth(1)];
        Assert.Equal(0, await RunAsync(Mosquitto.Publisher!, publish));
        await server.RevokeAsync("gate-1");
        for (var patience = Patience.Token; await RunAsync(Mosquitto.Publisher!, publish) == 0;)
            await Task.Delay(20, patience);
        Assert.NotEqual(0, await RunAsync(Mosquitto.Publisher!, publish));
    }

    [MqttJsTheory]
    [InlineData(BrokerMode.Embedded)]
    [InlineData(BrokerMode.External)]
    public async Task Mqtt_js_speaks_for_the_gate_of_its_certificate_and_hears_what_is_meant_for_it(BrokerMode mode)
    {
        await using var server = await GateServer.StartAsync(mode);
        using var own = await server.EnrolAsync("gate-1");
        using var node = Mosquitto.Run(Requirements.Node!, Path.Combine(Requirements.MqttJsFolder, "gate.mjs"),
            $"mqtts://localhost:{server.Port}", "gate-1", server.RootFile, await server.PemAsync(own));
        var errors = node.StandardError.ReadToEndAsync(Patience.Token);
        var line = await node.StandardOutput.ReadLineAsync(Patience.Token);
        Assert.False(line is null, await errors);
        var said = JsonDocument.Parse(line!).RootElement;
        Assert.False(said.GetProperty("withoutCertificate").GetBoolean());
        Assert.NotEqual(NotAuthorized, said.GetProperty("own").GetInt32());
        foreach (var refused in (string[])["foreign", "hubs", "elsewhere"])
            Assert.Equal(NotAuthorized, said.GetProperty(refused).GetInt32());
        foreach (var heard in (string[])["heard4", "heard5"])
        {
            Assert.All(said.GetProperty(heard).EnumerateArray(),
                topic => Assert.True(TopicRights.MaySubscribe("gate-1", topic.GetString()!), topic.GetString()));
            Assert.Contains(said.GetProperty(heard).EnumerateArray(), topic => topic.GetString() == Topics.HubState);
        }
        await server.ShowsAsync("gate-1", gate => gate.Session == 41);
        Assert.DoesNotContain(server.Fleet.Gates(), gate => gate.Id == "gate-2");
    }

    private const int NotAuthorized = 0x87;

    private static string State(string gate) => Topics.Of(gate, GateTopic.State);

    private static string Birth(long session) => JsonSerializer.Serialize(
        new StateMessage(GateState.Ready, session, "boot-1", "1.0", 0), ContractJson.Default.StateMessage);

    private static async Task<string[]> KeyAsync(GateServer server, X509Certificate2 own)
    {
        var pem = await server.PemAsync(own);
        return ["-h", "localhost", "-p", $"{server.Port}", "--cafile", server.RootFile, "--cert", pem, "--key", pem];
    }

    /// <summary>Its exit code.</summary>
    private static async Task<int> RunAsync(string program, string[] arguments, bool kill = false)
    {
        using var process = Mosquitto.Run(program, arguments);
        if (kill)
        {
            await Task.WhenAny(process.WaitForExitAsync(Patience.Token), Task.Delay(300));
            process.Kill();
        }
        var output = process.StandardOutput.ReadToEndAsync(Patience.Token);
        var errors = process.StandardError.ReadToEndAsync(Patience.Token);
        await process.WaitForExitAsync(Patience.Token);
        await Task.WhenAll(output, errors);
        return process.ExitCode;
    }
}
