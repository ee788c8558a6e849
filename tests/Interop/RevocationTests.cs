using System.Diagnostics;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Contract;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Broker.Mosquitto;
using CheckIn.Hub.Tests.Broker;
using CheckIn.Mqtt;
using CheckIn.Mqtt.Packets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit.Abstractions;

namespace CheckIn.Interop.Tests;

/// <summary>A revoked gate is out, at the hub's own endpoint and at a mosquitto.</summary>
public sealed class RevocationTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(60);

    private static ConnectPacket Connect(string id, MqttLevel level = MqttLevel.V5) =>
        new() { Level = level, ClientId = id, CleanStart = true };

    [MosquittoTheory]
    [InlineData(BrokerMode.Embedded, MqttLevel.V5)]
    [InlineData(BrokerMode.Embedded, MqttLevel.V311)]
    [InlineData(BrokerMode.External, MqttLevel.V5)]
    [InlineData(BrokerMode.External, MqttLevel.V311)]
    public async Task A_gate_that_is_revoked_while_it_is_connected_is_cut_and_does_not_come_back(
        BrokerMode mode, MqttLevel level)
    {
        await using var server = await GateServer.StartAsync(mode, output: output);
        using var own = await server.EnrolAsync("gate-1");
        using var other = await server.EnrolAsync("gate-2");
        using var gate = await server.ConnectAsync(own, Connect("gate-1", level));
        using var bystander = await server.ConnectAsync(other, Connect("gate-2", level));
        Assert.True(await server.LetsInAsync(other, "gate-2") && await server.LetsInAsync(own, "gate-1"));
        using var again = await server.ConnectAsync(own, Connect("gate-1", level));
        using var stays = await server.ConnectAsync(other, Connect("gate-2", level));

        var clock = Stopwatch.StartNew();
        await server.RevokeAsync("gate-1");
        // DISCONNECT where the server says one, else the end; it may leave the connection open for the client to close.
        _ = await again.TryReadAsync();
        output.WriteLine($"{mode}, {level}: cut after {clock.Elapsed.TotalMilliseconds:0} ms");
        Assert.True(clock.Elapsed < Promised);
        while (await again.TryReadAsync() is not null) { }
        Assert.False(await server.LetsInAsync(own, "gate-1"));
        await stays.NothingAsync();
        Assert.True(await server.LetsInAsync(other, "gate-2"));
    }

    /// <summary>A client may take up an earlier TLS session, in which the server sees no certificate come.</summary>
    [OpenSslTheory]
    [InlineData(BrokerMode.Embedded)]
    [InlineData(BrokerMode.External)]
    public async Task A_resumed_TLS_session_opens_no_more_than_its_certificate_does_now(BrokerMode mode)
    {
        await using var server = await GateServer.StartAsync(mode, output: output);
        using var own = await server.EnrolAsync("gate-1");
        var (pem, ticket) = (await server.PemAsync(own), Path.Combine(server.Files, "ticket"));
        Assert.True(await TlsSession.LetsInAsync(
            server, "gate-1", "-cert", pem, "-key", pem, "-cert_chain", pem, "-sess_out", ticket));
        output.WriteLine($"{mode}: a ticket was {(File.Exists(ticket) ? "" : "not ")}given");
        if (!File.Exists(ticket))
            return;
        var opens = await TlsSession.LetsInAsync(server, "gate-1", "-sess_in", ticket);
        output.WriteLine($"{mode}: it opens what its certificate does: {opens}");
        Assert.False(await TlsSession.LetsInAsync(server, "gate-2", "-sess_in", ticket) && mode == BrokerMode.Embedded);
        await server.RevokeAsync("gate-1");
        await RefusesAsync(server, own);
        Assert.False(await TlsSession.LetsInAsync(server, "gate-1", "-sess_in", ticket));
        Assert.False(await TlsSession.LetsInAsync(server, "gate-2", "-sess_in", ticket));
    }

    [MosquittoFact]
    public async Task While_mosquitto_does_not_read_the_list_the_gate_is_put_out_again_and_the_hub_knows()
    {
        await using var server = await GateServer.StartAsync(BrokerMode.External, output: output);
        using var own = await server.EnrolAsync("gate-1");
        var keeper = server.Hub.Services.GetServices<IHostedService>().OfType<ServerKeeper>().Single();
        await InForceAsync(keeper, true);
        server.IsReloading = false;
        using var gate = await server.ConnectAsync(own, Connect("gate-1"));
        await server.RevokeAsync("gate-1");
        while (await gate.TryReadAsync() is not null) { }
        Assert.False(keeper.IsInForce);
        // The handshake still succeeds, and so it would for ever.
        using var back = await server.ConnectAsync(own, Connect("gate-1"));
        while (await back.TryReadAsync() is not null) { }
        server.IsReloading = true;
        await InForceAsync(keeper, true);
        Assert.False(await server.LetsInAsync(own, "gate-1"));
    }

    [MosquittoFact]
    public async Task A_gate_that_is_revoked_while_a_list_without_it_comes_into_force_is_out_for_good_too()
    {
        await using var server = await GateServer.StartAsync(BrokerMode.External, output: output);
        using var first = await server.EnrolAsync("gate-1");
        using var second = await server.EnrolAsync("gate-2");
        var keeper = server.Hub.Services.GetServices<IHostedService>().OfType<ServerKeeper>().Single();
        await InForceAsync(keeper, true);
        server.IsReloading = false;
        var connected = new TaskCompletionSource();
        var gate = ComeBackAsync(server, second, "gate-2", connected);
        await connected.Task.Soon();
        var list = Path.Combine(server.Files, Configuration.Revoked);
        var before = await File.ReadAllTextAsync(list);
        await server.RevokeAsync("gate-1");
        for (var patience = Patience.Token; await File.ReadAllTextAsync(list, patience) == before;)
            await Task.Delay(5, patience);
        await server.RevokeAsync("gate-2");
        server.IsReloading = true;
        server.Reload();
        await RefusesAsync(server, first);
        await gate;
    }

    [MosquittoFact]
    public async Task A_gate_that_was_revoked_when_the_hub_was_about_to_stop_is_put_out_at_its_next_start()
    {
        await using var server = await GateServer.StartAsync(BrokerMode.External, output: output);
        using var own = await server.EnrolAsync("gate-1");
        using var gate = await server.ConnectAsync(own, Connect("gate-1"));
        await gate.BirthAsync("gate-1", "boot-1", 1);
        await server.ShowsAsync("gate-1", status => status.Session == 1);
        await server.RestartHubAsync(whileStopped: () => server.RevokeInTableAsync("gate-1"));
        while (await gate.TryReadAsync() is not null) { }
        await RefusesAsync(server, own);
    }

    [MosquittoFact]
    public async Task A_list_that_mosquitto_lost_is_noticed_and_put_back()
    {
        await using var server = await GateServer.StartAsync(BrokerMode.External, output: output);
        using var own = await server.EnrolAsync("gate-1");
        await server.RevokeAsync("gate-1");
        await RefusesAsync(server, own);
        // mosquitto 2.0.11 goes on without any. Should the hub be looking just now, it is there again at once.
        for (var patience = Patience.Token; !await server.LetsInAsync(own, "gate-1");)
        {
            File.Delete(Path.Combine(server.Files, Configuration.Revoked));
            server.Reload();
            await Task.Delay(100, patience);
        }
        using var other = await server.EnrolAsync("gate-2");
        await server.RevokeAsync("gate-2");
        await RefusesAsync(server, own);
    }

    [MosquittoFact]
    public async Task A_replacement_that_has_connected_is_not_cut_in_the_place_of_what_it_replaces()
    {
        await using var server = await GateServer.StartAsync(BrokerMode.External, output: output);
        using var old = await server.EnrolAsync("gate-1");
        using var broken = await server.ConnectAsync(old, Connect("gate-1"));
        await broken.BirthAsync("gate-1", "boot-1", 7);
        await server.ShowsAsync("gate-1", gate => gate.Session == 7);
        using var fresh = await server.EnrolAsync("gate-1");
        using var other = await server.EnrolAsync("gate-2");
        await server.RevokeAsync("gate-1", except: fresh);
        using var successor = await server.ConnectAsync(fresh, Connect("gate-1"));
        await successor.BirthAsync("gate-1", "boot-2", 1);
        while (await broken.TryReadAsync() is not null) { }
        // The next list says that the hub is done with the one before.
        await server.RevokeAsync("gate-2");
        await RefusesAsync(server, other, "gate-2");
        Assert.False(await server.LetsInAsync(old, "gate-1"));
        await successor.NothingAsync();
    }

    [MosquittoTheory]
    [InlineData(BrokerMode.Embedded)]
    [InlineData(BrokerMode.External)]
    public async Task A_key_in_two_machines_is_noticed_by_the_third_birth_and_forgotten_with_its_certificate(
        BrokerMode mode)
    {
        await using var server = await GateServer.StartAsync(mode, output: output);
        using var own = await server.EnrolAsync("gate-1");
        var births = 0;
        while (!(server.Fleet.Gates().SingleOrDefault(gate => gate.Id == "gate-1")?.IsCopied ?? false))
        {
            Assert.True(++births <= 5);
            using var machine = await server.ConnectAsync(own, Connect("gate-1"));
            await machine.BirthAsync("gate-1", births % 2 == 0 ? "boot-copy" : "boot-own", 100 + births);
            await server.ShowsAsync("gate-1", gate => gate.Session == 100 + births);
            if (births == 3)
                await server.ShowsAsync("gate-1", gate => gate.IsCopied);
        }
        output.WriteLine($"{mode}: noticed at birth {births}");
        Assert.Equal(3, births);
        Assert.Contains(AlarmWords.IdentityCopied, server.Fleet.Gates().Single(gate => gate.Id == "gate-1").AllAlarms!);
        await server.RevokeAsync("gate-1");
        await server.ShowsAsync("gate-1", gate => !gate.IsCopied);
    }

    /// <summary>Connects as often as it is put out; ends when it is let in no more.</summary>
    private static async Task ComeBackAsync(
        GateServer server, X509Certificate2 own, string id, TaskCompletionSource connected)
    {
        using var key = own;
        try
        {
            while (true)
            {
                using var gate = await server.ConnectAsync(own, Connect(id));
                connected.TrySetResult();
                while (await gate.TryReadAsync() is not null) { }
            }
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // Its certificate is refused now.
        }
    }

    private static async Task RefusesAsync(GateServer server, X509Certificate2 own, string id = "gate-1")
    {
        var patience = Patience.Token;
        while (await server.LetsInAsync(own, id))
            await Task.Delay(20, patience);
    }

    private static async Task InForceAsync(ServerKeeper keeper, bool? state)
    {
        var patience = Patience.Token;
        while (keeper.IsInForce != state)
            await Task.Delay(20, patience);
    }
}
