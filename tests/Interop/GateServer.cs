using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Contract;
using CheckIn.Fixtures;
using CheckIn.Hub;
using CheckIn.Hub.Authority;
using CheckIn.Hub.Broker;
using CheckIn.Hub.Broker.Mosquitto;
using CheckIn.Hub.Events;
using CheckIn.Hub.Fleet;
using CheckIn.Hub.Settings;
using CheckIn.Hub.Tests.Alerts;
using CheckIn.Hub.Tests.Broker;
using CheckIn.Mqtt.Packets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;
using Patience = CheckIn.Hub.Tests.Broker.Patience;

namespace CheckIn.Interop.Tests;

/// <summary>
/// An MQTT server for gates with certificates, and the hub behind it: the hub's own, or a mosquitto with the files that
/// the hub makes for it. The part of systemd, which has mosquitto read a replaced file, is played here.
/// </summary>
internal sealed class GateServer : IAsyncDisposable
{
    private static readonly string[] OnLoopback = ["--Enrolment:Address=localhost", "--Enrolment:Listen=127.0.0.1:0"];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkin-server-");
    private readonly LogLines _log = new();
    private readonly ITestOutputHelper? _output;
    private FileSystemWatcher? _watch;

    private GateServer(int port, ITestOutputHelper? output) => (Port, _output) = (port, output);

    /// <summary>Of MQTT over TLS, at localhost.</summary>
    internal int Port { get; private set; }

    internal WebApplication Hub { get; private set; } = null!;

    internal Fixtures.Mqtt.Mosquitto? Mosquitto { get; private set; }

    /// <summary>Whether mosquitto is told that a file was replaced.</summary>
    internal bool IsReloading { get; set; } = true;

    internal CertificateAuthority Authority => Hub.Services.GetRequiredService<CertificateAuthority>();

    internal FleetRegistry Fleet => Hub.Services.GetRequiredService<FleetRegistry>();

    internal string Files => Path.Combine(_folder.FullName, "server");

    internal string RootFile => Path.Combine(Files, Configuration.Authority);

    /// <param name="mode">Whose server.</param>
    /// <param name="acl">Further lines of mosquitto's access list; with them there is no hub, which would take them
    /// away.</param>
    /// <param name="output">Told what the hub logged; null = nobody.</param>
    internal static async Task<GateServer> StartAsync(
        BrokerMode mode, string? acl = null, ITestOutputHelper? output = null)
    {
        var server = new GateServer(mode == BrokerMode.External ? ProgramProcess.FreePort() : 0, output);
        if (mode == BrokerMode.External)
            await server.StartMosquittoAsync(acl);
        server.Hub = HubApplication.Create(
            [.. server.Settings(mode), .. OnLoopback], server.Logs);
        if (acl is null)
            await server.Hub.StartAsync();
        if (mode == BrokerMode.External && acl is null)
            await server.HearsAsync();
        if (mode == BrokerMode.Embedded)
        {
            server.Port = server.Hub.Services.GetRequiredService<BrokerEndPoint>().TlsBound!.Port;
            Directory.CreateDirectory(server.Files);
            await File.WriteAllTextAsync(server.RootFile, server.Authority.Root.ExportCertificatePem());
        }
        return server;
    }

    /// <summary>A gate's certificate with its key, as after an enrolment.</summary>
    internal async Task<X509Certificate2> EnrolAsync(string gate)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=gate", key, HashAlgorithmName.SHA256);
        var issued = Authority.IssueGate(gate, request.CreateSigningRequest());
        await Hub.Services.GetRequiredService<EventStore>()
            .WriteAsync(db => GateIdentities.Keep(db, issued, TimeProvider.System.GetUtcNow()), default);
        using var bare = X509Certificate2.CreateFromPem(issued.Pem);
        using var pair = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>Certificate, issuer and key in one file, for other people's programs.</summary>
    internal async Task<string> PemAsync(X509Certificate2 own)
    {
        var path = Path.Combine(_folder.FullName, own.SerialNumber + ".pem");
        await File.WriteAllTextAsync(path, own.ExportCertificatePem() + "\n" + Authority.Issuing.ExportCertificatePem() + "\n"
            + Fixtures.Mqtt.TestCertificates.KeyOf(own) + "\n");
        return path;
    }

    /// <summary>As page and command line do it; completes when the hub has done what it promises at once.</summary>
    /// <param name="gate">Whose certificates.</param>
    /// <param name="except">The one that takes their place; null = none.</param>
    internal async Task RevokeAsync(string gate, X509Certificate2? except = null)
    {
        await RevokeInTableAsync(gate, except);
        await Hub.Services.GetRequiredService<GateIdentities>().ApplyAsync(default);
    }

    /// <summary>Committed, and no more.</summary>
    internal async Task RevokeInTableAsync(string gate, X509Certificate2? except = null) =>
        await Hub.Services.GetRequiredService<EventStore>().WriteAsync(
            db => GateIdentities.Revoke(db, gate, "stolen", TimeProvider.System.GetUtcNow(), except?.SerialNumber), default);

    /// <summary>Another hub on the same files.</summary>
    /// <param name="whileStopped">Done with the first when it has stopped.</param>
    internal async Task RestartHubAsync(Func<Task> whileStopped)
    {
        await Hub.StopAsync();
        await whileStopped();
        await Hub.DisposeAsync();
        Hub = HubApplication.Create(
            [.. Settings(BrokerMode.External), .. OnLoopback], Logs);
        await Hub.StartAsync();
    }

    internal Task<RawClient> ConnectAsync(X509Certificate2 own, ConnectPacket connect) =>
        RawClient.ConnectTlsAsync(Port, Authority.Root, own, connect);

    /// <summary>Whether a handshake and CONNECT with this certificate succeed.</summary>
    internal async Task<bool> LetsInAsync(X509Certificate2 own, string id)
    {
        try
        {
            using var client = await RawClient.OpenTlsAsync(Port, Authority.Root, own);
            await client.SendAsync(new ConnectPacket { ClientId = id, CleanStart = true }.Encode);
            return await client.TryReadAsync() is { } frame
                && ConnAckPacket.Decode(frame, client.Decoder).Reason == Mqtt.MqttReasonCode.Success;
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            return false;
        }
    }

    /// <summary>Until the hub hears gates.</summary>
    private async Task HearsAsync()
    {
        using var own = await EnrolAsync("gate-0");
        using var gate = await ConnectAsync(own, new ConnectPacket { ClientId = "gate-0", CleanStart = true });
        for (var session = 1; Fleet.Gates().Count == 0; session++)
        {
            await gate.BirthAsync("gate-0", "boot-0", session);
            await Task.Delay(50, Patience.Token);
        }
    }

    /// <summary>Until the hub shows the gate so.</summary>
    internal async Task ShowsAsync(string gate, Func<GateStatus, bool> says)
    {
        var patience = Patience.Token;
        while (Fleet.Gates().SingleOrDefault(each => each.Id == gate) is not { } status || !says(status))
            await Task.Delay(10, patience);
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.StopAsync();
        await Hub.DisposeAsync();
        _watch?.Dispose();
        if (Mosquitto is not null)
            await Mosquitto.DisposeAsync();
        _folder.Delete(recursive: true);
        foreach (var line in _log.Lines)
            _output?.WriteLine(line);
    }

    private void Logs(WebApplicationBuilder builder) => builder.Logging.ClearProviders().AddProvider(_log);

    private string[] Settings(BrokerMode mode) =>
    [
        "--Web:Listen=127.0.0.1:0", "--Events:Path=" + Path.Combine(_folder.FullName, "hub.db"),
        "--Broker:Listen=127.0.0.1:0", "--Broker:TlsListen=127.0.0.1:0",
        .. mode == BrokerMode.External
            ? (string[])["--Broker:Mode=External", $"--Broker:Server=mqtts://localhost:{Port}", "--Broker:ServerFiles=" + Files]
            : [],
    ];

    private async Task StartMosquittoAsync(string? acl)
    {
        using var output = new StringWriter();
        var data = Directory.CreateDirectory(Path.Combine(_folder.FullName, "data")).FullName;
        Assert.Equal(0, await HubCommands.RunAsync(
            [MosquittoCommand.Word, "--directory", Files, "--listen", $"127.0.0.1:{Port}", "--data", data,
                .. Settings(BrokerMode.External), .. OnLoopback], output, output));
        // Whoever runs the tests, rather than the user to whom a root's mosquitto changes.
        var configuration = new FileInfo(Path.Combine(Files, Configuration.Name));
        await File.AppendAllTextAsync(configuration.FullName, $"user {Environment.UserName}\n");
        if (acl is not null)
            await File.AppendAllTextAsync(Path.Combine(Files, Configuration.AccessList), acl);
        Mosquitto = await Fixtures.Mqtt.Mosquitto.StartAsync(configuration, Port);
        _watch = new FileSystemWatcher(Files) { EnableRaisingEvents = true };
        _watch.Renamed += (_, _) =>
        {
            if (IsReloading)
                Reload();
        };
    }

    /// <summary>What <c>systemctl reload mosquitto</c> does.</summary>
    internal void Reload()
    {
        using var kill = Process.Start("/bin/kill", ["-HUP", Mosquitto!.ProcessId.ToString(CultureInfo.InvariantCulture)]);
    }
}
