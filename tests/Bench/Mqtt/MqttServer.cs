using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Fixtures;
using CheckIn.Fixtures.Mqtt;

namespace CheckIn.Bench.Mqtt;

/// <summary>A server to measure: a process of its own on loopback, with a plain port and one for mutual TLS.</summary>
internal sealed class MqttServer : IAsyncDisposable
{
    private readonly IAsyncDisposable _host;
    private readonly DirectoryInfo? _folder;
    private readonly Process _process;

    private MqttServer(string name, IAsyncDisposable host, int id, int port, int tlsPort, DirectoryInfo? folder = null)
    {
        (Name, Port, TlsPort, _host, _folder) = (name, port, tlsPort, host, folder);
        _process = Process.GetProcessById(id);
    }

    public string Name { get; }

    public int Port { get; }

    public int TlsPort { get; }

    /// <summary>Used so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident, bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Sockets included.</summary>
    public int OpenFiles => Directory.GetFiles($"/proc/{_process.Id}/fd").Length;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines it printed, where it prints to us.</summary>
    public string Tail => (_host as ProgramProcess)?.Tail ?? "";

    /// <summary>
    /// The hub as it is shipped, in a folder of its own, with any topic for anybody and no limit on the rate of connecting.
    /// </summary>
    /// <param name="authority">Issues its certificate.</param>
    /// <param name="more">Settings for the measurement.</param>
    /// <param name="cancellation">Ends the wait for it.</param>
    public static async Task<MqttServer> StartHubAsync(
        TestCertificates authority, IReadOnlyDictionary<string, string> more, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("checkin-bench-");
        var (port, tlsPort, webPort) = (ProgramProcess.FreePort(), ProgramProcess.FreePort(), ProgramProcess.FreePort());
        var certificate = Path.Combine(folder.FullName, "server.pem");
        using (var issued = authority.Issue("localhost"))
            await File.WriteAllTextAsync(certificate, Pem(issued), cancellation).ConfigureAwait(false);
        var program = ProgramProcess.Start(Executables.Hub, new Dictionary<string, string>(more)
        {
            ["Broker:Access"] = "Open",
            ["Broker:Listen"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"),
            ["Broker:TlsListen"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{tlsPort}"),
            ["Broker:TlsCertificate"] = certificate,
            ["Broker:MaxConnectsPerSecond"] = "1000000",
            ["Broker:MaxKeepAlive"] = "18:00:00",
            ["Web:Listen"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{webPort}"),
            ["Events:Path"] = Path.Combine(folder.FullName, "hub.db"),
        }, folder.FullName);
        var server = new MqttServer("checkin-hub", program, program.Id, port, tlsPort, folder);
        foreach (var each in (int[])[port, tlsPort, webPort])
            await WaitAsync(program, each, cancellation).ConfigureAwait(false);
        return server;
    }

    /// <summary>Debian's, with nothing kept on disk and the settings it came with.</summary>
    public static async Task<MqttServer> StartMosquittoAsync(TestCertificates authority)
    {
        using var issued = authority.Issue("localhost");
        var host = await Mosquitto.StartAsync(
            second: "cafile {dir}/ca.pem\ncertfile {dir}/server.pem\nkeyfile {dir}/server.pem\nrequire_certificate true",
            files: [("ca.pem", authority.Root.ExportCertificatePem()), ("server.pem", Pem(issued))]).ConfigureAwait(false);
        return new MqttServer("mosquitto", host, host.ProcessId, host.Port, host.SecondPort);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        _process.Dispose();
        _folder?.Delete(recursive: true);
    }

    private static string Pem(X509Certificate2 certificate) =>
        certificate.ExportCertificatePem() + "\n" + TestCertificates.KeyOf(certificate) + "\n";

    private static async Task WaitAsync(ProgramProcess program, int port, CancellationToken cancellation)
    {
        for (var i = 0; !await AnswersAsync(port, cancellation).ConfigureAwait(false); i++)
        {
            if (i == 300 || program.HasExited)
                throw new InvalidOperationException("The hub did not come up:\n" + program.Tail);
            await Task.Delay(100, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, port, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
