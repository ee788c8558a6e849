using System.Diagnostics;
using CheckIn.Fixtures;
using CheckIn.Fixtures.Mqtt;

namespace CheckIn.Bench.Mqtt;

/// <summary>A server to measure: a process of its own on loopback, with a plain port and one for mutual TLS.</summary>
internal sealed class MqttServer : IAsyncDisposable
{
    private readonly IAsyncDisposable _host;
    private readonly Process _process;

    private MqttServer(string name, IAsyncDisposable host, int id, int port, int tlsPort)
    {
        (Name, Port, TlsPort, _host) = (name, port, tlsPort, host);
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
    public string Tail => (_host as HubProcess)?.Tail ?? "";

    /// <summary>
    /// The hub as it is shipped, in a folder of its own, with any topic for anybody and no limit on the rate of
    /// connecting.
    /// </summary>
    /// <param name="authority">Issues its certificate.</param>
    /// <param name="more">Settings for the measurement.</param>
    /// <param name="cancellation">Ends the wait for it.</param>
    public static async Task<MqttServer> StartHubAsync(
        TestCertificates authority, IReadOnlyDictionary<string, string> more, CancellationToken cancellation)
    {
        var hub = await HubProcess.StartAsync(authority, new Dictionary<string, string>(more)
        {
            ["Broker:MaxConnectsPerSecond"] = "1000000",
            ["Broker:MaxKeepAlive"] = "18:00:00",
        }, cancellation).ConfigureAwait(false);
        return new MqttServer("checkin-hub", hub, hub.ProcessId, hub.Port, hub.TlsPort);
    }

    /// <summary>Debian's, with nothing kept on disk and the settings it came with.</summary>
    public static async Task<MqttServer> StartMosquittoAsync(TestCertificates authority)
    {
        using var issued = authority.Issue("localhost");
        var host = await Mosquitto.StartAsync(
            second: "cafile {dir}/ca.pem\ncertfile {dir}/server.pem\nkeyfile {dir}/server.pem\n"
                + "require_certificate true",
            files: [("ca.pem", authority.Root.ExportCertificatePem()), ("server.pem", HubProcess.Pem(issued))])
            .ConfigureAwait(false);
        return new MqttServer("mosquitto", host, host.ProcessId, host.Port, host.SecondPort);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        _process.Dispose();
    }
}
