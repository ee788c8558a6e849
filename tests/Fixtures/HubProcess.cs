using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using CheckIn.Fixtures.Mqtt;

namespace CheckIn.Fixtures;

/// <summary>
/// The hub as it is shipped, in a process and a folder of its own, for whoever wants its MQTT endpoint: any topic for
/// anybody, plain and with TLS.
/// </summary>
public sealed class HubProcess : IAsyncDisposable
{
    private readonly ProgramProcess _program;
    private readonly DirectoryInfo _folder;

    private HubProcess(ProgramProcess program, DirectoryInfo folder) => (_program, _folder) = (program, folder);

    public int Port { get; private init; }

    public int TlsPort { get; private init; }

    public int WebPort { get; private init; }

    public int ProcessId => _program.Id;

    /// <summary>The last lines it printed.</summary>
    public string Tail => _program.Tail;

    /// <param name="authority">Issues its certificate, for localhost.</param>
    /// <param name="more">Further settings; null = none.</param>
    /// <param name="cancellation">Ends the wait for it.</param>
    public static async Task<HubProcess> StartAsync(
        TestCertificates authority, IReadOnlyDictionary<string, string>? more = null,
        CancellationToken cancellation = default)
    {
        var folder = Directory.CreateTempSubdirectory("checkin-hub-");
        var (port, tlsPort) = (ProgramProcess.FreePort(), ProgramProcess.FreePort());
        var webPort = ProgramProcess.FreePort();
        var certificate = Path.Combine(folder.FullName, "server.pem");
        using (var issued = authority.Issue("localhost"))
            await File.WriteAllTextAsync(certificate, Pem(issued), cancellation);
        var settings = new Dictionary<string, string>(more ?? new Dictionary<string, string>())
        {
            ["Broker:Access"] = "Open",
            ["Broker:Listen"] = Loopback(port),
            ["Broker:TlsListen"] = Loopback(tlsPort),
            ["Broker:TlsCertificate"] = certificate,
            ["Web:Listen"] = Loopback(webPort),
            ["Events:Path"] = Path.Combine(folder.FullName, "hub.db"),
        };
        var program = ProgramProcess.Start(Executables.Hub, settings, folder.FullName);
        var hub = new HubProcess(program, folder) { Port = port, TlsPort = tlsPort, WebPort = webPort };
        foreach (var each in (int[])[port, tlsPort, webPort])
            await hub.WaitAsync(each, cancellation);
        return hub;
    }

    /// <summary>Certificate and key in one file's text.</summary>
    public static string Pem(X509Certificate2 certificate) =>
        certificate.ExportCertificatePem() + "\n" + TestCertificates.KeyOf(certificate) + "\n";

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string Loopback(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private async Task WaitAsync(int port, CancellationToken cancellation)
    {
        for (var i = 0; !await AnswersAsync(port, cancellation); i++)
        {
            if (i == 300 || _program.HasExited)
                throw new InvalidOperationException("The hub did not come up:\n" + _program.Tail);
            await Task.Delay(100, cancellation);
        }
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
